package io.raptorflow.lords.seer;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.bus.Payload;
import io.raptorflow.campaign.Asset;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.supervision.AssetShelf;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Docket;
import io.raptorflow.lords.supervision.Gathered;
import io.raptorflow.lords.supervision.Judge;
import io.raptorflow.lords.supervision.Outputs;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.supervision.Supervisor.Hearing;
import io.raptorflow.lords.supervision.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// LORD-005: supervises the Matrix guild and checks at gate G5 that what leaves can be measured.
public final class Seer implements Judge {
  private static final String TRACKING_GATE = "G5";
  private static final int DOUBTS_SHOWN = 3;

  private Seer() {}

  public static Lord<Docket> lord() {
    return new Supervisor(AgentId.SEER, new Seer(), Hearing.DEAF);
  }

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    if (assignment.directive().duty() == Duty.JUDGE
        || assignment.directive().gate().equals(TRACKING_GATE)) {
      return track(assignment, library);
    }
    return Outputs.quorumMissed(assignment).orElseGet(() -> closed(assignment, library));
  }

  /// What counts from here on: an answer stands with the assumptions that its data put in doubt, a
  /// refusal stands as a gap, and a measured increment goes before every model of credit.
  private static Verdict closed(Assignment assignment, Library library) {
    List<String> said = new ArrayList<>();
    said.add(Outputs.heard(assignment));
    for (Gathered answer : assignment.answers()) {
      Payload output = answer.output();
      JsonNode json = output == null ? MissingNode.getInstance() : library.json(output);
      List<String> doubts = new ArrayList<>();
      for (JsonNode check : json.path("assumptionChecks")) {
        if (check.path("verdict").asString("").equals("DOUBTFUL")) {
          doubts.add(check.path("assumption").asString(""));
        }
      }
      if (!doubts.isEmpty()) {
        said.add(answer.agent() + " in doubt: " + shortened(doubts));
      }
      for (JsonNode experiment : json.path("result").path("experiments")) {
        if (experiment.path("incrementality").asString("").equals("MEASURED")) {
          said.add(
              "experiment %s measured what media add and goes before attribution and mix model"
                  .formatted(experiment.path("id").asString("")));
        }
      }
    }
    return Outputs.closed(
        assignment, assignment.directive().title() + " is complete", String.join("; ", said));
  }

  private static String shortened(List<String> doubts) {
    List<String> shown = doubts.subList(0, Math.min(DOUBTS_SHOWN, doubts.size()));
    return String.join(", ", shown)
        + (doubts.size() > DOUBTS_SHOWN
            ? " and %d more".formatted(doubts.size() - DOUBTS_SHOWN)
            : "");
  }

  /// Every link gets its campaign tags. Whether the page answers and a test conversion arrives can
  /// only be seen outside; that stays open, by name.
  private static Verdict track(Assignment assignment, Library library) {
    AssetShelf shelf = AssetShelf.of(assignment.material(AssetShelf.NAME), library);
    Map<String, String> links = new TreeMap<>();
    for (Asset asset : shelf.assets().values()) {
      String run = assignment.directive().run().toString();
      asset.fields().forEach((field, value) -> collect(asset, "/" + field, value, run, links));
    }
    List<String> open = new ArrayList<>();
    open.add("landing pages were not opened: nothing leaves this process");
    open.add("a test conversion must be seen by a person before the campaign starts");
    Map<String, Object> report = Map.of("links", links, "open", open);
    List<Attachment> outputs = new ArrayList<>(Outputs.of(assignment));
    outputs.add(Attachment.json("tracking_qa", CanonicalJson.write(report)));
    return Verdict.Close.with(
        Kind.NODE_CLOSED,
        "Gate G5: %d links carry their campaign tags".formatted(links.size()),
        String.join("; ", open),
        outputs);
  }

  /// Links by asset and JSON pointer. Addresses to unsubscribe and mail headers stay as they are.
  private static void collect(
      Asset asset, String pointer, JsonNode value, String run, Map<String, String> links) {
    if (value.isString()) {
      String url = value.asString();
      boolean isLink = pointer.endsWith("url") && url.matches("https?://[^\\s{}<>]+");
      if (isLink && !pointer.contains("unsubscribe")) {
        links.put(asset.id() + "#" + pointer, tagged(url, asset, run));
      }
      return;
    }
    value
        .properties()
        .forEach(
            entry -> collect(asset, pointer + "/" + entry.getKey(), entry.getValue(), run, links));
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      collect(asset, pointer + "/" + i, value.get(i), run, links);
    }
  }

  private static String tagged(String url, Asset asset, String run) {
    String medium =
        switch (asset.channel()) {
          case "email" -> "email";
          case "google_search", "pmax" -> "cpc";
          case "seo" -> "organic";
          default -> "paid";
        };
    String content = asset.id().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    int fragment = url.indexOf('#');
    String page = fragment < 0 ? url : url.substring(0, fragment);
    return page
        + (page.indexOf('?') < 0 ? "?" : "&")
        + "utm_source="
        + (asset.channel().equals("google_search") ? "google" : asset.channel())
        + "&utm_medium="
        + medium
        + "&utm_campaign="
        + asset.brand()
        + "-"
        + run.substring(0, 8)
        + "&utm_content="
        + content
        + (fragment < 0 ? "" : url.substring(fragment));
  }
}
