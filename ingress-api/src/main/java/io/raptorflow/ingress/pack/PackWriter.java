package io.raptorflow.ingress.pack;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Sha256;
import io.raptorflow.ingress.pack.Gaps.Gap;
import io.raptorflow.ingress.pack.RunDossier.Document;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Writes the launch pack of a run: files by path, the same dossier to the same bytes.
///
/// Documents that decisions released are written byte for byte, so that the SHA-256 of a file is
/// the one that its decision carries. Everything that holds the text of an asset is written for
/// released assets alone.
public final class PackWriter {
  private static final Map<String, String> PATHS =
      Map.ofEntries(
          Map.entry(Papers.BRIEF, "brief.json"),
          Map.entry("war_brief", "war_brief.json"),
          Map.entry("strategy", "strategy.json"),
          Map.entry("budget", "budget.json"),
          Map.entry("budget_split", "budget_split.json"),
          Map.entry("measurement_plan", "measurement_plan.json"),
          Map.entry("campaign_calendar", "calendar.json"),
          Map.entry("tracking_qa", "tracking_qa.json"),
          Map.entry("quality_review", "quality_review.json"),
          Map.entry("launch_note", "launch_note.json"),
          Map.entry("plan", "plan.json"),
          Map.entry("market_report", "research/market_report.json"),
          Map.entry("competitor_report", "research/competitor_report.json"),
          Map.entry("persona_set", "research/persona_set.json"),
          Map.entry("pricing_report", "research/pricing_report.json"),
          Map.entry("brand_voice", "research/brand_voice.json"),
          Map.entry("kpi_anomalies", "matrix/kpi_anomalies.json"),
          Map.entry("executive_report", "matrix/executive_report.json"),
          Map.entry("forecasts", "matrix/forecasts.json"),
          Map.entry("test_verdicts", "matrix/test_verdicts.json"),
          Map.entry("bandit_split", "matrix/bandit_split.json"),
          Map.entry("attribution_report", "matrix/attribution_report.json"),
          Map.entry("mix_model", "matrix/mix_model.json"),
          Map.entry("pacing_report", "matrix/pacing_report.json"),
          Map.entry("survival_report", "matrix/survival_report.json"),
          Map.entry("cohort_table", "matrix/cohort_table.json"),
          Map.entry("funnel_report", "matrix/funnel_report.json"),
          Map.entry("sentiment_report", "matrix/sentiment_report.json"),
          Map.entry("share_of_voice", "matrix/share_of_voice.json"),
          Map.entry("topic_report", "matrix/topic_report.json"),
          Map.entry("search_decay", "matrix/search_decay.json"),
          Map.entry("creative_fatigue", "matrix/creative_fatigue.json"),
          Map.entry("findings", "compliance/findings.json"),
          Map.entry("not_checked", "compliance/not_checked.json"),
          Map.entry("held_back", "compliance/held_back.json"),
          Map.entry("claims_ledger", "compliance/claims_ledger.json"),
          Map.entry("release_list", "approvals/release_list.json"),
          Map.entry("publish_receipts", "publish/receipts.json"),
          Map.entry("manifest", "approvals/council_manifest.json"));

  /// Answers that list customers or leads; the page shows their sums alone.
  private static final Set<String> ABOUT_PEOPLE =
      Set.of("rfm_segments", "customer_value", "lead_scores");

  private final RunDossier dossier;
  private final Papers papers;
  private final Shelf shelf;
  private final Variants variants;
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final SortedMap<String, String> notCopied = new TreeMap<>();

  private PackWriter(RunDossier dossier) {
    this.dossier = dossier;
    this.papers = new Papers(dossier.documents());
    this.shelf = Shelf.of(papers);
    this.variants = new Variants(papers);
  }

  /// Files by path.
  public static SortedMap<String, byte[]> write(RunDossier dossier) {
    return new PackWriter(dossier).all();
  }

  private SortedMap<String, byte[]> all() {
    papers.sound().values().forEach(this::document);
    shelf.in(Shelf.State.RELEASED).forEach(this::asset);
    if (papers.holds("campaign_calendar")) {
      String product = papers.json(Papers.BRIEF).path("product").path("name").asString("Launch");
      text(
          "calendar.ics",
          Ics.write(dossier.run(), product, papers.json("campaign_calendar"), calendarTime()));
    }
    List<Gap> gaps = Gaps.of(dossier, papers, shelf);
    Costs costs = Costs.of(dossier.ledger());
    json("gaps.json", gaps);
    json("costs.json", costs.file());
    json("decisions.json", decisions());
    Charts charts = Charts.of(papers);
    charts.all().forEach((name, plot) -> text("charts/" + name + ".svg", plot.asFile()));
    Story story = new Story(dossier, papers, shelf, variants, gaps, costs, charts);
    text("index.html", Page.write(story, List.copyOf(files.keySet())));
    json("manifest.json", manifest());
    return files;
  }

  private void document(Document document) {
    String name = document.name();
    if (name.equals("assets") || name.startsWith("gaps.")) {
      return;
    }
    if (ABOUT_PEOPLE.contains(name)) {
      notCopied.put(name, "holds lines on single people; " + hash(document));
    } else if (Papers.brought(document) && !name.equals(Papers.BRIEF)) {
      notCopied.put(name, "brought with the brief, may hold data on people; " + hash(document));
    } else if (papers.json(name).path("assets").isArray()
        && !papers.json(name).path("assets").isEmpty()) {
      notCopied.put(
          name, "a draft; its assets stand in assets/ as far as released; " + hash(document));
    } else if (name.startsWith("publish/")) {
      published(document);
    } else {
      text(path(document), document.text());
    }
  }

  /// A file for a platform leaves only when every asset of its kind is released as approved.
  private void published(Document document) {
    boolean clean = true;
    for (JsonNode item : papers.json(document.name())) {
      clean &=
          shelf.in(Shelf.State.RELEASED).stream()
              .anyMatch(
                  p ->
                      p.asset().id().equals(item.path("asset").asString(""))
                          && p.hash().equals(item.path("hash").asString("")));
    }
    if (document.mediaType().equals("text/csv")) {
      clean = !shelf.withholds("google_rsa");
    }
    if (clean) {
      text(path(document), document.text());
    } else {
      papers.setAside(document.name(), "it holds an asset whose hash is not the approved one");
    }
  }

  private static String hash(Document document) {
    return "sha256 " + document.sha256();
  }

  /// A name may hold slashes; it must not lead out of the pack or onto another file.
  private String path(Document document) {
    String known = PATHS.get(document.name());
    if (known != null) {
      return known;
    }
    String safe = document.name().replaceAll("[^A-Za-z0-9_./-]", "_").replaceAll("\\.{2,}", "_");
    while (safe.startsWith("/") || safe.startsWith(".")) {
      safe = safe.substring(1);
    }
    if (safe.startsWith("approval_") || safe.startsWith("dossier_")) {
      safe = "approvals/" + safe;
    } else if (!safe.startsWith("publish/")) {
      safe = "more/" + safe;
    }
    String extension =
        switch (document.mediaType()) {
          case "application/json" -> ".json";
          case "text/csv" -> ".csv";
          case "text/markdown" -> ".md";
          default -> ".txt";
        };
    String path = safe.endsWith(extension) ? safe : safe + extension;
    return files.containsKey(path)
        ? path.substring(0, path.length() - extension.length())
            + "-"
            + document.sha256().substring(0, 12)
            + extension
        : path;
  }

  private void asset(Shelf.Piece piece) {
    Map<String, Object> file = new TreeMap<>();
    file.put("asset", piece.asset());
    file.put("hash", piece.hash());
    file.put("approvedBy", papers.json("approval_g4").path("by").asString(""));
    file.put("approvedAt", papers.json("approval_g4").path("at").asString(""));
    file.put("variants", variants.of(piece));
    json(piece.file() + ".json", file);
    JsonNode html = piece.asset().fields().get("html");
    if (html != null && html.isString()) {
      text(piece.file() + ".html", html.asString());
    }
    JsonNode plain = piece.asset().fields().get("text");
    if (plain != null && plain.isString()) {
      text(piece.file() + ".txt", plain.asString());
    }
  }

  private Instant calendarTime() {
    String decision = papers.document("campaign_calendar").map(Document::decisionHash).orElse("");
    return dossier.decisions().stream()
        .filter(d -> d.hash().equals(decision))
        .map(CouncilDecision::at)
        .findFirst()
        .orElse(dossier.startedAt());
  }

  private List<Map<String, Object>> decisions() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (CouncilDecision decision : dossier.decisions()) {
      Map<String, Object> entry = new TreeMap<>(decision.canonical());
      entry.put("hash", decision.hash());
      list.add(entry);
    }
    return list;
  }

  private Map<String, Object> manifest() {
    SortedMap<String, Object> listed = new TreeMap<>();
    files.forEach(
        (path, bytes) ->
            listed.put(path, Map.of("sha256", Sha256.hex(bytes), "bytes", bytes.length)));
    Map<String, Object> manifest = new TreeMap<>();
    manifest.put("run", dossier.run().toString());
    manifest.put("workspace", dossier.workspace());
    manifest.put("outcome", dossier.outcome());
    manifest.put("files", listed);
    manifest.put("notCopied", notCopied);
    return manifest;
  }

  private void json(String path, Object value) {
    text(
        path,
        CanonicalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
  }

  private void text(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
