package io.raptorflow.guild.matrix.output;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Days and level shifts that a KPI's own history does not explain.
///
/// @param settings every setting of the method with the value that was used
/// @param n rows of the table
/// @param refusals series that were not judged, with the reason
/// @param inputHash SHA-256 of the table, the same for every order of rows
public record KpiAnomalies(
    String method,
    Map<String, String> settings,
    DataWindow dataWindow,
    int n,
    Result result,
    String uncertainty,
    List<Check> assumptionChecks,
    List<String> refusals,
    String inputHash) {
  public KpiAnomalies {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    assumptionChecks = List.copyOf(assumptionChecks);
    refusals = List.copyOf(refusals);
  }

  /// @param seriesChecked names of the judged series, `channel.metric`
  /// @param traces the series in which something was found, to be looked at
  public record Result(
      List<Anomaly> anomalies,
      List<Shift> shifts,
      List<ChannelTotal> totals,
      List<String> seriesChecked,
      List<Trace> traces) {
    public Result {
      traces = List.copyOf(traces);
      anomalies = List.copyOf(anomalies);
      shifts = List.copyOf(shifts);
      totals = List.copyOf(totals);
      seriesChecked = List.copyOf(seriesChecked);
    }
  }

  /// A series day by day.
  ///
  /// @param values from `from` on, without a gap
  public record Trace(String series, LocalDate from, List<Double> values) {
    public Trace {
      values = List.copyOf(values);
    }
  }

  /// Where a value lies against what was expected.
  public enum Direction {
    UP,
    DOWN
  }

  /// One day far from its season and level.
  ///
  /// @param series `channel.metric`
  /// @param expected season of the day plus the median of the series
  /// @param z distance in robust standard deviations (1.4826 MAD)
  /// @param effect distance as a share of what was expected
  public record Anomaly(
      String series,
      String channel,
      String metric,
      LocalDate date,
      double actual,
      double expected,
      double z,
      double effect,
      Direction direction) {}

  /// A level that moved and stayed.
  ///
  /// @param began first day of the run that ended in the alarm
  /// @param alarm day on which the sum passed its limit
  /// @param meanSince mean of the series from `began` to the end
  /// @param change `meanSince` against `baselineMean`, as a share; null when that mean is zero
  public record Shift(
      String series,
      String channel,
      String metric,
      LocalDate began,
      LocalDate alarm,
      Direction direction,
      double baselineMean,
      double baselineSd,
      double meanSince,
      @Nullable Double change) {}
}
