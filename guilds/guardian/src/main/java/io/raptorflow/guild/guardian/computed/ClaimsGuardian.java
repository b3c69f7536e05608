package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.ClaimsLedger.Coverage;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import io.raptorflow.guild.guardian.text.Quantity;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// GRD-002: holds every number, superlative, promise, price and testimonial against what the brief
/// can show on the last day of the flight.
public final class ClaimsGuardian implements Computation {
  /// Not read by the public: a prompt or a consent record claims nothing.
  private static final Set<String> NOT_PUBLIC = Set.of("prompt", "email_consent");

  /// First day of the EU's green-claims rules (Dir. 2024/825).
  private static final LocalDate GREEN_FROM = LocalDate.of(2026, 9, 27);

  private static final String MONTHS =
      "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juil|août|déc)\\p{L}*\\.?";

  /// Numbers that claim nothing: dates, years, clock times, counts of parts of the text, emphasis.
  private static final List<Pattern> NO_CLAIM =
      List.of(
          Pattern.compile(
              "(?iu)\\b\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of )?" + MONTHS + "(?: \\d{4})?"),
          Pattern.compile("(?iu)\\b" + MONTHS + " \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?\\b"),
          Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b"),
          Pattern.compile("(?<![\\d.,£$€])(?:19|20)\\d{2}(?![\\d.,]*\\d|\\s?[%£$€])"),
          Pattern.compile("\\b\\d{1,2}:\\d{2}\\b"),
          Pattern.compile(
              "(?iu)\\b\\d{1,2} (?:reasons?|ways?|steps?|tips?|questions?|things|ideas|facts|signs"
                  + "|mistakes|lines?|gründe|schritte|tipps|fragen|raisons|étapes|conseils)\\b"),
          Pattern.compile(
              "(?iu)\\b(?:step|part|chapter|no\\.|option|schritt|teil|étape) \\d{1,2}\\b"),
          Pattern.compile("(?iu)\\b100 ?% (?:guaranteed|free|satisf\\w+|money)\\b"));

  private static final Pattern RESULT =
      Pattern.compile(
          "(?iu)\\b\\d[\\d.,]* ?(?:%|percent) (?:of|fewer|less|more|faster|lower|higher|savings?)\\b"
              + "|\\b(?:sav(?:e|es|ed|ing)|cuts?|reduc(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|boosts?)\\b[^.!?]{0,40}?\\d[\\d.,]* ?(?:%|percent|hours|days|x\\b)"
              + "|\\b\\d[\\d.,]*x (?:roi|return|faster|more)\\b|\\broi of \\d");
  private static final List<Pattern> RESULT_NEEDS =
      List.of(
          Pattern.compile("(?iu)\\b(?:median|average|mean|typical(?:ly)?)\\b"),
          Pattern.compile(
              "(?iu)\\b(?:n ?= ?\\d+|\\d[\\d.,]* (?:\\p{L}+ )?(?:customers?|companies|clients?|firms|teams|users|"
                  + "respondents|sites|distributors))\\b"),
          Pattern.compile(
              "(?iu)\\b(?:q[1-4] ?(?:19|20)\\d\\d|(?:19|20)\\d\\d|\\d+ (?:months|weeks|years))\\b"));
  private static final Pattern QUOTE =
      Pattern.compile(
          "\"([^\"]{8,300})\"\\s*(?:-|,|by|from)\\s*\\p{Lu}\\p{L}+(?:\\s\\p{Lu}[\\p{L}.]*){0,2}");

  private final RulePack claims = RulePack.load("claims");
  private final RulePack green = RulePack.load("green-claims");
  private final RulePack price = RulePack.load("price");
  private final PriceClaims prices = new PriceClaims(price);

  @Override
  public Result compute(TaskInputs inputs) {
    BrandBrief brief = inputs.brief();
    if (brief == null) {
      return Refused.because("a brief is needed: its proofs are the claims ledger");
    }
    return AssetsInput.review(
        inputs,
        assets -> {
          ReviewSheet sheet = new ReviewSheet(inputs, List.of(claims, green, price));
          sheet.skip("G2-05, G2-06: reviews by insiders and paid relations are not in the copy");
          sheet.skip("G2-07: the EU blacklist beyond urgency and price needs judgement");
          sheet.skip("implied claims, tone and likeness need judgement");
          sheet.skip("food, health, finance and age-restricted packs are not on file");
          sheet.skip("sustainability labels: whether a scheme certifies them is not on file");
          Review review =
              new Review(
                  sheet,
                  brief,
                  new ClaimsLedger(brief),
                  new ForbiddenClaims(brief.product().notAllowedClaims()),
                  LocalDate.ofInstant(inputs.asOf(), ZoneOffset.UTC));
          assets.forEach(review::asset);
          return sheet.answer(assets.size());
        });
  }

  /// One run over the assets of a brief.
  private final class Review {
    private final ReviewSheet sheet;
    private final BrandBrief brief;
    private final ClaimsLedger ledger;
    private final ForbiddenClaims forbidden;
    private final LocalDate today;

    Review(
        ReviewSheet sheet,
        BrandBrief brief,
        ClaimsLedger ledger,
        ForbiddenClaims forbidden,
        LocalDate today) {
      this.sheet = sheet;
      this.brief = brief;
      this.ledger = ledger;
      this.forbidden = forbidden;
      this.today = today;
    }

    void asset(Asset asset) {
      if (NOT_PUBLIC.contains(asset.type())) {
        sheet.skip("claims in " + asset.type() + ": not read by the public");
        return;
      }
      for (String proof : asset.claims()) {
        if (!ledger.holds(proof)) {
          Rule rule = claims.rule("G2-01");
          sheet.add(
              claims,
              rule,
              Place.of(asset, "claims"),
              proof,
              "rests on the proof "
                  + proof
                  + ", which does not hold on the last day of the flight");
        }
      }
      for (TextField field : TextField.of(asset)) {
        if (field.use() == TextField.Use.COPY) {
          field(asset, field);
        }
      }
      prices.fields(sheet, asset, brief);
      testimonial(asset);
    }

    private void field(Asset asset, TextField field) {
      boolean testimonial = isTestimonial(asset);
      green(asset, field);
      forbidden(asset, field);
      List<Span> judged = new ArrayList<>(prices.check(sheet, asset, field, brief));
      for (Rule rule : claims.rules()) {
        if (rule.kind() != Rule.Kind.LEXICAL) {
          continue;
        }
        // What a customer says is an opinion; whether it may be shown is rule G2-03.
        boolean opinion = testimonial && (rule.id().equals("G2-01") || rule.id().equals("G2-02"));
        for (Span span : opinion ? List.<Span>of() : ReviewSheet.spans(rule, field)) {
          String words = ReviewSheet.at(field, span);
          boolean lifted =
              switch (rule.id()) {
                case "G2-01", "G2-02", "G2-11" -> ledger.proves(words);
                case "G2-08" -> namesTheEnd(field, span);
                default -> false;
              };
          if (!lifted) {
            sheet.add(claims, rule, Place.of(asset, field, span), words);
          }
          if (rule.id().equals("G2-01")) {
            judged.add(span);
          }
        }
      }
      if (!testimonial) {
        numbers(asset, field, judged);
        results(asset, field);
        quotes(asset, field);
      }
    }

    private void green(Asset asset, TextField field) {
      if (!sheet.packs().contains(green)) {
        return;
      }
      boolean inForce = !brief.objective().to().isBefore(GREEN_FROM) || !today.isBefore(GREEN_FROM);
      for (Rule rule : green.rules()) {
        for (Span span : ReviewSheet.spans(rule, field)) {
          Place place = Place.of(asset, field, span);
          String words = ReviewSheet.at(field, span);
          if (inForce) {
            sheet.add(green, rule, place, words);
          } else {
            sheet.weigh(
                green,
                rule,
                place,
                words,
                rule.message() + " (the EU forbids it from " + GREEN_FROM + ")",
                Severity.WARN);
          }
        }
      }
    }

    private void forbidden(Asset asset, TextField field) {
      for (ForbiddenClaims.Hit hit : forbidden.in(field)) {
        boolean blocked =
            hit.claim().isQualified()
                && sheet.findings().stream()
                    .filter(f -> f.severity() == Severity.BLOCK && f.asset().equals(asset.id()))
                    .filter(f -> f.field().equals(field.path()) && f.start() >= 0)
                    .anyMatch(f -> hit.span().overlaps(new Span(f.start(), f.end())));
        if (!blocked) {
          sheet.add(
              claims,
              claims.rule("NOT-ALLOWED"),
              Place.of(asset, field, hit.span()),
              ReviewSheet.at(field, hit.span()),
              "the brief forbids '" + hit.claim().words() + "'");
        }
      }
    }

    private void numbers(Asset asset, TextField field, List<Span> judged) {
      String text = field.words();
      String footer = FoldedText.of(brief.compliance().legalFooter()).folded();
      if (!footer.isEmpty()) {
        text = TextField.blank(Pattern.compile(Pattern.quote(footer)), text);
      }
      for (Pattern pattern : NO_CLAIM) {
        text = TextField.blank(pattern, text);
      }
      Rule rule = claims.rule("G2-01");
      for (Quantity quantity : Quantity.in(text, asset.locale())) {
        Span span = field.text().span(quantity.start(), quantity.end());
        if (judged.stream().anyMatch(span::overlaps)) {
          continue;
        }
        String words = ReviewSheet.at(field, span);
        switch (ledger.of(quantity)) {
          case Coverage.Covered covered -> {}
          case Coverage.Expired(var proof) ->
              sheet.add(
                  claims,
                  rule,
                  Place.of(asset, field, span),
                  words,
                  "the proof %s expires %s, before the last day of the flight, %s"
                      .formatted(proof.id(), proof.expires(), brief.objective().to()));
          case Coverage.Unknown unknown ->
              sheet.add(claims, rule, Place.of(asset, field, span), words);
        }
      }
    }

    private void results(Asset asset, TextField field) {
      String model = (brief.brand().businessModel() + " " + brief.brand().category());
      if (!model.toLowerCase(Locale.ROOT).matches("(?s).*\\b(?:b2b|saas)\\b.*")) {
        return;
      }
      String text = field.words();
      Matcher matcher = RESULT.matcher(text);
      if (matcher.find() && !RESULT_NEEDS.stream().allMatch(need -> need.matcher(text).find())) {
        Span span = field.text().span(matcher.start(), matcher.end());
        sheet.add(
            claims,
            claims.rule("G2-12"),
            Place.of(asset, field, span),
            ReviewSheet.at(field, span));
      }
    }

    /// A quotation with a name behind it, outside an asset that documents its person.
    private void quotes(Asset asset, TextField field) {
      Matcher matcher = QUOTE.matcher(field.text().folded());
      while (matcher.find()) {
        if (!ledger.proves(matcher.group(1))) {
          Span span = field.text().span(matcher.start(), matcher.end());
          sheet.add(
              claims,
              claims.rule("G2-03"),
              Place.of(asset, field, span),
              ReviewSheet.at(field, span));
        }
      }
    }

    private static boolean isTestimonial(Asset asset) {
      return asset.type().equals("testimonial");
    }

    private void testimonial(Asset asset) {
      JsonNode person = asset.fields().get("person_id");
      JsonNode written = asset.fields().get("ai_written");
      if (isTestimonial(asset) && (person == null || person.asString("").isBlank())) {
        sheet.add(
            claims, claims.rule("G2-03"), Place.of(asset, "person_id"), "no documented person");
      }
      if (written != null && written.asBoolean(false)) {
        sheet.add(
            claims, claims.rule("G2-04"), Place.of(asset, "ai_written"), "written by a machine");
      }
    }

    /// Whether the sentence names the flight's own last day: then the pressure is true.
    private boolean namesTheEnd(TextField field, Span span) {
      String text = field.text().original();
      int end = text.length();
      for (char stop : new char[] {'.', '!', '?', '\n'}) {
        int at = text.indexOf(stop, span.end());
        end = at < 0 ? end : Math.min(end, at);
      }
      String sentence = text.substring(span.start(), end).toLowerCase(Locale.ROOT);
      LocalDate last = brief.objective().to();
      String month =
          last.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
      return sentence.contains(last.toString())
          || sentence.matches(
              "(?s).*\\b" + last.getDayOfMonth() + "(?:st|nd|rd|th)? " + month + "\\b.*")
          || sentence.matches("(?s).*\\b" + month + " " + last.getDayOfMonth() + "\\b.*");
    }
  }
}
