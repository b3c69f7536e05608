package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Asset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads assets from JSON: one asset, a list of them, or an object with the list under `assets` or
/// `items`. Only `id`, `type` and `fields` are needed; the rest has neutral values.
public final class AssetReader {
  /// Most assets of one review.
  public static final int ASSETS_MAX = 5_000;

  /// Longest asset that is read, in characters of its JSON.
  public static final int CHARACTERS_MAX = 200_000;

  private AssetReader() {}

  /// What came of reading.
  public record Reading(List<Asset> assets, List<String> problems) {
    public Reading {
      assets = List.copyOf(assets);
      problems = List.copyOf(problems);
    }
  }

  public static Reading read(JsonNode root) {
    JsonNode list = root;
    if (root.isObject()) {
      list = root.path("assets").isArray() ? root.path("assets") : root.path("items");
    }
    List<JsonNode> nodes = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(nodes::add);
    } else if (root.isObject() && root.path("fields").isObject()) {
      nodes.add(root);
    } else {
      return new Reading(
          List.of(), List.of("assets must be a JSON array of objects with id, type and fields"));
    }
    if (nodes.size() > ASSETS_MAX) {
      return new Reading(
          List.of(), List.of("at most " + ASSETS_MAX + " assets are read, got " + nodes.size()));
    }
    List<Asset> assets = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      String id = node.path("id").asString("");
      if (id.isEmpty() || node.path("type").asString("").isEmpty()) {
        problems.add("assets[" + i + "] needs id and type");
      } else if (!node.path("fields").isObject()) {
        problems.add("assets[" + i + "] (" + id + ") needs fields, an object");
      } else if (node.toString().length() > CHARACTERS_MAX) {
        problems.add(
            "assets[%d] (%s) has %d characters, at most %d are read"
                .formatted(i, id, node.toString().length(), CHARACTERS_MAX));
      } else if (!ids.add(id)) {
        problems.add("assets[" + i + "] repeats the id " + id);
      } else {
        assets.add(asset(node));
      }
    }
    return new Reading(assets, problems);
  }

  private static Asset asset(JsonNode node) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    node.path("fields").properties().forEach(f -> fields.put(f.getKey(), f.getValue()));
    return new Asset(
        text(node, "id"),
        text(node, "brand"),
        text(node, "agent"),
        text(node, "type"),
        text(node, "locale"),
        text(node, "channel"),
        text(node, "stage"),
        text(node, "audience"),
        text(node, "framework"),
        text(node, "angle"),
        fields,
        node.path("claims").valueStream().map(claim -> claim.asString("")).toList(),
        Math.max(1, node.path("version").asInt(1)),
        text(node, "label"));
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }
}
