package io.raptorflow.ingress;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Briefs of fictitious companies.
final class Briefs {
  private Briefs() {}

  static JsonNode tarnwell() {
    return read("/briefs/tarnwell.json");
  }

  static JsonNode quillstack() {
    return read("/briefs/quillstack.json");
  }

  /// A brief that lacks what nobody may guess.
  static JsonNode withoutObjective() {
    ObjectNode brief = (ObjectNode) tarnwell();
    brief.remove("objective");
    return brief;
  }

  static Map<String, Object> launch(JsonNode brief, String workspace) {
    return Map.of("brief", brief, "workspace", workspace, "by", "Ada");
  }

  private static JsonNode read(String resource) {
    try (InputStream in = Briefs.class.getResourceAsStream(resource)) {
      return CanonicalJson.MAPPER.readTree(Objects.requireNonNull(in, resource));
    } catch (IOException broken) {
      throw new UncheckedIOException(resource, broken);
    }
  }
}
