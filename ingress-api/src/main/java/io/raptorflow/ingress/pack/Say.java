package io.raptorflow.ingress.pack;

import io.raptorflow.campaign.Channel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// How the page spells money, numbers, days and names; the same on every machine.
final class Say {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Say() {}

  static String money(JsonNode amount, String currency) {
    return amount.isNumber() ? money(amount.decimalValue(), currency) : "–";
  }

  /// Whole amounts without decimals, all others with two.
  static String money(BigDecimal amount, String currency) {
    String sign =
        switch (currency) {
          case "GBP" -> "£";
          case "USD" -> "$";
          case "EUR" -> "€";
          default -> currency + "\u00A0";
        };
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    String digits = number(amount.abs(), whole ? "#,##0" : "#,##0.00");
    return (amount.signum() < 0 ? "−" : "") + sign + digits;
  }

  /// A number with thousands apart and at most this many decimals.
  static String number(JsonNode value, int decimals) {
    return value.isNumber() ? number(value.decimalValue(), decimals) : Papers.text(value);
  }

  static String number(BigDecimal value, int decimals) {
    return number(value, decimals == 0 ? "#,##0" : "#,##0." + "#".repeat(decimals))
        .replace('-', '−');
  }

  private static String number(BigDecimal value, String pattern) {
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    return format.format(value);
  }

  static String percent(JsonNode share) {
    return share.isNumber() ? number(share.decimalValue().movePointRight(2), 1) + "\u00A0%" : "–";
  }

  /// `2027-03-01` as `1 Mar 2027`; any other text as it is.
  static String day(String iso) {
    try {
      return DAY.format(LocalDate.parse(iso));
    } catch (DateTimeParseException notADay) {
      return iso;
    }
  }

  static String shortDay(String iso) {
    try {
      return SHORT_DAY.format(LocalDate.parse(iso));
    } catch (DateTimeParseException notADay) {
      return iso;
    }
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /// A text that holds an instant, as people read it; any other text as it is.
  static String time(String iso) {
    try {
      return time(Instant.parse(iso));
    } catch (DateTimeParseException notATime) {
      return iso;
    }
  }

  static String channel(String id) {
    return "all".equals(id) ? "All channels" : Channel.title(id);
  }

  /// `qualified_demos` as `Qualified demos`.
  static String words(String id) {
    String text = id.replace('_', ' ').trim();
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /// `SOME_CONSTANT` as `some constant`.
  static String lower(String constant) {
    return constant.replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  /// The first twelve digits of a hash, enough to compare by eye.
  static Html hash(String hash) {
    return hash.isEmpty()
        ? Html.of("<span class=\"quiet\">none</span>")
        : Html.of(
            "<code class=\"hash\" title=\"{}\">{}</code>",
            hash,
            hash.length() > 12 ? hash.substring(0, 12) + "…" : hash);
  }
}
