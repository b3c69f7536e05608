package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether money is spent at the pace that the flight needs; before it begins, the pace itself.
public record PacingReport(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param elapsed days of the flight with spend on record
  /// @param expectedShare share of the budget that the plan has spent by then
  /// @param index spent against planned, null before the third day
  /// @param projected spend at the end if the pace holds, null before the third day
  /// @param neededPerDay what the remaining days must spend to use the budget up
  public record Result(
      String currency,
      LocalDate from,
      LocalDate to,
      int days,
      int elapsed,
      BigDecimal budget,
      BigDecimal spent,
      double expectedShare,
      @Nullable Double index,
      @Nullable Double projected,
      BigDecimal neededPerDay,
      Alarm alarm,
      String action,
      List<Double> weekdayShares,
      List<Mark> plan) {
    public Result {
      weekdayShares = List.copyOf(weekdayShares);
      plan = List.copyOf(plan);
    }
  }

  /// How far the pace is off.
  public enum Alarm {
    NOT_BEGUN,
    TOO_EARLY,
    ON_PACE,
    /// Off by at least a tenth.
    WATCH,
    /// Off by at least a fifth.
    ACT
  }

  /// What the plan has spent by the end of a day.
  public record Mark(LocalDate date, BigDecimal cumulative) {}
}
