package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.offline.text.Readability;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.LexicalSearch.Hit;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.Check.Lexical;
import io.raptorflow.guild.guardian.rules.Check.Measure;
import io.raptorflow.guild.guardian.rules.Check.Require;
import io.raptorflow.guild.guardian.rules.Check.Unit;
import io.raptorflow.guild.guardian.rules.Condition;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.CharacterCount;
import io.raptorflow.guild.guardian.text.SmsParts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Applies the rules of packs to assets: lexical and measured ones as the pack writes them, coded
/// ones by the check of that name. Thread-safe.
final class RuleEngine {
  private static final Pattern HASHTAG = Pattern.compile("(?<![\\p{L}\\d&])#[\\p{L}\\d_]+");
  private static final Pattern LINK = Pattern.compile("(?i)\\bhttps?://\\S+|\\bwww\\.\\S+");

  private final Map<String, CodedCheck> coded;

  RuleEngine(Map<String, CodedCheck> coded) {
    this.coded = Map.copyOf(coded);
  }

  /// What a coded check is given.
  record Site(ReviewSheet sheet, RulePack pack, Rule rule, AssetView view) {
    void add(Place place, String actual) {
      sheet.add(pack, rule, place, actual);
    }

    void add(Place place, String actual, String message) {
      sheet.add(pack, rule, place, actual, message);
    }

    Place field(String field) {
      return Place.of(view.asset(), field);
    }
  }

  /// A measurement that a pack names and code makes.
  interface CodedCheck {
    void check(Site site);
  }

  /// Applies all rules of the chosen packs that a predicate admits.
  void apply(ReviewSheet sheet, AssetView view, Predicate<Rule> admitted) {
    for (RulePack pack : sheet.packs()) {
      for (Rule rule : pack.rules()) {
        if (admitted.test(rule) && concerns(rule, view, sheet)) {
          apply(new Site(sheet, pack, rule, view));
        }
      }
    }
  }

  static boolean concerns(Rule rule, AssetView view, ReviewSheet sheet) {
    Rule.Scope scope = rule.scope();
    String type = view.asset().type();
    return rule.concerns(view.platform())
        && (scope.types().isEmpty() || scope.types().contains(type))
        && !scope.notTypes().contains(type)
        && (scope.regions().isEmpty()
            || scope.regions().stream().anyMatch(sheet.regions()::contains))
        && (scope.languages().isEmpty() || scope.languages().contains(view.language()))
        && scope.when().stream().allMatch(condition -> condition.holds(view));
  }

  private void apply(Site site) {
    Rule rule = site.rule();
    switch (rule.check()) {
      case Lexical lexical -> lexical(site, lexical);
      case Measure measure -> measure(site, measure);
      case Require require -> require(site, require);
      case Check.Coded named -> {
        CodedCheck check = coded.get(named.name());
        if (check == null) {
          site.sheet()
              .skip(
                  "%s: pack %s asks for the code '%s', which its guardian does not have"
                      .formatted(rule.id(), site.pack().name(), named.name()));
        } else {
          check.check(site);
        }
      }
      case Check.Judged _ -> {
        // A model's work; see JudgedRules.
      }
    }
  }

  static void lexical(Site site, Lexical lexical) {
    AssetView view = site.view();
    if (lexical.fields().isEmpty() && !view.isPublic() && site.rule().scope().types().isEmpty()) {
      return;
    }
    for (TextField field : view.texts(lexical.fields())) {
      for (Hit hit : LexicalSearch.in(lexical, field, view)) {
        String message =
            hit.instead().isEmpty()
                ? site.rule().message()
                : site.rule().message() + "; say for example: " + hit.instead();
        site.add(
            Place.of(view.asset(), field, hit.span()), ReviewSheet.at(field, hit.span()), message);
      }
    }
  }

  private static void measure(Site site, Measure measure) {
    for (TextField field : site.view().texts(measure.fields())) {
      String text = field.text().original();
      int size = size(measure.unit(), text);
      if (size < measure.min() || size > measure.max()) {
        site.add(
            site.field(field.path()),
            Integer.toString(size),
            "%s: %d %s"
                .formatted(
                    site.rule().message(),
                    size,
                    measure.unit().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
      }
    }
  }

  private static int size(Unit unit, String text) {
    return switch (unit) {
      case CHARACTERS -> CharacterCount.CHARS.of(text);
      case WIDTH -> CharacterCount.DOUBLE_WIDTH.of(text);
      case X_WEIGHT -> CharacterCount.X_WEIGHTED.of(text);
      case BYTES -> text.getBytes(StandardCharsets.UTF_8).length;
      case WORDS -> Readability.of(text).words();
      case WORDS_PER_SENTENCE -> Readability.of(text).longest();
      case SENTENCES -> Words.sentences(text).size();
      case HASHTAGS -> (int) HASHTAG.matcher(text).results().count();
      case EMOJI -> (int) text.codePoints().filter(CharacterCount::isEmoji).count();
      case LINKS -> (int) LINK.matcher(text).results().count();
      case SMS_SEGMENTS -> SmsParts.of(text).parts();
    };
  }

  private static void require(Site site, Require require) {
    for (Condition condition : require.conditions()) {
      if (!condition.holds(site.view())) {
        String field = condition.field().split("\\|", -1)[0].replace("*", "");
        List<String> values =
            condition.field().isEmpty() ? List.of() : site.view().values(condition.field());
        boolean whole = condition.field().startsWith("*");
        site.add(
            site.field(field),
            values.isEmpty() ? "missing" : whole ? "not found" : String.join(", ", values));
        return;
      }
    }
  }

  /// Whether a brief sells to companies.
  static boolean isB2b(BrandBrief brief) {
    String model = brief.brand().businessModel() + " " + brief.brand().category();
    return model.toLowerCase(Locale.ROOT).matches("(?s).*\\b(?:b2b|saas)\\b.*");
  }
}
