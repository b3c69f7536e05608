package io.raptorflow.guild.research.method;

import io.raptorflow.agent.offline.text.CopyRules;
import io.raptorflow.agent.offline.text.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds claims and prices on a saved page. The page is data: what it says is quoted, never obeyed,
/// and a sentence that reads as an order to a machine or as markup is counted, not quoted.
public final class PageReader {
  /// Most characters of a page that are read.
  public static final int CHARACTERS_MAX = 200_000;

  /// Longest sentence that is quoted.
  public static final int QUOTE_MAX = 240;

  /// Most quotes of one kind from one page.
  public static final int QUOTES_MAX = 12;

  private static final Pattern PRICE =
      Pattern.compile(
          "(?:(£|€|\\$|GBP|EUR|USD)\\s?(\\d{1,7}(?:,\\d{3})*(?:\\.\\d{1,2})?))"
              + "|(?:(\\d{1,7}(?:,\\d{3})*(?:\\.\\d{1,2})?)\\s?(£|€|GBP|EUR|USD)\\b?)");
  private static final Pattern CLAIM =
      Pattern.compile(
          "\\d|\\b(?:only|first|best|most|free|guarantee\\w*|warranty|fastest|leading|proven"
              + "|never|always|every|no|without|up to|trusted|rated|certified)\\b",
          Pattern.CASE_INSENSITIVE);

  /// Longest tag that is taken for one; a longer `<` is text.
  private static final int TAG_MAX = 2_000;

  private static final Map<String, String> CURRENCIES =
      Map.of("£", "GBP", "€", "EUR", "$", "USD", "GBP", "GBP", "EUR", "EUR", "USD", "USD");

  private PageReader() {}

  /// @param claims sentences that state something checkable, word for word
  /// @param refused sentences that were not quoted because they read as orders or markup
  public record Page(List<String> claims, List<Price> prices, int refused) {
    public Page {
      claims = List.copyOf(claims);
      prices = List.copyOf(prices);
    }
  }

  /// @param quote sentence around it
  public record Price(BigDecimal amount, String currency, String quote) {}

  /// Reads a page, HTML or plain.
  public static Page read(String text) {
    String head = text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) : text;
    List<String> claims = new ArrayList<>();
    List<Price> prices = new ArrayList<>();
    int refused = 0;
    for (String sentence : Words.sentences(plain(head))) {
      String quote = sentence.replaceAll("\\s+", " ").strip();
      if (CopyRules.readsAsInstruction(quote)) {
        refused++;
      } else if (quote.length() <= QUOTE_MAX && quote.contains(" ")) {
        boolean priced = prices(quote, prices);
        if (!priced && CLAIM.matcher(quote).find() && claims.size() < QUOTES_MAX) {
          claims.add(quote);
        }
      }
    }
    return new Page(claims, prices, refused);
  }

  /// The page without tags, scripts and styles, in one pass: a hostile page must not cost more than
  /// its length.
  private static String plain(String html) {
    StringBuilder plain = new StringBuilder(html.length());
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      int end = c == '<' ? html.indexOf('>', at, Math.min(html.length(), at + TAG_MAX)) : -1;
      if (end < 0) {
        plain.append(c);
        at++;
      } else {
        plain.append('\n');
        String tag = html.substring(at + 1, end).toLowerCase(Locale.ROOT);
        at = end + 1;
        String hidden = tag.startsWith("script") ? "</script" : "</style";
        if (tag.startsWith("script") || tag.startsWith("style")) {
          int close = html.indexOf(hidden, at);
          at = close < 0 ? html.length() : close;
        }
      }
    }
    return plain.toString();
  }

  private static boolean prices(String quote, List<Price> into) {
    Matcher price = PRICE.matcher(quote);
    boolean found = false;
    while (price.find()) {
      found = true;
      String sign = price.group(1) == null ? price.group(4) : price.group(1);
      String digits = price.group(2) == null ? price.group(3) : price.group(2);
      if (into.size() < QUOTES_MAX) {
        into.add(
            new Price(
                new BigDecimal(digits.replace(",", "")),
                CURRENCIES.getOrDefault(sign, "USD"),
                quote));
      }
    }
    return found;
  }
}
