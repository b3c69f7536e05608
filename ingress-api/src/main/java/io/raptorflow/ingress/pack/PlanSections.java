package io.raptorflow.ingress.pack;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the run found out, what it wants to say and how it will know.
final class PlanSections {
  private final Story story;

  PlanSections(Story story) {
    this.story = story;
  }

  Html warBrief() {
    JsonNode war = story.json("war_brief");
    if (war.isMissingNode()) {
      return Page.absent("There is no war brief");
    }
    List<Html> insights = new ArrayList<>();
    for (JsonNode insight : war.path("insights")) {
      List<Html> facts = new ArrayList<>();
      for (String fact : Papers.texts(insight.path("factIds"))) {
        facts.add(Html.of("<a class=\"ref\" href=\"#fact-{}\">{}</a>", fact, fact));
      }
      insights.add(Html.of("<li>{} {}</li>", insight.path("text").asString(""), facts));
    }
    List<Html> facts = new ArrayList<>();
    for (JsonNode fact : war.path("facts")) {
      facts.add(
          Html.of(
              "<tr id=\"fact-{}\"><th scope=\"row\">{}</th><td>{}</td><td><code>{}</code></td></tr>",
              fact.path("id").asString(""),
              fact.path("id").asString(""),
              fact.path("text").asString(""),
              fact.path("citation").asString("")));
    }
    List<Html> conflicts = new ArrayList<>();
    for (JsonNode conflict : war.path("contradictions")) {
      conflicts.add(
          Html.of(
              "<li><b>{}</b>: {}</li>",
              conflict.path("topic").asString(""),
              String.join("; but ", Papers.texts(conflict.path("statements")))));
    }
    return Html.of(
        """
        <p class="lead">{}</p>
        <h3>What follows from it</h3>
        <ul class="roomy">{}</ul>
        {}
        <details open><summary>{}, each with its source</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Facts"><table class="facts">
        <thead><tr><th scope="col">No.</th><th scope="col">Fact</th><th scope="col">Source</th></tr></thead>
        <tbody>{}</tbody></table></div></details>
        """,
        war.path("summary").asString(""),
        insights,
        Html.unlessEmpty(conflicts, "<h3>Contradictions</h3><ul>{}</ul>", conflicts),
        OpeningSection.count(facts.size(), "fact"),
        facts);
  }

  Html strategy() {
    JsonNode strategy = story.json("strategy");
    if (strategy.isMissingNode()) {
      return Page.absent("There is no strategy");
    }
    List<Html> pillars = new ArrayList<>();
    for (JsonNode pillar : strategy.path("pillars")) {
      List<String> proofs = Papers.texts(pillar.path("proofIds"));
      pillars.add(
          Html.of(
              "<li class=\"card\"><h4>{}</h4><p>{}</p><p class=\"quiet\">{}</p></li>",
              pillar.path("name").asString(""),
              pillar.path("text").asString(""),
              proofs.isEmpty()
                  ? "A feature, no proof on file"
                  : "Proof: " + String.join(", ", proofs.stream().map(this::proof).toList())));
    }
    return Html.of(
        """
        <p class="lead">{}</p>
        <p><b>Audience.</b> {}</p>
        <h3>Message house</h3>
        <ul class="cards">{}</ul>
        <div class="split">
        <div><h3>What each channel is for</h3><ul>{}</ul></div>
        <div><h3>What we do not do</h3><ul>{}</ul><h3>When we stop</h3><ul>{}</ul></div>
        </div>
        {}
        """,
        strategy.path("positioning").asString(""),
        strategy.path("audience").asString(""),
        pillars,
        list(strategy.path("channelRoles")),
        list(strategy.path("notDoing")),
        list(strategy.path("stopRules")),
        voice());
  }

  private String proof(String id) {
    for (JsonNode claim : story.json("claims_ledger").path("claims")) {
      if (claim.path("id").asString("").equals(id)) {
        return "%s, “%s”".formatted(id, claim.path("text").asString(""));
      }
    }
    return id;
  }

  private Html voice() {
    JsonNode voice = story.json("brand_voice");
    if (voice.isMissingNode()) {
      return Html.NOTHING;
    }
    return Html.of(
        """
        <details><summary>The brand's voice</summary>
        <div class="split"><div><h4>Do</h4><ul>{}</ul></div><div><h4>Do not</h4><ul>{}</ul></div></div>
        </details>
        """,
        advice(voice.path("dos")),
        advice(voice.path("donts")));
  }

  private static Html advice(JsonNode list) {
    List<Html> items = new ArrayList<>();
    for (JsonNode item : list) {
      items.add(
          Html.of(
              "<li>{} <span class=\"quiet\">“{}”</span></li>",
              item.path("text").asString(""),
              item.path("example").asString("")));
    }
    return Html.join(items);
  }

  Html measurement() {
    JsonNode plan = story.json("measurement_plan");
    if (plan.isMissingNode()) {
      return Page.absent("There is no measurement plan");
    }
    List<Html> expected = new ArrayList<>();
    for (JsonNode line : plan.path("expectations")) {
      expected.add(
          Html.of(
              "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
              Say.channel(line.path("channel").asString("")),
              Say.money(line.path("budget"), story.currency()),
              Say.number(line.path("conversions"), 1)));
    }
    return Html.of(
        """
        <p class="lead">{} {} by {}, at no more than {} each.</p>
        {}
        <div class="split">
        <div><h3>KPI tree</h3><ul>{}</ul><h3>Events</h3><p>{}</p><h3>Attribution</h3><p>{}</p></div>
        <div><h3>Links</h3><ul>{}</ul><h3>Stop rules</h3><ul>{}</ul><h3>Tests</h3><ul>{}</ul></div>
        </div>
        <h3>Read-out days</h3><p>{}</p>
        {}
        """,
        Say.number(plan.path("target"), 1),
        Say.lower(plan.path("kpi").asString("")),
        Say.day(plan.path("to").asString("")),
        Say.money(plan.path("allowedCpa"), story.currency()),
        expected.isEmpty()
            ? Page.absent("No number is expected of any channel: none has history")
            : Html.of(
                """
                <h3>Written down before launch</h3>
                <table><thead><tr><th scope="col">Channel</th><th scope="col" class="num">Budget</th>\
                <th scope="col" class="num">Expected conversions</th></tr></thead><tbody>{}</tbody></table>
                """,
                expected),
        list(plan.path("kpiTree")),
        String.join(", ", Papers.texts(plan.path("events")).stream().map(Say::words).toList()),
        Page.sentence(plan.path("attribution").asString("")),
        list(plan.path("utmRules")),
        list(plan.path("stopRules")),
        list(plan.path("tests")),
        String.join(", ", Papers.texts(plan.path("readOuts")).stream().map(Say::day).toList()),
        links());
  }

  private Html links() {
    List<Html> rows = new ArrayList<>();
    story
        .json("tracking_qa")
        .path("links")
        .properties()
        .forEach(
            link ->
                rows.add(
                    Html.of(
                        "<tr><th scope=\"row\">{}</th><td class=\"long\">{}</td></tr>",
                        link.getKey().replace("#/", ", ").replace('#', ','),
                        Papers.text(link.getValue()))));
    return Html.unlessEmpty(
        rows,
        "<details><summary>Tagged links</summary><table><tbody>{}</tbody></table></details>",
        rows);
  }

  private static Html list(JsonNode texts) {
    return Html.items(Papers.texts(texts).stream().map(Page::sentence).toList());
  }
}
