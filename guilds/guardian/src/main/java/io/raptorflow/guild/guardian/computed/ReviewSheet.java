package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.Markets;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Findings of one review as they are written down: it weighs each by region, source and age.
final class ReviewSheet {
  private static final int ACTUAL_MAX = 200;

  /// Most findings of one rule in one asset; more say nothing new.
  private static final int PER_RULE_MAX = 50;

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::asset)
          .thenComparing(Finding::field)
          .thenComparing(Finding::start)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::message);

  private final TaskInputs inputs;
  private final Set<String> regions;
  private final List<RulePack> packs;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> notChecked = new TreeSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  ReviewSheet(TaskInputs inputs, List<RulePack> packs) {
    this.inputs = inputs;
    this.regions = Markets.of(inputs.brief());
    this.packs = Markets.choose(packs, inputs.brief());
  }

  List<RulePack> packs() {
    return packs;
  }

  Set<String> regions() {
    return regions;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  boolean isStale(RulePack pack) {
    return pack.isStale(inputs.asOf());
  }

  void skip(String what) {
    notChecked.add(what);
  }

  /// Where something was found.
  ///
  /// @param span null when the finding is about the whole field
  record Place(String asset, String field, @Nullable Span span) {
    static Place of(Asset asset, TextField field, Span span) {
      return new Place(asset.id(), field.path(), span);
    }

    static Place of(Asset asset, String field) {
      return new Place(asset.id(), field, null);
    }
  }

  void add(RulePack pack, Rule rule, Place place, String actual) {
    add(pack, rule, place, actual, rule.message());
  }

  void add(RulePack pack, Rule rule, Place place, String actual, String message) {
    Severity severity = rule.severityFor(regions);
    String words = message;
    if (severity == Severity.BLOCK
        && !rule.isConfirmed()
        && pack.source() == RulePack.Unconfirmed.WARNS) {
      severity = Severity.WARN;
      words += " (unconfirmed: the source is third-party or unread)";
    }
    weigh(pack, rule, place, actual, words, severity);
  }

  /// Adds a finding whose weight the caller knows better than the pack.
  void weigh(
      RulePack pack, Rule rule, Place place, String actual, String message, Severity severity) {
    String words = message;
    if (severity == Severity.BLOCK && pack.isStale(inputs.asOf())) {
      words += " (stale source: checked " + pack.checked() + ")";
    }
    write(
        new Finding(
            rule.id(),
            pack.name(),
            severity,
            place.asset(),
            place.field(),
            place.span() == null ? -1 : place.span().start(),
            place.span() == null ? -1 : place.span().end(),
            cut(actual),
            rule.limit(),
            words,
            rule.fix(),
            rule.source(),
            rule.confidence()));
  }

  void write(Finding finding) {
    int count = counts.merge(finding.asset() + " " + finding.rule(), 1, Integer::sum);
    if (count <= PER_RULE_MAX) {
      findings.add(finding);
    } else {
      skip(
          "%s in %s: places after the first %d"
              .formatted(finding.rule(), finding.asset(), PER_RULE_MAX));
    }
  }

  /// Applies a lexical rule to a text; a match that overlaps with an exception is none.
  void match(RulePack pack, Rule rule, Asset asset, TextField field) {
    for (Span span : spans(rule, field)) {
      add(pack, rule, Place.of(asset, field, span), at(field, span));
    }
  }

  /// Matches of a lexical rule in a text, each place once.
  static List<Span> spans(Rule rule, TextField field) {
    String text = field.text().folded();
    List<Span> lifted = new ArrayList<>();
    for (Pattern exception : rule.exceptions()) {
      Matcher matcher = exception.matcher(text);
      while (matcher.find()) {
        lifted.add(field.text().span(matcher.start(), matcher.end()));
      }
    }
    List<Span> found = new ArrayList<>();
    for (Pattern pattern : rule.patterns()) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        Span span = field.text().span(matcher.start(), matcher.end());
        if (lifted.stream().noneMatch(span::overlaps) && found.stream().noneMatch(span::overlaps)) {
          found.add(span);
        }
      }
    }
    return found;
  }

  static String at(TextField field, Span span) {
    return field.text().original().substring(span.start(), span.end());
  }

  Answered answer(int assets) {
    List<Finding> sorted = findings.stream().distinct().sorted(ORDER).toList();
    return Answered.of(
        new Review(
            sorted, assets, packs.stream().map(RulePack::name).toList(), List.copyOf(notChecked)));
  }

  private static String cut(String text) {
    return text.length() <= ACTUAL_MAX ? text : text.substring(0, ACTUAL_MAX - 1) + "…";
  }
}
