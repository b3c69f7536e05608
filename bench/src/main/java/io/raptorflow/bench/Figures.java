package io.raptorflow.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// How numbers are written for people.
final class Figures {
  private static final int DIGITS = 3;

  private Figures() {}

  /// Three digits that count, and groups of thousands: `23,160`, `3.84`, `0.0287`.
  static String of(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (Math.abs(value) >= 1_000) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    return new BigDecimal(value)
        .round(new MathContext(DIGITS))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// `median (low to high)`, or the median alone where all rounds say the same.
  static String of(Measured.Summary summary) {
    String low = of(summary.low());
    String high = of(summary.high());
    return low.equals(high)
        ? of(summary.median())
        : "%s (%s to %s)".formatted(of(summary.median()), low, high);
  }
}
