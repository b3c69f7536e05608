package io.raptorflow.ingress.pack;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Sha256;
import io.raptorflow.campaign.Asset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The assets of a run, each with the word on whether it may leave. An asset leaves only when gate
/// G4 approved the release list and the list names the very hash that the asset has.
record Shelf(List<Piece> pieces) {

  /// How an asset stands.
  enum State {
    RELEASED,
    /// A Guardian holds it.
    HELD_BACK,
    /// Its hash is not the approved one.
    REFUSED,
    /// No person has approved it.
    WAITING
  }

  /// @param file its file in the pack without extension, unique within the pack
  /// @param approved hash that was approved; empty when none was
  record Piece(
      Asset asset, String file, String hash, String approved, State state, String reason) {}

  Shelf {
    pieces = List.copyOf(pieces);
  }

  List<Piece> in(State state) {
    return pieces.stream().filter(piece -> piece.state() == state).toList();
  }

  /// Whether an asset of this type was not let out.
  boolean withholds(String type) {
    return pieces.stream()
        .anyMatch(p -> p.state() != State.RELEASED && p.asset().type().equals(type));
  }

  /// Reads the assets; one that the release list names and the run does not have is set aside by
  /// name.
  static Shelf of(Papers papers) {
    String listHash = papers.document("release_list").map(RunDossier.Document::sha256).orElse("");
    JsonNode word = papers.json("approval_g4");
    boolean approved = word.path("decision").asString("").equals("approved");
    boolean sameList = word.path("releaseList").asString("").equals(listHash);
    Map<String, String> listed = new TreeMap<>();
    papers
        .json("release_list")
        .forEach(e -> listed.put(e.path("asset").asString(""), e.path("hash").asString("")));
    List<Piece> pieces = new ArrayList<>();
    Set<String> files = new HashSet<>();
    for (JsonNode node : papers.json("assets")) {
      Asset asset;
      try {
        asset = CanonicalJson.MAPPER.treeToValue(node, Asset.class);
      } catch (JacksonException notAnAsset) {
        continue;
      }
      String hash = asset.hash();
      String due = listed.getOrDefault(asset.id(), "");
      State state;
      String reason;
      if (papers.json("held_back").has(asset.id())) {
        state = State.HELD_BACK;
        reason =
            "held back by "
                + String.join(", ", Papers.texts(papers.json("held_back").path(asset.id())));
      } else if (!approved) {
        state = State.WAITING;
        reason = "gate G4 has not approved it";
      } else if (!sameList) {
        state = State.REFUSED;
        reason = "gate G4 approved another release list";
      } else if (due.isEmpty()) {
        state = State.REFUSED;
        reason = "the approved release list does not name it";
      } else if (!due.equals(hash)) {
        state = State.REFUSED;
        reason = "approved was the hash %s, the asset has %s".formatted(due, hash);
      } else {
        state = State.RELEASED;
        reason = "approved by " + word.path("by").asString("");
      }
      pieces.add(new Piece(asset, file(asset.id(), files), hash, due, state, reason));
    }
    listed.forEach(
        (id, hash) -> {
          if (pieces.stream().noneMatch(p -> p.asset().id().equals(id))) {
            papers.setAside(id, "the release list names it with the hash " + hash);
          }
        });
    return new Shelf(pieces);
  }

  private static String file(String id, Set<String> taken) {
    String safe = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String file = safe.length() > 80 ? safe.substring(0, 80) : safe;
    if (file.isEmpty() || !taken.add(file)) {
      file = file + "-" + Sha256.hex(id).substring(0, 12);
      taken.add(file);
    }
    return "assets/" + file;
  }
}
