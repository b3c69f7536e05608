package io.raptorflow.guild.guardian.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number in a text with the unit beside it.
///
/// @param unit a common spelling (`l`, `%`, `EUR`), or empty when there is none
/// @param start first character in the text
/// @param end one past the last character, unit included
public record Quantity(BigDecimal value, String unit, int start, int end) {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\d.,])(?<before>[£$€] ?)?(?<number>\\d{1,12}(?:[.,]\\d{1,6}){0,4})"
              + "(?: ?(?<after>%|[£$€]|\\p{L}{1,12}\\b))?");
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("%", "%"),
          Map.entry("percent", "%"),
          Map.entry("prozent", "%"),
          Map.entry("pct", "%"),
          Map.entry("£", "GBP"),
          Map.entry("gbp", "GBP"),
          Map.entry("pounds", "GBP"),
          Map.entry("$", "USD"),
          Map.entry("usd", "USD"),
          Map.entry("dollars", "USD"),
          Map.entry("€", "EUR"),
          Map.entry("eur", "EUR"),
          Map.entry("euro", "EUR"),
          Map.entry("euros", "EUR"),
          Map.entry("l", "l"),
          Map.entry("litre", "l"),
          Map.entry("litres", "l"),
          Map.entry("liter", "l"),
          Map.entry("liters", "l"),
          Map.entry("ml", "ml"),
          Map.entry("mm", "mm"),
          Map.entry("cm", "cm"),
          Map.entry("m", "m"),
          Map.entry("metre", "m"),
          Map.entry("metres", "m"),
          Map.entry("meter", "m"),
          Map.entry("km", "km"),
          Map.entry("kg", "kg"),
          Map.entry("g", "g"),
          Map.entry("db", "dB"),
          Map.entry("w", "W"),
          Map.entry("kwh", "kWh"));
  private static final Set<String> DECIMAL_COMMA =
      Set.of("de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "fi", "nb", "cs");

  /// Quantities of a text, in order.
  ///
  /// @param locale BCP 47 tag; it says what a comma means
  public static List<Quantity> in(String text, String locale) {
    List<Quantity> found = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      String before = matcher.group("before");
      String after = matcher.group("after");
      String unit =
          before != null
              ? UNITS.getOrDefault(before.strip(), "")
              : after == null ? "" : UNITS.getOrDefault(after.toLowerCase(Locale.ROOT), "");
      boolean takesAfter = before == null && !unit.isEmpty();
      found.add(
          new Quantity(
              value(matcher.group("number"), locale),
              unit,
              matcher.start(),
              takesAfter ? matcher.end() : matcher.end("number")));
    }
    return found;
  }

  private static BigDecimal value(String number, String locale) {
    String language = Locale.forLanguageTag(locale).getLanguage();
    char decimal = DECIMAL_COMMA.contains(language) ? ',' : '.';
    char thousands = decimal == ',' ? '.' : ',';
    int last = Math.max(number.lastIndexOf(decimal), number.lastIndexOf(thousands));
    int decimals = last < 0 ? 0 : number.length() - last - 1;
    // `4,6` in an English text is no thousands: groups have three digits.
    boolean asDecimal =
        last >= 0
            && (number.charAt(last) == decimal || decimals != 3)
            && number.indexOf(number.charAt(last)) == last;
    String whole = (asDecimal ? number.substring(0, last) : number).replaceAll("[.,]", "");
    return new BigDecimal(asDecimal ? whole + "." + number.substring(last + 1) : whole);
  }

  /// Whether the other states the same: equal number, and no other unit.
  public boolean agreesWith(Quantity other) {
    return value.compareTo(other.value) == 0
        && (unit.equals(other.unit)
            || (unit.isEmpty() && !other.unit.equals("%"))
            || (other.unit.isEmpty() && !unit.equals("%")));
  }
}
