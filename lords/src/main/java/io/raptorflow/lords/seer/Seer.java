package io.raptorflow.lords.seer;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.campaign.Asset;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.supervision.AssetShelf;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Docket;
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

/// LORD-005: supervises the Matrix guild and checks at gate G5 that what leaves can be measured.
public final class Seer implements Judge {
  private Seer() {}

  public static Lord<Docket> lord() {
    return new Supervisor(AgentId.SEER, new Seer(), Hearing.DEAF);
  }

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    if (assignment.directive().duty() == Duty.JUDGE) {
      return track(assignment, library);
    }
    return Outputs.quorumMissed(assignment)
        .orElseGet(
            () ->
                Outputs.closed(
                    assignment,
                    assignment.directive().title() + " is complete",
                    Outputs.heard(assignment)));
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
    return Verdict.Close.with(
        Kind.NODE_CLOSED,
        "Gate G5: %d links carry their campaign tags".formatted(links.size()),
        String.join("; ", open),
        List.of(Attachment.json("tracking_qa", CanonicalJson.write(report))));
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
