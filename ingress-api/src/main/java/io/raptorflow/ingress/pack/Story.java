package io.raptorflow.ingress.pack;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the page tells: the dossier and what was worked out from it.
record Story(
    RunDossier dossier,
    Papers papers,
    Shelf shelf,
    Variants variants,
    List<Gaps.Gap> gaps,
    Costs costs,
    Charts charts) {

  JsonNode json(String name) {
    return papers.json(name);
  }

  JsonNode brief() {
    return papers.json(Papers.BRIEF);
  }

  String product() {
    return brief().path("product").path("name").asString("a product without a name");
  }

  String brand() {
    return brief().path("brand").path("name").asString("a brand without a name");
  }

  String currency() {
    return brief()
        .path("budget")
        .path("currency")
        .asString(json("budget").path("currency").asString(""));
  }
}
