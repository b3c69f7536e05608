package io.raptorflow.guild.matrix.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Forecasts made as of past days and held against what came (rolling origin, Tashman 2000).
///
/// @param smape over all origins and steps
/// @param mase the same, scaled by the seasonal-naive error within the first training window
/// @param errors actual less forecast, by origin and step
public record Backtest(Way way, double smape, double mase, double[][] errors) {
  /// Most origins; each costs a fit.
  private static final int ORIGINS_MAX = 24;

  /// How a series is carried forward.
  public enum Way {
    /// The value of the same place one season ago: the floor that others must beat.
    SEASONAL_NAIVE,
    HOLT_WINTERS_ADDITIVE,
    HOLT_WINTERS_MULTIPLICATIVE;

    /// The next values.
    public double[] forecast(double[] y, int period, int horizon) {
      return switch (this) {
        case SEASONAL_NAIVE -> {
          double[] points = new double[horizon];
          for (int h = 0; h < horizon; h++) {
            points[h] = y[y.length - period + h % period];
          }
          yield points;
        }
        case HOLT_WINTERS_ADDITIVE ->
            HoltWinters.fit(y, period, HoltWinters.Season.ADDITIVE).forecast(horizon);
        case HOLT_WINTERS_MULTIPLICATIVE ->
            HoltWinters.fit(y, period, HoltWinters.Season.MULTIPLICATIVE).forecast(horizon);
      };
    }
  }

  /// A point with its bands.
  public record Band(double mean, double low80, double high80, double low95, double high95) {}

  /// Backtests every way that suits the series, best sMAPE first. Of equal ones the simpler is
  /// first.
  public static List<Backtest> all(double[] y, int period, int horizon) {
    List<Backtest> tests = new ArrayList<>();
    for (Way way : Way.values()) {
      if (way != Way.HOLT_WINTERS_MULTIPLICATIVE || Arrays.stream(y).allMatch(v -> v > 0)) {
        tests.add(of(y, period, horizon, way));
      }
    }
    tests.sort((a, b) -> Double.compare(a.smape, b.smape));
    return tests;
  }

  private static Backtest of(double[] y, int period, int horizon, Way way) {
    int first = Math.max(2 * period + 1, y.length - horizon - Math.max(horizon, y.length / 3));
    int last = y.length - horizon;
    int origins = Math.clamp(last - first + 1L, 1, ORIGINS_MAX);
    double[][] errors = new double[origins][];
    double[] training = Arrays.copyOf(y, Math.min(first, last));
    double smape = 0;
    double mase = 0;
    for (int i = 0; i < origins; i++) {
      int at = origins == 1 ? last : first + (int) ((long) i * (last - first) / (origins - 1));
      double[] actual = Arrays.copyOfRange(y, at, at + horizon);
      double[] forecast = way.forecast(Arrays.copyOf(y, at), period, horizon);
      errors[i] = new double[horizon];
      for (int h = 0; h < horizon; h++) {
        errors[i][h] = actual[h] - forecast[h];
      }
      smape += ForecastError.smape(actual, forecast) / origins;
      mase += ForecastError.mase(training, period, actual, forecast) / origins;
    }
    return new Backtest(way, smape, mase, errors);
  }

  /// Points with bands whose width at a step is the spread of past errors at that step, never less
  /// than at the step before, times the quantile of all past errors so scaled.
  ///
  /// @param floor lowest value that the series can have
  public List<Band> bands(double[] points, double floor) {
    int horizon = points.length;
    double[] scale = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      double squares = 0;
      for (double[] origin : errors) {
        squares += origin[h] * origin[h];
      }
      double own = Math.sqrt(squares / errors.length);
      scale[h] = h == 0 ? own : Math.max(own, scale[h - 1]);
    }
    double[] scaled = new double[errors.length * horizon];
    for (int i = 0; i < errors.length; i++) {
      for (int h = 0; h < horizon; h++) {
        scaled[i * horizon + h] = scale[h] > 0 ? Math.abs(errors[i][h]) / scale[h] : 0;
      }
    }
    Arrays.sort(scaled);
    double at80 = quantile(scaled, 0.80);
    double at95 = quantile(scaled, 0.95);
    List<Band> bands = new ArrayList<>();
    for (int h = 0; h < horizon; h++) {
      double mean = Math.max(floor, points[h]);
      bands.add(
          new Band(
              mean,
              Math.max(floor, points[h] - at80 * scale[h]),
              Math.max(floor, points[h] + at80 * scale[h]),
              Math.max(floor, points[h] - at95 * scale[h]),
              Math.max(floor, points[h] + at95 * scale[h])));
    }
    return bands;
  }

  /// Quantile of sorted values, linear between neighbours (Hyndman and Fan 1996, type 7).
  static double quantile(double[] sorted, double p) {
    double at = p * (sorted.length - 1);
    int low = (int) Math.floor(at);
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
