package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;

/// Series carried forward, each with bands and the test that chose the model.
public record Forecasts(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param period steps of a season
  public record Result(int horizon, int period, List<Series> series) {
    public Result {
      series = List.copyOf(series);
    }
  }

  /// One series.
  ///
  /// @param name `channel.metric`, or the name of the table's value column
  /// @param model the way with the least sMAPE in the backtest
  /// @param backtest every way that was tried, best first
  /// @param recent the last values before the forecast
  /// @param total sum of the points; an interval is not given, because errors of days are related
  public record Series(
      String name,
      String model,
      List<Score> backtest,
      List<Value> recent,
      List<Point> points,
      double total) {
    public Series {
      backtest = List.copyOf(backtest);
      recent = List.copyOf(recent);
      points = List.copyOf(points);
    }
  }

  /// @param smape 0 to 200
  /// @param mase below 1 is better than the seasonal-naive error within the training data
  public record Score(String model, double smape, double mase, int origins) {}

  public record Value(LocalDate date, double value) {}

  /// A point with its 80 % and 95 % bands.
  public record Point(
      LocalDate date, double mean, double low80, double high80, double low95, double high95) {}
}
