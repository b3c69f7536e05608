package io.raptorflow.lords.supervision;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Payload;
import io.raptorflow.campaign.Asset;
import io.raptorflow.lords.Library;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The assets of a run, by id.
public record AssetShelf(Map<String, Asset> assets) {
  /// Name of the document that holds them.
  public static final String NAME = "assets";

  public AssetShelf {
    assets = Collections.unmodifiableMap(new TreeMap<>(assets));
  }

  /// The shelf as a document holds it; empty when there is none yet.
  public static AssetShelf of(Optional<Payload> document, Library library) {
    Map<String, Asset> assets = new TreeMap<>();
    document.ifPresent(payload -> library.json(payload).forEach(json -> put(assets, asset(json))));
    return new AssetShelf(assets);
  }

  /// The shelf with the assets of some answers: a changed asset takes the next version.
  public AssetShelf with(Collection<Gathered> answers, Library library) {
    Map<String, Asset> more = new TreeMap<>(assets);
    for (Gathered answer : answers) {
      Payload output = answer.output();
      if (output != null) {
        library.json(output).path("assets").forEach(json -> put(more, next(asset(json))));
      }
    }
    return new AssetShelf(more);
  }

  private Asset next(Asset made) {
    Asset before = assets.get(made.id());
    if (before == null || sameText(before, made)) {
      return before == null ? made : before;
    }
    return new Asset(
        made.id(),
        made.brand(),
        made.agent(),
        made.type(),
        made.locale(),
        made.channel(),
        made.stage(),
        made.audience(),
        made.framework(),
        made.angle(),
        made.fields(),
        made.claims(),
        before.version() + 1,
        made.label());
  }

  private static boolean sameText(Asset one, Asset other) {
    return one.fields().equals(other.fields()) && one.claims().equals(other.claims());
  }

  private static Asset asset(JsonNode json) {
    return CanonicalJson.MAPPER.treeToValue(json, Asset.class);
  }

  private static void put(Map<String, Asset> assets, Asset asset) {
    assets.put(asset.id(), asset);
  }

  /// The shelf as a document.
  public Attachment document() {
    return Attachment.json(NAME, CanonicalJson.write(new ArrayList<>(assets.values())));
  }

  /// Ids, in order.
  public List<String> ids() {
    return List.copyOf(assets.keySet());
  }
}
