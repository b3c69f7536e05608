package io.raptorflow.dlq;

import java.time.Duration;

/// Spans of time in words: the two largest units, for example `2 h 5 min`. Pure.
public final class Elapsed {
  private Elapsed() {}

  /// The words; what is negative counts as no time.
  public static String words(Duration span) {
    if (span.isNegative() || span.getSeconds() == 0) {
      return "0 s";
    }
    if (span.toDays() > 0) {
      return two(span.toDays(), "d", span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return two(span.toHours(), "h", span.toMinutesPart(), "min");
    }
    return two(span.toMinutes(), "min", span.toSecondsPart(), "s");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    if (large == 0) {
      return small + " " + smallUnit;
    }
    String first = large + " " + largeUnit;
    return small == 0 ? first : first + " " + small + " " + smallUnit;
  }
}
