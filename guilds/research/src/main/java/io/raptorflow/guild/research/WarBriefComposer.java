package io.raptorflow.guild.research;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.PriceText;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.research.method.ChannelTotals;
import io.raptorflow.guild.research.output.Fact;
import io.raptorflow.guild.research.output.WarBrief;
import io.raptorflow.guild.research.output.WarBrief.Contradiction;
import io.raptorflow.guild.research.output.WarBrief.Coverage;
import io.raptorflow.guild.research.source.Citations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Brings all reports together: checks sources, lists what disagrees, says what follows (RES-020).
final class WarBriefComposer implements Composer {
  private static final String KPI = "kpi_daily";

  /// Most facts that are taken from one report, so that the brief stays on two pages.
  private static final int FACTS_MAX = 12;

  @Override
  public String output() {
    return WarBrief.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    Notebook notes = new Notebook("F", inputs);
    Citations citations = new Citations(inputs);
    List<Coverage> coverage = new ArrayList<>();
    Insights insights = new Insights(notes);
    brief(notes, insights);
    coverage.add(new Coverage("brief", "read", notes.noted().size()));
    int before = notes.noted().size();
    List<ChannelTotals> channels = channels(inputs, notes);
    insights.ofChannels(channels, before);
    coverage.add(
        new Coverage(KPI, channels.isEmpty() ? "missing" : "read", notes.noted().size() - before));
    for (String report : Citations.REPORTS) {
      coverage.add(report(report, inputs, citations, notes));
    }
    List<Contradiction> contradictions = new ArrayList<>(Contradictions.inBrief(notes));
    contradictions.addAll(Contradictions.between(notes.noted()));
    insights.ofGaps(notes.gaps());
    return CanonicalJson.MAPPER.valueToTree(
        new WarBrief(
            summary(notes, insights, contradictions),
            notes.noted(),
            insights.all(),
            contradictions,
            notes.gaps(),
            coverage));
  }

  private static void brief(Notebook notes, Insights insights) {
    BrandBrief brief = notes.brief();
    String name = notes.names().product();
    String brand = notes.names().brand();
    insights.objective =
        notes.fact(
            "brief:/objective/target",
            "%s wants %s %s from %s to %s."
                .formatted(
                    brand,
                    brief.objective().target().toPlainString(),
                    brief.objective().kpi().replace('_', ' '),
                    brief.objective().from(),
                    brief.objective().to()));
    insights.budget =
        notes.fact(
            "brief:/budget/total",
            "%s has %s to spend, on %s."
                .formatted(
                    brand,
                    PriceText.amount(brief.budget().total(), brief.budget().currency()),
                    Words.list(brief.channels().stream().map(c -> c.replace('_', ' ')).toList())));
    List<String> features = brief.product().features();
    for (int i = 0; i < features.size() && i < FACTS_MAX; i++) {
      insights.features.add(
          notes.fact(
              "brief:/product/features/" + i,
              "%s: %s.".formatted(name, Notebook.shown(features.get(i)))));
    }
    for (int i = 0; i < brief.product().proofs().size(); i++) {
      BrandBrief.Proof proof = brief.product().proofs().get(i);
      boolean holds = proof.holdsUntil(brief.objective().to());
      String id =
          notes.fact(
              "brief:/product/proof/" + i,
              "%s of %s, “%s” (%s), %s."
                  .formatted(
                      proof.id(),
                      name,
                      Notebook.shown(proof.claim()),
                      Notebook.shown(proof.evidence()),
                      proof.expires() == null
                          ? "has no end date"
                          : "holds until " + proof.expires()));
      (holds ? insights.proven : insights.expired).add(id);
    }
    for (int i = 0; i < brief.audience().segments().size(); i++) {
      BrandBrief.Segment segment = brief.audience().segments().get(i);
      insights.segments.put(
          notes.fact(
              "brief:/audience/icp/" + i,
              "%s speaks to: %s.".formatted(name, Notebook.shown(segment.name()))),
          segment);
    }
  }

  private static List<ChannelTotals> channels(TaskInputs inputs, Notebook notes) {
    String brand = notes.names().brand();
    if (inputs.table(KPI).isEmpty()) {
      notes.gap(
          "What did each channel cost %s and bring so far?".formatted(brand),
          KPI
              + ".csv (date, brand_id, channel, campaign_id, campaign_name, impressions, clicks,"
              + " cost, conversions, revenue, currency)");
      return List.of();
    }
    List<ChannelTotals> totals;
    try {
      totals = ChannelTotals.of(inputs.table(KPI).orElseThrow(), notes.brief().brand().id());
    } catch (IllegalArgumentException unfit) {
      notes.gap(
          "Key figures of %s cannot be read: %s.".formatted(brand, unfit.getMessage()),
          KPI + ".csv");
      return List.of();
    }
    String currency = notes.brief().budget().currency();
    for (ChannelTotals total : totals) {
      notes.fact(
          "%s#rows %d-%d".formatted(Citations.file(inputs, KPI), total.firstRow(), total.lastRow()),
          "In %1$s, %3$s spent %2$s for %4$s conversions%5$s."
              .formatted(
                  total.channel().replace('_', ' '),
                  PriceText.amount(total.cost(), currency),
                  brand,
                  total.conversions().stripTrailingZeros().toPlainString(),
                  total
                      .costPerConversion()
                      .map(cost -> ", " + PriceText.amount(cost, currency) + " each")
                      .orElse("")));
    }
    return totals;
  }

  /// Takes over what another report found; a fact whose source cannot be found is an open question.
  private static Coverage report(
      String name, TaskInputs inputs, Citations citations, Notebook notes) {
    Optional<JsonNode> report = inputs.document(name);
    String brand = notes.names().brand();
    if (report.isEmpty()) {
      notes.gap(
          "What does the %s of %s say?".formatted(name.replace('_', ' '), brand),
          name + " (not delivered)");
      return new Coverage(name, "missing", 0);
    }
    int taken = 0;
    for (JsonNode fact : report.get().path("facts")) {
      String text = fact.path("text").asString("");
      String citation = fact.path("citation").asString("");
      if (!citations.resolves(citation)) {
        notes.gap(
            "Which source says this of %s: “%s”?".formatted(brand, Notebook.shown(text)),
            citation.isBlank() ? name : citation);
      } else if (taken < FACTS_MAX && !isNoted(text, notes.noted())) {
        notes.fact(citation, Notebook.shown(text));
        taken++;
      }
    }
    for (JsonNode gap : report.get().path("gaps")) {
      String question = gap.path("question").asString("");
      if (!question.isBlank()) {
        notes.gap(Notebook.shown(question), gap.path("file").asString(name));
      }
    }
    return new Coverage(name, "read", taken);
  }

  private static boolean isNoted(String text, List<Fact> noted) {
    String normal = Words.normal(text);
    return noted.stream().anyMatch(fact -> Words.normal(fact.text()).equals(normal));
  }

  private static String summary(
      Notebook notes, Insights insights, List<Contradiction> contradictions) {
    BrandBrief brief = notes.brief();
    String brand = notes.names().brand();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s has %s and the days from %s to %s to reach %s %s with %s."
            .formatted(
                brand,
                PriceText.amount(brief.budget().total(), brief.budget().currency()),
                brief.objective().from(),
                brief.objective().to(),
                brief.objective().target().toPlainString(),
                brief.objective().kpi().replace('_', ' '),
                notes.names().product()));
    lines.addAll(insights.all().stream().limit(3).map(WarBrief.Insight::text).toList());
    if (!contradictions.isEmpty()) {
      lines.add(
          "%s in the material of %s: listed, and waiting for a decision."
              .formatted(Words.count(contradictions.size(), "contradiction"), brand));
    }
    lines.add(
        "%s on %s carry a source; %s stay open."
            .formatted(
                Words.count(notes.noted().size(), "fact"),
                notes.names().product(),
                Words.count(notes.gaps().size(), "question")));
    return String.join(" ", lines);
  }
}
