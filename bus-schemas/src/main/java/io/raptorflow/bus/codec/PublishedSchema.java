package io.raptorflow.bus.codec;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import java.util.Map;
import org.apache.avro.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A schema as others see it: as it stands in its file, without what the code generator adds for
/// Java, which would make it another schema to a registry.
public final class PublishedSchema {
  private static final String JAVA_STRING = "avro.java.string";

  private PublishedSchema() {}

  public static Schema of(Class<? extends BusEvent> type) {
    return of(AvroMapping.schemaOf(type));
  }

  public static Schema of(Schema generated) {
    return new Schema.Parser().parse(json(generated).toString());
  }

  /// The schema as JSON.
  public static JsonNode json(Schema generated) {
    JsonNode tree = CanonicalJson.read(generated.toString());
    strip(tree);
    return tree;
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(JAVA_STRING);
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        strip(member.getValue());
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(PublishedSchema::strip);
    }
  }
}
