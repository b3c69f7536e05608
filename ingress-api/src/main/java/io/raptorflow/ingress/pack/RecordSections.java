package io.raptorflow.ingress.pack;

import io.raptorflow.bus.CouncilDecision;
import java.util.ArrayList;
import java.util.List;

/// How the run went, what it cost, and what lies in the pack.
final class RecordSections {
  private final Story story;

  RecordSections(Story story) {
    this.story = story;
  }

  Html decisions() {
    List<Html> rows = new ArrayList<>();
    for (CouncilDecision d : story.dossier().decisions()) {
      rows.add(
          Html.of(
              """
              <li><p><time datetime="{}">{}</time> <b>{}</b>{} <span class="pill plain">{}</span></p>
              <p>{}</p><p class="quiet">{} {}</p></li>
              """,
              d.at(),
              Say.time(d.at()),
              lord(d.lord().value()),
              d.node().isEmpty() ? "" : " at " + d.node(),
              Say.lower(d.kind().name()),
              Page.sentence(d.what()),
              Page.sentence(d.why()),
              Say.hash(d.hash())));
    }
    return rows.isEmpty()
        ? Page.absent("No decision is on record")
        : Html.of(
            """
            <p>{} by seven Lords. Each carries the hashes of what it rests on; \
            <a href="decisions.json">decisions.json</a> has them all.</p>
            <details><summary>Show the timeline</summary><ol class="decisions">{}</ol></details>
            """,
            OpeningSection.count(rows.size(), "decision"),
            rows);
  }

  private static String lord(String id) {
    String name =
        switch (id) {
          case "LORD-001" -> "Architect";
          case "LORD-002" -> "Cognition";
          case "LORD-003" -> "Strategos";
          case "LORD-004" -> "Aesthete";
          case "LORD-005" -> "Seer";
          case "LORD-006" -> "Arbiter";
          case "LORD-007" -> "Herald";
          default -> id;
        };
    return name.equals(id) ? id : name + " (" + id + ")";
  }

  Html costs() {
    Costs costs = story.costs();
    List<Html> rows = new ArrayList<>();
    for (Costs.Line line : costs.lines()) {
      rows.add(
          Html.of(
              """
              <tr><th scope="row">{}</th><td>{}</td><td class="num">{}</td><td class="num">{}</td>\
              <td class="num">{}</td><td class="num">{}</td></tr>
              """,
              line.agent(),
              line.model(),
              line.calls(),
              line.promptTokens(),
              line.completionTokens(),
              "$" + line.costUsd().toPlainString()));
    }
    return rows.isEmpty()
        ? Html.of("<p>No model call is on the ledger: this run cost nothing.</p>")
        : Html.of(
            """
            <p class="lead">{} for {}.</p>
            <details><summary>By agent and model</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Costs"><table><thead><tr><th scope="col">Agent</th>\
            <th scope="col">Model</th><th scope="col" class="num">Calls</th><th scope="col" class="num">Tokens in</th>\
            <th scope="col" class="num">Tokens out</th><th scope="col" class="num">Cost</th></tr></thead>
            <tbody>{}</tbody></table></div></details>
            """,
            "$" + costs.totalUsd().toPlainString(),
            OpeningSection.count(costs.calls(), "model call"),
            rows);
  }

  Html files(List<String> files) {
    List<Html> links = new ArrayList<>();
    for (String file : files) {
      links.add(Html.of("<li><a href=\"{}\">{}</a></li>", file, file));
    }
    links.add(Html.of("<li><a href=\"manifest.json\">manifest.json</a></li>"));
    return Html.of("<ul class=\"files\">{}</ul>", links);
  }
}
