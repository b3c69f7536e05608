package io.raptorflow.dlq.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Values as they are spelled.
final class Literals {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,12}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME =
      Pattern.compile(DATE + "T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?Z");
  private static final int DIGITS_MAX = 40;
  private static final int EXPONENT_MAX = 999;
  private static final int NUMBER_CHARS_MAX = 128;

  private Literals() {}

  /// A whole number from 0, at most twelve digits.
  static Optional<Long> whole(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  static boolean looksLikeNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /// A number in one spelling for equal numbers; empty when it is beyond the limits.
  static Optional<Value> amount(String number) {
    if (number.length() > NUMBER_CHARS_MAX) {
      return Optional.empty();
    }
    try {
      BigDecimal amount = new BigDecimal(number).stripTrailingZeros();
      long exponent = (long) amount.precision() - amount.scale() - 1;
      if (amount.precision() > DIGITS_MAX || Math.abs(exponent) > EXPONENT_MAX) {
        return Optional.empty();
      }
      boolean fitsPlain = amount.scale() < 0 && exponent < DIGITS_MAX;
      return Optional.of(new Value.Amount(fitsPlain ? amount.setScale(0) : amount));
    } catch (NumberFormatException beyondInt) {
      return Optional.empty();
    }
  }

  /// A time in UTC, or the beginning of a day in UTC (ISO 8601).
  static Optional<Value> time(String text) {
    try {
      if (TIME.matcher(text).matches()) {
        return Optional.of(new Value.Time(OffsetDateTime.parse(text).toInstant()));
      }
      if (DATE.matcher(text).matches()) {
        return Optional.of(
            new Value.Time(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()));
      }
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  static Optional<Value> flag(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Optional.of(new Value.Flag(true));
    }
    return text.equalsIgnoreCase("false") ? Optional.of(new Value.Flag(false)) : Optional.empty();
  }
}
