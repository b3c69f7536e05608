package io.raptorflow.agent.offline.text;

import io.raptorflow.campaign.BrandBrief.Price;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;

/// A price in words.
///
/// @param plain amount and currency: `£349`
/// @param full with its period: `$18,000 a year`
/// @param tight with its period in few characters: `$18,000/year`
public record PriceText(String plain, String full, String tight) {
  private static final Map<String, String> SIGNS =
      Map.of("GBP", "£", "EUR", "€", "USD", "$", "JPY", "¥");

  /// Writes a price for a locale.
  public static PriceText of(Price price, String locale) {
    String plain = amount(price.amount(), price.currency());
    boolean foreign = price.currency().equals("USD") && locale.matches("en-(CA|AU|NZ)");
    String named = foreign ? "US" + plain : plain;
    return price.period().isEmpty()
        ? new PriceText(named, named, named)
        : new PriceText(named, named + " a " + price.period(), named + "/" + price.period());
  }

  /// An amount of money: thousands grouped, decimals only where there are some.
  public static String amount(BigDecimal amount, String currency) {
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    DecimalFormat format =
        new DecimalFormat(
            whole ? "#,##0" : "#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
    String digits = format.format(amount);
    String sign = SIGNS.get(currency);
    return sign == null ? currency + " " + digits : sign + digits;
  }
}
