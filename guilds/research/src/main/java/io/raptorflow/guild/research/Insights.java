package io.raptorflow.guild.research;

import io.raptorflow.agent.offline.text.Phrase;
import io.raptorflow.agent.offline.text.PriceText;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.research.method.ChannelTotals;
import io.raptorflow.guild.research.output.Fact;
import io.raptorflow.guild.research.output.Gap;
import io.raptorflow.guild.research.output.WarBrief.Insight;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What follows from the facts of one run. Not thread-safe; one for each composition.
final class Insights {
  /// Most insights before those on channels and money.
  private static final int AUDIENCE_MAX = 8;

  /// Most claims that one line names.
  private static final int CLAIMS_MAX = 6;

  /// Facts by what they speak of; the composer fills them while it reads.
  String objective = "";

  String budget = "";
  final List<String> features = new ArrayList<>();
  final List<String> proven = new ArrayList<>();
  final List<String> expired = new ArrayList<>();
  final Map<String, BrandBrief.Segment> segments = new LinkedHashMap<>();

  private final Notebook notes;
  private final List<Insight> channels = new ArrayList<>();
  private final List<Insight> questions = new ArrayList<>();

  Insights(Notebook notes) {
    this.notes = notes;
  }

  /// Where a conversion is cheap and where it is dear, against the limit of the brief.
  ///
  /// @param before number of facts before those of the channels
  void ofChannels(List<ChannelTotals> totals, int before) {
    List<ChannelTotals> sorted =
        totals.stream()
            .filter(total -> total.costPerConversion().isPresent())
            .sorted(
                Comparator.comparing(total -> total.costPerConversion().orElse(BigDecimal.ZERO)))
            .toList();
    if (sorted.size() < 2) {
      return;
    }
    ChannelTotals low = sorted.getFirst();
    ChannelTotals high = sorted.getLast();
    String currency = notes.brief().budget().currency();
    List<String> ids = List.of(id(totals.indexOf(low), before), id(totals.indexOf(high), before));
    channels.add(
        new Insight(
            "",
            "A conversion of %s cost least in %s (%s) and most in %s (%s)."
                .formatted(
                    notes.names().brand(),
                    spoken(low),
                    money(low, currency),
                    spoken(high),
                    money(high, currency)),
            ids));
    BigDecimal limit = notes.brief().objective().guardrails().get("cpa_max");
    if (limit != null) {
      List<ChannelTotals> over =
          sorted.stream()
              .filter(t -> t.costPerConversion().orElse(BigDecimal.ZERO).compareTo(limit) > 0)
              .toList();
      channels.add(
          new Insight(
              "",
              over.isEmpty()
                  ? "No channel of %s was dearer than its limit of %s."
                      .formatted(notes.names().brand(), PriceText.amount(limit, currency))
                  : "Over the limit of %s for %s: %s."
                      .formatted(
                          PriceText.amount(limit, currency),
                          notes.names().product(),
                          Words.list(over.stream().map(Insights::spoken).toList())),
              over.isEmpty()
                  ? ids
                  : over.stream().map(t -> id(totals.indexOf(t), before)).toList()));
    }
  }

  private String id(int index, int before) {
    List<Fact> noted = notes.noted();
    return noted.get(before + index).id();
  }

  private static String spoken(ChannelTotals total) {
    return total.channel().replace('_', ' ');
  }

  private static String money(ChannelTotals total, String currency) {
    return PriceText.amount(total.costPerConversion().orElse(BigDecimal.ZERO), currency);
  }

  /// What the open questions keep from being decided.
  void ofGaps(List<Gap> gaps) {
    if (!gaps.isEmpty()) {
      questions.add(
          new Insight(
              "",
              "Open on %2$s: %1$s; the first to answer: %3$s"
                  .formatted(
                      Words.count(gaps.size(), "question"),
                      notes.names().product(),
                      gaps.getFirst().question()),
              List.of(objective)));
    }
  }

  /// All insights, numbered from I1; the ones that decide most come first.
  List<Insight> all() {
    List<Insight> all = new ArrayList<>();
    proofs(all);
    audience(all);
    all.addAll(channels);
    money(all);
    all.addAll(questions);
    List<Insight> numbered = new ArrayList<>();
    for (Insight insight : all) {
      numbered.add(new Insight("I" + (numbered.size() + 1), insight.text(), insight.factIds()));
    }
    return numbered;
  }

  private void proofs(List<Insight> into) {
    String name = notes.names().product();
    if (!proven.isEmpty()) {
      List<String> claims =
          notes.facts().claims().stream()
              .limit(CLAIMS_MAX)
              .map(claim -> "“" + claim.phrase().text() + "”")
              .toList();
      into.add(
          new Insight(
              "",
              claims.isEmpty()
                  ? "%s has proofs that hold, but none that copy may print.".formatted(name)
                  : "Claims that %s can stand on: %s.".formatted(name, Words.list(claims)),
              proven));
    }
    if (!expired.isEmpty()) {
      into.add(
          new Insight(
              "",
              "Before the flight ends, %2$s loses %1$s; do without, or renew the evidence."
                  .formatted(Words.count(expired.size(), "proof"), name),
              expired));
    }
    if (proven.isEmpty() && !features.isEmpty()) {
      into.add(
          new Insight(
              "",
              "No proof of %s holds to the end: copy may name features and price only."
                  .formatted(name),
              features));
    }
  }

  private void audience(List<Insight> into) {
    segments.forEach(
        (fact, segment) -> {
          if (!segment.pains().isEmpty() && into.size() < AUDIENCE_MAX) {
            String pain = Phrase.of(Notebook.shown(segment.pains().getFirst())).text();
            String when =
                segment.triggers().isEmpty()
                    ? ""
                    : " and time it to "
                        + Phrase.of(Notebook.shown(segment.triggers().getFirst())).asKnown();
            into.add(
                new Insight(
                    "",
                    "For “%s”, open with “%s”%s; test which feature of %s they take up first."
                        .formatted(
                            Notebook.shown(segment.name()), pain, when, notes.names().product()),
                    List.of(fact)));
          }
        });
  }

  private void money(List<Insight> into) {
    BrandBrief brief = notes.brief();
    BigDecimal each =
        brief
            .budget()
            .total()
            .divide(brief.objective().target(), 2, java.math.RoundingMode.HALF_UP);
    into.add(
        new Insight(
            "",
            "Each of the %s %s may cost %s at most, or %s runs out of budget before its target."
                .formatted(
                    brief.objective().target().toPlainString(),
                    brief.objective().kpi().replace('_', ' '),
                    PriceText.amount(each, brief.budget().currency()),
                    notes.names().brand()),
            List.of(objective, budget)));
  }
}
