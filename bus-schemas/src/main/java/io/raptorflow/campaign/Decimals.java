package io.raptorflow.campaign;

import java.math.BigDecimal;

/// Numbers that people write: at most 18 digits before the point and 12 behind it.
///
/// `1E+400000000` is ten characters to read and hundreds of megabytes to add one to, so a number
/// from outside is measured before anybody calculates with it.
public final class Decimals {
  private static final int BEFORE_POINT_MAX = 18;
  private static final int BEHIND_POINT_MAX = 12;
  private static final int CHARACTERS_MAX = 40;

  private Decimals() {}

  /// Whether a number is one that people write.
  public static boolean isCountable(BigDecimal number) {
    return number.scale() <= BEHIND_POINT_MAX
        && (long) number.precision() - number.scale() <= BEFORE_POINT_MAX;
  }

  /// Reads a number.
  ///
  /// @throws NumberFormatException when it is none, or none that people write
  public static BigDecimal parse(String text) {
    String number = text.strip();
    if (number.length() > CHARACTERS_MAX) {
      throw new NumberFormatException("a number has at most " + CHARACTERS_MAX + " characters");
    }
    BigDecimal parsed = new BigDecimal(number);
    if (!isCountable(parsed)) {
      throw new NumberFormatException(
          "a number has at most %d digits before the point and %d behind it, was %s"
              .formatted(BEFORE_POINT_MAX, BEHIND_POINT_MAX, number));
    }
    return parsed;
  }
}
