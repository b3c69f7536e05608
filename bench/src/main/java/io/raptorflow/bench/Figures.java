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

  /// `median (low to high)`, or the median alone where there was one round.
  static String of(Measured.Summary summary) {
    return summary.rounds() < 2
        ? of(summary.median())
        : "%s (%s to %s)".formatted(of(summary.median()), of(summary.low()), of(summary.high()));
  }
}
