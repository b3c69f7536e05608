package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import io.raptorflow.guild.guardian.text.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Rule G2-09: a price cut is computed from the lowest price of the last 30 days.
final class PriceClaims {
  private static final String NUMBER = "(\\d{1,9}(?:[.,]\\d{1,3}){0,3})";
  private static final String CURRENCY = "(?:[£$€]|eur|gbp|usd|chf)";
  private static final String AMOUNT =
      "(?:" + CURRENCY + " ?)?" + NUMBER + "(?: ?" + CURRENCY + ")?(?:,[-–])?";
  private static final String PERCENT =
      "(?:[\\s(,–-]{0,4}(?:-|–|save|minus)? ?(\\d{1,2}(?:[.,]\\d)?) ?(?:%|percent|prozent))?";

  /// "was A, now B", and the same in other languages.
  private static final Pattern WAS_NOW =
      Pattern.compile(
          "(?iu)\\b(?:was|rrp|before|previously|instead of|statt|vorher|bisher|uvp|au lieu de|avant"
              + "|invece di|prima|en lugar de|antes|in plaats van|van):? "
              + AMOUNT
              + "[\\s,;.:|/–—-]{1,4}(?:(?:now|only|just|today|jetzt|nur|noch|heute|maintenant"
              + "|seulement|ora|solo|ahora|sólo|nu|voor|for|für|pour):? ){1,3}"
              + AMOUNT
              + PERCENT);

  /// "€B instead of A". The first amount has its currency, since many a number was something once.
  private static final Pattern NOW_WAS =
      Pattern.compile(
          "(?iu)(?:[£$€] ?"
              + NUMBER
              + "|"
              + NUMBER
              + " ?"
              + CURRENCY
              + ")[\\s(,;–—-]{1,4}(?:instead of|was|rrp|statt|uvp|au lieu de|invece di|en lugar de"
              + "|in plaats van):? "
              + AMOUNT
              + PERCENT);

  private final RulePack pack;

  PriceClaims(RulePack pack) {
    this.pack = pack;
  }

  private record Cut(
      BigDecimal was, BigDecimal now, @Nullable BigDecimal percent, Place place, String words) {}

  /// Writes down false cuts; returns the stretches that are prices, so that they are not judged
  /// again as numbers.
  List<Span> check(ReviewSheet sheet, Asset asset, TextField field, @Nullable BrandBrief brief) {
    List<Span> prices = new ArrayList<>();
    Matcher matcher = WAS_NOW.matcher(field.text().folded());
    while (matcher.find()) {
      prices.add(
          judge(
              sheet,
              new Words(matcher.toMatchResult(), matcher.group(1), matcher.group(2)),
              asset,
              field,
              brief));
    }
    matcher = NOW_WAS.matcher(field.text().folded());
    while (matcher.find()) {
      Span span = field.text().span(matcher.start(), matcher.end());
      if (prices.stream().noneMatch(span::overlaps)) {
        String now = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        prices.add(
            judge(
                sheet,
                new Words(matcher.toMatchResult(), matcher.group(3), now),
                asset,
                field,
                brief));
      }
    }
    return prices;
  }

  /// A cut as it is written; its percentage, if any, is the last group.
  private record Words(MatchResult match, String was, String now) {}

  private Span judge(
      ReviewSheet sheet, Words words, Asset asset, TextField field, @Nullable BrandBrief brief) {
    Span span = field.text().span(words.match().start(), words.match().end());
    if (sheet.packs().contains(pack)) {
      String percent = words.match().group(words.match().groupCount());
      judge(
          sheet,
          new Cut(
              amount(words.was(), asset),
              amount(words.now(), asset),
              percent == null ? null : amount(percent, asset),
              Place.of(asset, field, span),
              ReviewSheet.at(field, span)),
          lowest(asset, brief));
    }
    return span;
  }

  /// Judges the numbers of a structured price claim whose text names no cut.
  void fields(ReviewSheet sheet, Asset asset, @Nullable BrandBrief brief) {
    JsonNode was = asset.fields().get("was");
    JsonNode now = asset.fields().get("now");
    boolean found =
        sheet.findings().stream()
            .anyMatch(f -> f.asset().equals(asset.id()) && f.rule().equals("G2-09"));
    if (sheet.packs().contains(pack)
        && was != null
        && now != null
        && was.isNumber()
        && now.isNumber()
        && !found) {
      judge(
          sheet,
          new Cut(
              was.decimalValue(),
              now.decimalValue(),
              null,
              Place.of(asset, "was"),
              was.asString() + " to " + now.asString()),
          lowest(asset, brief));
    }
  }

  private void judge(ReviewSheet sheet, Cut cut, Optional<BigDecimal> lowest) {
    Rule rule = pack.rule("G2-09");
    if (lowest.isEmpty()) {
      sheet.weigh(
          pack,
          rule,
          cut.place(),
          cut.words(),
          "the lowest price of the last 30 days is not on record",
          Severity.NEEDS_EVIDENCE);
      return;
    }
    List<String> faults = new ArrayList<>();
    if (cut.was().compareTo(lowest.get()) != 0) {
      faults.add("was " + cut.was() + ", the lowest of the last 30 days is " + lowest.get());
    }
    BigDecimal percent = cut.percent();
    BigDecimal real =
        cut.was().signum() == 0
            ? BigDecimal.ZERO
            : cut.was()
                .subtract(cut.now())
                .multiply(BigDecimal.valueOf(100))
                .divide(cut.was(), 0, RoundingMode.HALF_UP);
    if (percent != null && percent.setScale(0, RoundingMode.HALF_UP).compareTo(real) != 0) {
      faults.add(percent + " % is written, " + real + " % is the difference");
    }
    if (cut.now().compareTo(cut.was()) >= 0) {
      faults.add("the new price is not lower");
    }
    if (!faults.isEmpty()) {
      sheet.add(
          pack, rule, cut.place(), cut.words(), rule.message() + ": " + String.join("; ", faults));
    }
  }

  private static Optional<BigDecimal> lowest(Asset asset, @Nullable BrandBrief brief) {
    JsonNode own = asset.fields().get("lowest_30d");
    if (own != null && own.isNumber()) {
      return Optional.of(own.decimalValue());
    }
    BrandBrief.Price price = brief == null ? null : brief.product().price();
    return price == null ? Optional.empty() : Optional.ofNullable(price.lowest30d());
  }

  private static BigDecimal amount(String number, Asset asset) {
    return Quantity.in(number, asset.locale()).getFirst().value();
  }
}
