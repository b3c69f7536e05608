package io.raptorflow.guild.guardian.computed;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.ClaimsLedger.Coverage;
import io.raptorflow.guild.guardian.computed.LexicalSearch.Hit;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.Check.Lexical;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import io.raptorflow.guild.guardian.text.Quantity;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// GRD-002: holds every number, superlative, promise, price and testimonial against what the brief
/// can show on the last day of the flight.
public final class ClaimsGuardian implements Computation {
  /// Rules that need the ledger, the flight or the brief; the engine applies all others.
  private static final Set<String> OWN =
      Set.of(
          "G2-01",
          "G2-02",
          "G2-03",
          "G2-04",
          "G2-08",
          "G2-09",
          "G2-11",
          "G2-12",
          "GREEN-01",
          "GREEN-02",
          "NOT-ALLOWED");

  private static final String MONTHS =
      "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juil|août|déc)\\p{L}*\\.?";

  /// Numbers that claim nothing: dates, years, clock times, counts of parts of the text, emphasis.
  private static final List<Pattern> NO_CLAIM =
      List.of(
          Pattern.compile(
              "(?iu)\\b\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of )?" + MONTHS + "(?: \\d{4})?"),
          Pattern.compile("(?iu)\\b" + MONTHS + " \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?\\b"),
          Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b"),
          MailCheck.STREET,
          // Numbers of orders, accounts and cards.
          Pattern.compile("(?<![\\d.,])\\d{9,}(?![\\d.,]*\\d)"),
          Pattern.compile("(?<![\\d.,])\\d{4}(?:[ -]\\d{4}){2,3}(?:[ -]\\d{1,4})?\\b"),
          Pattern.compile("(?i)\\b[a-z]{2}\\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\\b"),
          // Post codes, with what tells them from other numbers.
          Pattern.compile(
              "\\b[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}\\b|\\b[A-Z]{2} \\d{5}(?:-\\d{4})?\\b"
                  + "|(?<![\\d.,])\\d{5}(?= \\p{Lu}\\p{Ll}+)"),
          Pattern.compile("(?iu)#[0-9a-f]{6}\\b|#[0-9a-f]{3}\\b"),
          // What the law gives everybody is no claim of the brand.
          Pattern.compile(
              "(?iu)\\b(?:14|30)[- ](?:days?|tag(?:e|en)?|jours?)[- ](?:\\p{L}+ )?(?:right|returns?|"
                  + "withdrawal|widerruf\\p{L}*|rückgabe\\p{L}*|rétractation)"),
          Pattern.compile("(?i)\\b4 (?:sale|free|you|rent|u)\\b"),
          Pattern.compile("(?<![\\d.,£$€])(?:19|20)\\d{2}(?![\\d.,]*\\d|\\s?[%£$€])"),
          Pattern.compile("\\b\\d{1,2}:\\d{2}\\b"),
          Pattern.compile(
              "(?iu)\\b(?:at|um|à) \\d{1,2}(?: ?(?:am|pm|uhr|o'clock))?(?! ?[%€$£\\p{L}\\d])"),
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

  private final List<RulePack> packs;
  private final RulePack claims;
  private final RulePack green;
  private final PriceClaims prices;
  private final AdLimits limits = AdLimits.load();
  private final RuleEngine engine =
      new RuleEngine(
          Map.of("disclosure", DisclosureCheck::check, "nutrition", NutritionCheck::check));

  public ClaimsGuardian() {
    this(PackShelf.shipped());
  }

  public ClaimsGuardian(PackShelf shelf) {
    this.packs = shelf.of(new AgentId("GRD-002"));
    this.claims = shelf.get("claims");
    this.green = shelf.get("green-claims");
    this.prices = new PriceClaims(shelf.get("price"));
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return AssetsInput.review(
        inputs,
        assets -> {
          ReviewSheet sheet = new ReviewSheet(inputs, assets, packs);
          sheet.skip("sustainability labels: whether a scheme certifies them is not on file");
          if (inputs.brief() == null) {
            sheet.skip("numbers, results and forbidden claims: without a brief there is no ledger");
          }
          Run run = new Run(sheet, inputs.brief());
          assets.forEach(run::asset);
          return sheet.answer(assets.size());
        });
  }

  private static boolean isForTheEngine(Rule rule) {
    boolean own = rule.check() instanceof Lexical || rule.check() instanceof Check.Coded;
    return !(own && OWN.contains(rule.id()));
  }

  /// One run over the assets of a brief.
  private final class Run {
    private final ReviewSheet sheet;
    private final @Nullable BrandBrief brief;
    private final ClaimsLedger ledger;
    private final ForbiddenClaims forbidden;

    Run(ReviewSheet sheet, @Nullable BrandBrief brief) {
      this.sheet = sheet;
      this.brief = brief;
      this.ledger = brief == null ? ClaimsLedger.empty() : new ClaimsLedger(brief);
      this.forbidden =
          new ForbiddenClaims(brief == null ? List.of() : brief.product().notAllowedClaims());
    }

    void asset(Asset asset) {
      AssetView view = new AssetView(asset, brief, limits);
      engine.apply(sheet, view, ClaimsGuardian::isForTheEngine);
      if (!view.isPublic()) {
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
      view.copy().forEach(field -> field(view, field));
      prices.fields(sheet, asset, brief);
      testimonial(asset);
    }

    private void field(AssetView view, TextField field) {
      Asset asset = view.asset();
      boolean testimonial = isTestimonial(asset);
      green(view, field);
      forbidden(asset, field);
      List<Span> judged = new ArrayList<>(prices.check(sheet, asset, field, brief));
      for (Rule rule : claims.rules()) {
        if (!(rule.check() instanceof Lexical lexical) || !OWN.contains(rule.id())) {
          continue;
        }
        // What a customer says is an opinion; whether it may be shown is rule G2-03.
        boolean opinion = testimonial && (rule.id().equals("G2-01") || rule.id().equals("G2-02"));
        for (Hit hit : opinion ? List.<Hit>of() : LexicalSearch.in(lexical, field, view)) {
          Span span = hit.span();
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
          if (rule.id().equals("G2-01") || rule.id().equals("G2-08")) {
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

    private void green(AssetView view, TextField field) {
      if (!sheet.packs().contains(green)) {
        return;
      }
      for (Rule rule : green.rules()) {
        if (rule.check() instanceof Lexical lexical && OWN.contains(rule.id())) {
          for (Hit hit : LexicalSearch.in(lexical, field, view)) {
            sheet.add(
                green,
                rule,
                Place.of(view.asset(), field, hit.span()),
                ReviewSheet.at(field, hit.span()));
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
      if (brief == null) {
        return;
      }
      String text = field.words();
      String footer = FoldedText.of(brief.compliance().legalFooter()).folded();
      if (!footer.isEmpty()) {
        text = TextField.blank(Pattern.compile(Pattern.quote(footer)), text);
      }
      for (Pattern pattern : NO_CLAIM) {
        text = TextField.blank(pattern, text);
      }
      for (PhoneNumberMatch phone :
          PhoneNumberUtil.getInstance()
              .findNumbers(
                  text,
                  AdPlatformGuardian.country(asset.locale()),
                  PhoneNumberUtil.Leniency.VALID,
                  PiiScanner.PHONE_TRIES)) {
        text =
            text.substring(0, phone.start())
                + " ".repeat(phone.end() - phone.start())
                + text.substring(phone.end());
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
      if (brief == null || !RuleEngine.isB2b(brief)) {
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
      if (brief == null) {
        return false;
      }
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
