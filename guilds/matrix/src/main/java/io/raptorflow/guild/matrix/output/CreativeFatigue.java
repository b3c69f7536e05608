package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ads that people have seen too often.
public record CreativeFatigue(@JsonUnwrapped Grounds grounds, Result result) {

  public record Result(List<Ad> ads) {
    public Result {
      ads = List.copyOf(ads);
    }
  }

  /// How an ad stands.
  public enum Status {
    FRESH,
    /// The rate falls and has not passed the alarm line.
    TIRING,
    /// At least a fifth under the first week for three days, and seen more than three times.
    FATIGUED
  }

  /// One ad.
  ///
  /// @param firstWeekRate clicks per impression in the first seven days
  /// @param rate of the last seven days
  /// @param turn day on which the fall began, null without one
  /// @param dailyChange of the rate after `turn`, as a share
  /// @param alarm first day on which the alarm line was passed, null when it was not
  /// @param swapBy day on which the line is passed at the present pace, null when it is not falling
  public record Ad(
      String ad,
      int days,
      Status status,
      double firstWeekRate,
      double rate,
      double frequency,
      @Nullable LocalDate turn,
      @Nullable Double dailyChange,
      @Nullable LocalDate alarm,
      @Nullable LocalDate swapBy) {}
}
