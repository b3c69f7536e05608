package io.raptorflow.tables;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a file writes numbers: with a decimal point or a decimal comma.
///
/// The choice is made once for a file, from all its numbers: one that has both signs, or one that
/// cannot be thousands, settles it. If nothing does, the file's language may; else it stays open.
final class Numerals {
  private static final Pattern POINT =
      Pattern.compile(
          "-?\\d{1,3}(,\\d{3})+\\.\\d+|-?\\d*\\.\\d{1,2}|-?\\d*\\.\\d{4,}|-?\\d{4,}\\.\\d+|-?\\d{1,3}(,\\d{3}){2,}|-?0\\.\\d+");
  private static final Pattern COMMA =
      Pattern.compile(
          "-?\\d{1,3}(\\.\\d{3})+,\\d+|-?\\d*,\\d{1,2}|-?\\d*,\\d{4,}|-?\\d{4,},\\d+|-?\\d{1,3}(\\.\\d{3}){2,}|-?0,\\d+");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}([.,]\\d{3})+");

  private int points;
  private int commas;

  /// The sign before decimals.
  enum Decimals {
    POINT,
    COMMA
  }

  /// Takes a cell as evidence.
  void see(String cell) {
    String plain = bare(cell);
    boolean point = POINT.matcher(plain).matches();
    boolean comma = COMMA.matcher(plain).matches();
    points += point && !comma ? 1 : 0;
    commas += comma && !point ? 1 : 0;
  }

  /// What the numbers say; empty when they say nothing or contradict each other.
  Optional<Decimals> verdict() {
    if (points > 0 && commas > 0) {
      return Optional.empty();
    }
    return points > 0
        ? Optional.of(Decimals.POINT)
        : commas > 0 ? Optional.of(Decimals.COMMA) : Optional.empty();
  }

  boolean contradict() {
    return points > 0 && commas > 0;
  }

  /// Whether a cell can be read one way alone, as `1,234` cannot.
  static boolean isOpen(String cell) {
    String plain = bare(cell);
    return GROUPED.matcher(plain).matches() && !plain.startsWith("0") && !plain.startsWith("-0");
  }

  /// Without blanks of any kind, currency signs and a percent sign.
  static String bare(String cell) {
    return cell.replaceAll("[\\s\\u00a0\\u202f'’€£$%]", "").replace('\u2212', '-');
  }

  /// The number in a cell, or empty when it is none.
  static Optional<BigDecimal> read(String cell, Decimals decimals) {
    String plain = bare(cell);
    if (plain.length() > 40) {
      return Optional.empty();
    }
    char group = decimals == Decimals.POINT ? ',' : '.';
    char mark = decimals == Decimals.POINT ? '.' : ',';
    int at = plain.indexOf(mark);
    String whole = at < 0 ? plain : plain.substring(0, at);
    String rest = at < 0 ? "" : plain.substring(at + 1);
    if (whole.indexOf(group) >= 0) {
      if (!whole.matches("-?\\d{1,3}(\\" + group + "\\d{3})+")) {
        return Optional.empty();
      }
      whole = whole.replace(String.valueOf(group), "");
    }
    if (whole.isEmpty() || whole.equals("-")) {
      whole += "0";
    }
    boolean sound =
        WHOLE.matcher(whole).matches() && rest.matches("\\d{0,12}") && (at < 0 || !rest.isEmpty());
    return sound
        ? Optional.of(new BigDecimal(rest.isEmpty() ? whole : whole + "." + rest))
        : Optional.empty();
  }
}
