package io.raptorflow.ingress.pack;

import io.raptorflow.ingress.pack.Gaps.Gap;
import io.raptorflow.ingress.pack.Gaps.Kind;
import io.raptorflow.ingress.pack.Shelf.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Why the pack can be trusted, and where it cannot.
final class TrustSections {
  private final Story story;

  TrustSections(Story story) {
    this.story = story;
  }

  Html compliance() {
    return Html.of("{}{}{}{}{}", findings(), waivers(), claims(), quality(), unchecked());
  }

  private Html waivers() {
    List<Html> rows = new ArrayList<>();
    for (JsonNode waiver : story.json("waivers")) {
      rows.add(
          Html.of(
              "<li><b>{}</b> on {} <span class=\"pill plain\">{}</span>: waived by <b>{}</b>. {}</li>",
              waiver.path("rule").asString(""),
              waiver.path("asset").asString(""),
              Say.lower(waiver.path("severity").asString("")),
              waiver.path("by").asString(""),
              Page.sentence(waiver.path("reason").asString(""))));
    }
    return Html.unlessEmpty(rows, "<h3>Waived, by name</h3><ul class=\"roomy\">{}</ul>", rows);
  }

  private Html findings() {
    JsonNode findings = story.json("findings");
    if (findings.isMissingNode()) {
      return Page.absent("No Guardian has looked at the assets");
    }
    if (findings.isEmpty()) {
      return Html.of(
          "<p class=\"lead\">The Guardians on duty found nothing in what they check. What they do"
              + " not check stands below.</p>");
    }
    List<Html> groups = new ArrayList<>();
    for (String severity : List.of("BLOCK", "NEEDS_EVIDENCE", "WARN", "INFO")) {
      List<Html> rows = new ArrayList<>();
      for (JsonNode f : findings) {
        if (f.path("severity").asString("").equals(severity)) {
          rows.add(finding(f));
        }
      }
      groups.add(
          Html.unlessEmpty(
              rows,
              "<h3><span class=\"pill {}\">{}</span> {}</h3><ul class=\"roomy\">{}</ul>",
              severity.equals("INFO") ? "plain" : severity.equals("WARN") ? "warn" : "bad",
              Say.lower(severity),
              OpeningSection.count(rows.size(), "finding"),
              rows));
    }
    return Html.join(groups);
  }

  private static Html finding(JsonNode f) {
    return Html.of(
        """
        <li><b>{}</b> {} <span class="quiet">{}, {}</span><br>“{}”, the rule allows {}. <b>Fix:</b> {} \
        <span class="quiet">Source: {}</span></li>
        """,
        f.path("rule").asString(""),
        Page.sentence(f.path("message").asString("")),
        f.path("asset").asString(""),
        f.path("field").asString(""),
        f.path("actual").asString(""),
        f.path("limit").asString(""),
        Page.sentence(f.path("fix").asString("")),
        f.path("source").asString(""));
  }

  private Html claims() {
    JsonNode ledger = story.json("claims_ledger");
    List<Html> rows = new ArrayList<>();
    for (JsonNode claim : ledger.path("claims")) {
      boolean usable = claim.path("usable").asBoolean(false);
      rows.add(
          Html.of(
              "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td><span"
                  + " class=\"pill {}\">{}</span> {}</td></tr>",
              claim.path("id").asString(""),
              claim.path("text").asString(""),
              claim.path("evidence").asString(""),
              Say.day(claim.path("expires").asString("no end")),
              usable ? "good" : "warn",
              usable ? "usable" : "not used",
              claim.path("remark").asString("")));
    }
    if (rows.isEmpty()) {
      return Page.absent("No claim with proof is on file");
    }
    return Html.of(
        """
        <h3>Claims and their proof</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="Claims"><table><thead><tr><th scope="col">No.</th>\
        <th scope="col">Claim</th><th scope="col">Evidence</th><th scope="col">Holds until</th><th scope="col">Use</th></tr></thead>
        <tbody>{}</tbody></table></div>
        <p>Never to be said: {}.</p>
        """,
        rows,
        String.join("; ", Papers.texts(ledger.path("forbidden"))));
  }

  private Html quality() {
    List<Html> cards = new ArrayList<>();
    for (JsonNode score : story.json("quality_review").path("scores")) {
      List<Html> rows = new ArrayList<>();
      for (JsonNode d : score.path("dimensions")) {
        rows.add(
            Html.of(
                "<tr><th scope=\"row\">{}</th><td class=\"num\">{}/5</td><td>{}</td></tr>",
                Say.words(d.path("name").asString("")),
                Say.number(d.path("score"), 0),
                d.path("reason").asString("")));
      }
      cards.add(
          Html.of(
              "<details><summary>{}: {} of 100 points</summary><table><tbody>{}</tbody></table></details>",
              score.path("asset").asString(""),
              Say.number(score.path("points"), 0),
              rows));
    }
    return Html.unlessEmpty(
        cards,
        "<h3>Quality, by a measured rubric</h3>{}<p class=\"quiet\">{}</p>",
        cards,
        Page.sentence(story.json("quality_review").path("method").asString("")));
  }

  private Html unchecked() {
    List<String> texts = Papers.texts(story.json("not_checked"));
    return Html.unlessEmpty(
        texts,
        "<h3>Not checked: a person must look</h3><ul class=\"roomy\">{}</ul>",
        Html.items(texts));
  }

  Html approvals() {
    List<Html> gates = new ArrayList<>();
    for (String gate : List.of("g1", "g4")) {
      gates.add(gate(gate, story.json("approval_" + gate)));
    }
    List<Html> rows = new ArrayList<>();
    for (Shelf.Piece piece : story.shelf().pieces()) {
      rows.add(
          Html.of(
              "<tr><th scope=\"row\">{}</th><td><span class=\"pill {}\">{}</span></td><td>{}</td><td>{}</td></tr>",
              piece.asset().id(),
              piece.state() == State.RELEASED ? "good" : "bad",
              Say.lower(piece.state().name()),
              Say.hash(piece.approved()),
              Say.hash(piece.hash())));
    }
    List<Html> refused = new ArrayList<>();
    story.shelf().in(State.REFUSED).stream()
        .map(
            p ->
                Html.of(
                    "<li class=\"long\"><b>{}</b>: {}. It has {}</li>",
                    p.asset().id(),
                    p.reason(),
                    Say.hash(p.hash())))
        .forEach(refused::add);
    return Html.of(
        """
        <ul class="cards">{}</ul>
        {}
        {}
        """,
        gates,
        Html.unlessEmpty(
            refused, "<h3>Refused: this is not what was approved</h3><ul>{}</ul>", refused),
        Html.unlessEmpty(
            rows,
            """
            <h3>What was approved, and what is here</h3>
            <div class="scroll" tabindex="0" role="region" aria-label="Hashes"><table><thead><tr><th scope="col">Asset</th>\
            <th scope="col">State</th><th scope="col">Approved hash</th><th scope="col">Hash here</th></tr></thead>
            <tbody>{}</tbody></table></div>
            """,
            rows));
  }

  private static Html gate(String gate, JsonNode word) {
    if (word.isMissingNode()) {
      return Html.of(
          "<li class=\"card\"><h4>Gate {}</h4><p class=\"quiet\">No person has spoken.</p></li>",
          gate.toUpperCase(Locale.ROOT));
    }
    String note = word.path("note").asString("");
    return Html.of(
        """
        <li class="card"><h4>Gate {}: {}</h4><p><b>{}</b><br>{}</p><p>{}</p><p class="quiet">Seen {}{}</p></li>
        """,
        word.path("gate").asString(""),
        word.path("decision").asString(""),
        word.path("by").asString(""),
        Say.time(word.path("at").asString("")),
        note.isEmpty() ? "No note was given." : "“" + note + "”",
        Say.hash(word.path("seen").asString("")),
        word.has("releaseList")
            ? Html.of(", release list {}", Say.hash(word.path("releaseList").asString("")))
            : Html.NOTHING);
  }

  Html gaps() {
    List<Html> groups = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Html> rows =
          story.gaps().stream().filter(gap -> gap.kind() == kind).map(TrustSections::gap).toList();
      boolean folded = kind == Kind.ABSENT || kind == Kind.CHECK;
      groups.add(
          Html.unlessEmpty(
              rows,
              "<details{}><summary>{} <span class=\"quiet\">({})</span></summary><ul"
                  + " class=\"roomy\">{}</ul></details>",
              folded ? Html.NOTHING : Html.of(" open"),
              kind.title(),
              rows.size(),
              rows));
    }
    return Html.of(
        "<p class=\"lead\">What this pack does not have, does not know or did not do.</p>{}",
        groups);
  }

  private static Html gap(Gap gap) {
    return Html.of(
        "<li>{} <span class=\"quiet\">{}</span></li>", Page.sentence(gap.text()), gap.from());
  }
}
