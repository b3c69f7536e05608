package io.raptorflow.ingress.pack;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Everything that a run does not have, by name.
final class Gaps {
  /// Documents that a finished launch has, with the file that each becomes.
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("brief", "the brief"),
          Map.entry("war_brief", "the war brief"),
          Map.entry("strategy", "the strategy"),
          Map.entry("budget", "the budget"),
          Map.entry("budget_split", "the reasons of the budget"),
          Map.entry("measurement_plan", "the measurement plan"),
          Map.entry("campaign_calendar", "the calendar"),
          Map.entry("assets", "the assets"),
          Map.entry("findings", "the findings of the Guardians"),
          Map.entry("not_checked", "the list of what was not checked"),
          Map.entry("held_back", "the list of assets held back"),
          Map.entry("claims_ledger", "the claims ledger"),
          Map.entry("approval_g1", "the word of a person on the strategy (gate G1)"),
          Map.entry("approval_g4", "the word of a person on the release (gate G4)"),
          Map.entry("release_list", "the release list"),
          Map.entry("tracking_qa", "the tracking check"),
          Map.entry("quality_review", "the quality review"),
          Map.entry("kpi_anomalies", "the anomaly check of past numbers"),
          Map.entry("executive_report", "the report on past numbers"),
          Map.entry("market_report", "the market report"),
          Map.entry("competitor_report", "the competitor report"),
          Map.entry("persona_set", "the personas"),
          Map.entry("pricing_report", "the pricing report"));

  /// Parts of a full plan that only a running campaign can fill.
  private static final List<String> LATER =
      List.of(
          "daily/: daily checks, pacing and budget moves begin with the campaign",
          "readout.json: results against expectations need the campaign to have run",
          "lessons.json: lessons need the read-out");

  /// @param kind group that it belongs to
  /// @param from document or agent that names it
  record Gap(Kind kind, String from, String text) {}

  /// Why something is missing, most pressing first.
  enum Kind {
    REFUSED("Refused by the pack"),
    MISSING("Parts that are not there"),
    BRIEF("In the brief"),
    QUESTION("Open questions, and the file that would answer each"),
    AGENT("What the agents say of their own work"),
    CHECK("Not checked by a Guardian"),
    ABSENT("Agents that did not take part"),
    LATER("Comes with the campaign");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final Set<Gap> found = new LinkedHashSet<>();

  private Gaps() {}

  static List<Gap> of(RunDossier dossier, Papers papers, Shelf shelf) {
    Gaps gaps = new Gaps();
    gaps.refused(papers, shelf);
    gaps.missing(papers);
    gaps.documents(papers);
    gaps.answers(dossier.answers());
    Papers.texts(papers.json("not_checked"))
        .forEach(text -> gaps.add(Kind.CHECK, "not_checked", text));
    papers
        .json("plan")
        .path("absences")
        .properties()
        .forEach(a -> gaps.add(Kind.ABSENT, a.getKey(), Papers.text(a.getValue())));
    LATER.forEach(text -> gaps.add(Kind.LATER, "pack", text));
    List<Gap> sorted = new ArrayList<>(gaps.found);
    sorted.sort((a, b) -> a.kind().compareTo(b.kind()));
    return List.copyOf(sorted);
  }

  private void refused(Papers papers, Shelf shelf) {
    papers
        .setAside()
        .forEach((name, why) -> add(Kind.REFUSED, name, name + " is not in the pack: " + why));
    shelf.pieces().stream()
        .filter(piece -> piece.state() != Shelf.State.RELEASED)
        .forEach(
            piece ->
                add(
                    Kind.REFUSED,
                    piece.asset().id(),
                    "%s is not in the pack: %s".formatted(piece.asset().id(), piece.reason())));
  }

  private void missing(Papers papers) {
    PARTS.keySet().stream()
        .sorted()
        .filter(name -> !papers.holds(name))
        .forEach(
            name ->
                add(
                    Kind.MISSING,
                    name,
                    "%s (%s) is not there: no decision of the run released it"
                        .formatted(capital(PARTS.getOrDefault(name, name)), name)));
    if (papers.sound().keySet().stream().noneMatch(name -> name.startsWith("publish/"))) {
      add(Kind.MISSING, "publish", "Files for platforms (publish/) are not there");
    }
  }

  private void documents(Papers papers) {
    for (String name : papers.jsonNames()) {
      JsonNode document = papers.json(name);
      if (name.equals("gaps.brief")) {
        Papers.texts(document).forEach(text -> add(Kind.BRIEF, name, text));
      } else if (name.startsWith("gaps.")) {
        Papers.texts(document).forEach(text -> add(Kind.AGENT, name, text));
      } else if (!name.startsWith("dossier_")) {
        document.path("openQuestions").forEach(gap -> gap(name, gap));
        document.path("gaps").forEach(gap -> gap(name, gap));
        document.path("refusals").forEach(gap -> gap(name, gap));
      }
    }
  }

  private void gap(String from, JsonNode gap) {
    if (gap.has("question")) {
      String text =
          "%s Wanted: %s"
              .formatted(gap.path("question").asString(""), gap.path("file").asString(""));
      if (found.stream().noneMatch(other -> other.text().equals(text))) {
        add(Kind.QUESTION, from, text);
      }
    } else {
      add(Kind.AGENT, from, Papers.text(gap));
    }
  }

  private void answers(List<AgentAnswer> answers) {
    for (AgentAnswer answer : answers) {
      for (String reason : answer.reasons()) {
        boolean known =
            found.stream()
                .anyMatch(g -> g.text().equals(reason) || g.text().startsWith(reason + " Wanted:"));
        if (!known) {
          String text = answer.outcome() == Outcome.ANSWERED ? reason : "gave no answer: " + reason;
          add(Kind.AGENT, answer.agent().value(), text);
        }
      }
    }
  }

  private void add(Kind kind, String from, String text) {
    if (!text.isBlank()) {
      found.add(new Gap(kind, from, text));
    }
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
