package io.raptorflow.guild.matrix.method;

/// Exponential smoothing with trend and season (Holt 1957, Winters 1960), with the start values and
/// the recursion of R's `stats::HoltWinters`, fitted by least squares of the one-step errors with
/// BOBYQA (Powell 2009).
///
/// @param seasonal the seasonal figures after the last observation, in the order in which they come
///   next
/// @param sse sum of squared one-step errors
public record HoltWinters(
    Season season,
    int period,
    double alpha,
    double beta,
    double gamma,
    double level,
    double trend,
    double[] seasonal,
    double sse) {
  private static final double[] START = {0.3, 0.1, 0.1};
  private static final int EVALUATIONS_MAX = 600;

  /// How the season enters.
  public enum Season {
    ADDITIVE,
    /// Needs values above zero.
    MULTIPLICATIVE
  }

  /// Level, slope and seasonal figures before the first forecast observation.
  public record Start(double level, double trend, double[] figures) {}

  /// Fits the three coefficients.
  ///
  /// @throws IllegalArgumentException when there are less than two seasons
  public static HoltWinters fit(double[] y, int period, Season season) {
    Start start = start(y, period, season);
    double[] best =
        new BoundedSearch(0.1, 1e-7, EVALUATIONS_MAX)
            .from(
                START,
                new double[3],
                new double[] {1, 1, 1},
                p -> at(y, period, season, start, p[0], p[1], p[2]).sse);
    return at(y, period, season, start, best[0], best[1], best[2]);
  }

  /// Runs the recursion at given coefficients.
  public static HoltWinters at(
      double[] y, int period, Season season, double alpha, double beta, double gamma) {
    return at(y, period, season, start(y, period, season), alpha, beta, gamma);
  }

  /// Start values from the first two seasons: a line through their centred moving average, and the
  /// mean figure of each place in the season.
  public static Start start(double[] y, int period, Season season) {
    if (period < 2 || y.length < 2 * period + 1) {
      throw new IllegalArgumentException(
          "two seasons and one value are needed, there are %d values of period %d"
              .formatted(y.length, period));
    }
    int n = 2 * period;
    double[] average = centred(y, n, period);
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    int count = 0;
    for (double value : average) {
      if (!Double.isNaN(value)) {
        count++;
        sx += count;
        sy += value;
        sxx += (double) count * count;
        sxy += count * value;
      }
    }
    double slope = (count * sxy - sx * sy) / (count * sxx - sx * sx);
    double[] figures = new double[period];
    double mean = 0;
    for (int place = 0; place < period; place++) {
      double sum = 0;
      int seen = 0;
      for (int t = place; t < n; t += period) {
        if (!Double.isNaN(average[t])) {
          sum += season == Season.ADDITIVE ? y[t] - average[t] : y[t] / average[t];
          seen++;
        }
      }
      figures[place] = sum / seen;
      mean += figures[place] / period;
    }
    for (int place = 0; place < period; place++) {
      figures[place] = season == Season.ADDITIVE ? figures[place] - mean : figures[place] / mean;
    }
    return new Start((sy - slope * sx) / count, slope, figures);
  }

  /// The next `horizon` values.
  public double[] forecast(int horizon) {
    double[] points = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      double line = level + (h + 1) * trend;
      double figure = seasonal[h % period];
      points[h] = season == Season.ADDITIVE ? line + figure : line * figure;
    }
    return points;
  }

  private static double[] centred(double[] y, int n, int period) {
    double[] average = new double[n];
    int half = period / 2;
    for (int t = 0; t < n; t++) {
      if (t < half || t + half >= n) {
        average[t] = Double.NaN;
        continue;
      }
      double sum = 0;
      for (int k = -half; k <= half; k++) {
        boolean edge = period % 2 == 0 && Math.abs(k) == half;
        sum += edge ? y[t + k] / 2 : y[t + k];
      }
      average[t] = sum / period;
    }
    return average;
  }

  private static HoltWinters at(
      double[] y, int period, Season season, Start start, double alpha, double beta, double gamma) {
    double level = start.level();
    double trend = start.trend();
    double[] figures = start.figures().clone();
    double sse = 0;
    int place = 0;
    for (int t = period; t < y.length; t++) {
      double figure = figures[place];
      double line = level + trend;
      double error = y[t] - (season == Season.ADDITIVE ? line + figure : line * figure);
      sse += error * error;
      double before = level;
      double clean = season == Season.ADDITIVE ? y[t] - figure : y[t] / figure;
      level = alpha * clean + (1 - alpha) * line;
      trend = beta * (level - before) + (1 - beta) * trend;
      double seen = season == Season.ADDITIVE ? y[t] - level : y[t] / level;
      figures[place] = gamma * seen + (1 - gamma) * figure;
      place = place + 1 == period ? 0 : place + 1;
    }
    double[] next = new double[period];
    for (int h = 0; h < period; h++) {
      next[h] = figures[(place + h) % period];
    }
    return new HoltWinters(season, period, alpha, beta, gamma, level, trend, next, sse);
  }
}
