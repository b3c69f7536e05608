package io.raptorflow.bus.kafka;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.util.ClassSecurityValidator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the two halves of the serde share: the wire format and the trust in generated classes.
///
/// A value is one byte 0, the schema id as four bytes, and Avro's binary encoding.
final class AvroWire {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;
  static final String GENERATED_PACKAGE = "io.raptorflow.bus.avro";
  private static final String JAVA_STRING = "avro.java.string";

  static {
    // Avro refuses to load any class that a schema names unless its package is trusted. The list
    // holds our generated classes and nothing else: whoever may write to the registry chooses the
    // names.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.DEFAULT,
            type -> type.getPackageName().equals(GENERATED_PACKAGE)));
  }

  private AvroWire() {}

  /// Loads this class and with it the list of trusted packages.
  static void trustGeneratedClasses() {
    // Loading the class has done it.
  }

  static String subject(String topic) {
    return topic + "-value";
  }

  /// The schema as it stands in its file: without the string type that the generator adds, which
  /// would make it another schema to the registry.
  static Schema published(Schema generated) {
    JsonNode tree = io.raptorflow.bus.CanonicalJson.read(generated.toString());
    strip(tree);
    try {
      return new Schema.Parser().parse(tree.toString());
    } catch (SchemaParseException impossible) {
      throw new IllegalStateException("stripped schema no longer parses", impossible);
    }
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(JAVA_STRING);
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        strip(member.getValue());
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(AvroWire::strip);
    }
  }
}
