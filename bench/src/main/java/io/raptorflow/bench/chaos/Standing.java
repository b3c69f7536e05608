package io.raptorflow.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What all campaigns in the ledger add up to, as a page to read.
final class Standing {
  private final List<JsonNode> campaigns;
  private final Map<String, JsonNode> bugs;
  private final StringBuilder page = new StringBuilder();

  /// @param campaigns lines of the ledger
  /// @param bugs what became of each planted bug, by its label
  Standing(List<JsonNode> campaigns, Map<String, JsonNode> bugs) {
    this.campaigns = List.copyOf(campaigns);
    this.bugs = new TreeMap<>(bugs);
  }

  /// The page, in Markdown.
  String page() {
    page.setLength(0);
    line("# What the fault campaigns found");
    line("");
    line(
        "Drawn by `./raptor chaos` from `campaigns.jsonl` and `planted-bugs.json` after each of its"
            + " runs; `./raptor chaos --table` draws it alone. What each invariant means stands in"
            + " [when something breaks](../../docs/failure-semantics.md#under-faults).");
    totals();
    invariants();
    kinds();
    seeds();
    planted();
    return page.toString();
  }

  private void totals() {
    long held = campaigns.stream().filter(Standing::holds).count();
    line("");
    line(
        "%d campaigns, of which %d hold: %,d faults in %.1f hours of faults, %,d works, %,d retries."
            .formatted(
                campaigns.size(),
                held,
                sum("faults"),
                campaigns.stream().mapToLong(one -> one.path("seconds").asLong()).sum() / 3_600.0,
                sum("works"),
                sum("retries")));
  }

  private void invariants() {
    heading("Invariants", "invariant", "claim", "looked at", "broken", "in campaigns");
    for (Invariant invariant : Invariant.values()) {
      long looked = 0;
      long violations = 0;
      long in = 0;
      for (JsonNode campaign : campaigns) {
        JsonNode its = campaign.path("verdict").path("invariants").path(invariant.name());
        looked += its.path("looked").asLong();
        violations += its.path("violations").asLong();
        in += its.path("violations").asLong() > 0 ? 1 : 0;
      }
      row(
          invariant.name(),
          invariant.claim(),
          "%,d".formatted(looked),
          "%,d".formatted(violations),
          Long.toString(in));
    }
  }

  private void kinds() {
    heading("Kinds of faults", "kind", "campaigns that it struck");
    for (Fault fault : Fault.values()) {
      row(
          fault.label(),
          Long.toString(
              campaigns.stream().filter(one -> kinds(one).contains(fault.label())).count()));
    }
  }

  private void seeds() {
    heading(
        "Campaigns",
        "seed",
        "at",
        "seconds",
        "tasks/s",
        "works",
        "retries",
        "faults",
        "drained, s",
        "verdict");
    for (JsonNode one : campaigns) {
      JsonNode verdict = one.path("verdict");
      row(
          one.path("seed").asString(),
          one.path("at").asString(),
          one.path("seconds").asString(),
          one.path("tasksPerSecond").asString(),
          "%,d".formatted(verdict.path("works").asLong()),
          "%,d".formatted(verdict.path("retries").asLong()),
          verdict.path("faults").asString() + (one.path("dense").asBoolean() ? ", dense" : ""),
          verdict.path("drainSeconds").asString("never"),
          holds(one) ? "holds" : "**breaks " + String.join(", ", broken(verdict)) + "**");
    }
  }

  private void planted() {
    heading("Planted bugs", "bug", "must break one of", "broke", "seed", "");
    JsonNode control = bugs.get(Chaos.NO_BUG);
    if (control != null) {
      planted("none", "nothing", control);
    }
    for (PlantedBug bug : PlantedBug.values()) {
      JsonNode its = bugs.get(bug.label());
      String must = String.join(", ", bug.broken().stream().map(Invariant::name).sorted().toList());
      if (its == null) {
        row(bug.label(), must, "", "", "not tried");
      } else {
        planted(bug.label(), must, its);
      }
    }
  }

  private void planted(String label, String must, JsonNode its) {
    row(
        label,
        must,
        String.join(", ", texts(its.path("broken"))),
        its.path("seed").asString(),
        its.path("asExpected").asBoolean() ? "as expected" : "**wrong**");
  }

  private static boolean holds(JsonNode campaign) {
    return campaign.path("verdict").path("verdict").asString().equals("holds");
  }

  private static List<String> broken(JsonNode verdict) {
    List<String> broken = new ArrayList<>();
    for (var invariant : verdict.path("invariants").properties()) {
      if (invariant.getValue().path("violations").asLong() > 0) {
        broken.add(invariant.getKey());
      }
    }
    return broken;
  }

  private static List<String> kinds(JsonNode campaign) {
    return texts(campaign.path("verdict").path("kinds"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }

  private long sum(String number) {
    return campaigns.stream().mapToLong(one -> one.path("verdict").path(number).asLong()).sum();
  }

  private void heading(String title, String... columns) {
    line("");
    line("## " + title);
    line("");
    row(columns);
    line("|" + "---|".repeat(columns.length));
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
