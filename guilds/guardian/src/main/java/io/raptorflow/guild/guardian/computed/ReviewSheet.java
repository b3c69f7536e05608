package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.Markets;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  ReviewSheet(TaskInputs inputs, List<Asset> assets, List<RulePack> packs) {
    this.inputs = inputs;
    this.regions = Markets.of(inputs.brief(), assets);
    this.packs = Markets.choose(packs, inputs.brief(), assets);
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
    LocalDate from = rule.scope().from();
    if (from != null && lastDay().isBefore(from) && severity.compareTo(Severity.WARN) < 0) {
      severity = Severity.WARN;
      words += " (in force from " + from + ")";
    }
    if (severity == Severity.BLOCK
        && !rule.isConfirmed()
        && pack.source() == RulePack.Unconfirmed.WARNS) {
      severity = Severity.WARN;
      words += " (unconfirmed: the source is third-party or unread)";
    }
    weigh(pack, rule, place, actual, words, severity);
  }

  /// Last day on which the assets are seen: of the flight, or today without a brief.
  private LocalDate lastDay() {
    LocalDate today = LocalDate.ofInstant(inputs.asOf(), ZoneOffset.UTC);
    BrandBrief brief = inputs.brief();
    return brief == null || brief.objective().to().isBefore(today) ? today : brief.objective().to();
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

  static String at(TextField field, Span span) {
    return field.text().original().substring(span.start(), span.end());
  }

  Answered answer(int assets) {
    return Answered.of(
        new Review(
            sorted(findings),
            assets,
            packs.stream().map(RulePack::name).toList(),
            List.copyOf(notChecked)));
  }

  static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().distinct().sorted(ORDER).toList();
  }

  private static String cut(String text) {
    return text.length() <= ACTUAL_MAX ? text : text.substring(0, ACTUAL_MAX - 1) + "…";
  }
}
