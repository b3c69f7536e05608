package io.raptorflow.bus.codec;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Topic;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/// The AsyncAPI 3.0.0 document of the bus, made from [Topic] and the Avro schemas.
public final class AsyncApi {
  private static final String AVRO = "application/vnd.apache.avro+json;version=1.12.0";

  private AsyncApi() {}

  /// The document as indented JSON, the same text for the same catalogue.
  public static String document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asyncapi", "3.0.0");
    document.put(
        "info",
        Map.of(
            "title",
            "RaptorFlow bus",
            "version",
            "1",
            "description",
            "What travels between the Lords, the guilds, the replayer and ingress. Values are"
                + " Avro in Confluent's wire format (a byte 0, the schema id as four bytes,"
                + " binary Avro); subjects are <topic>-value. Headers are CloudEvents 1.0 in"
                + " binary mode, W3C traceparent, and raptor-*.",
            "license",
            Map.of("name", "Apache-2.0")));
    document.put("defaultContentType", "application/avro");
    document.put("channels", channels());
    document.put("operations", operations());
    document.put("components", components());
    ObjectWriter writer = CanonicalJson.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT);
    return writer.writeValueAsString(document).replace("\r\n", "\n") + "\n";
  }

  private static Map<String, Object> channels() {
    Map<String, Object> channels = new TreeMap<>();
    for (Topic topic : Topic.values()) {
      Map<String, Object> channel = new LinkedHashMap<>();
      channel.put("address", topic.pattern().replace('<', '{').replace('>', '}'));
      channel.put(
          "description",
          "Key: %s. Written by %s; read by %s."
              .formatted(topic.keyRule(), topic.writtenBy(), topic.readBy()));
      if (topic.isFamily()) {
        channel.put("parameters", parameters(topic));
      }
      channel.put("messages", Map.of(message(topic), ref("messages", message(topic))));
      channel.put(
          "bindings",
          Map.of(
              "kafka",
              Map.of(
                  "partitions",
                  topic.partitions(),
                  "topicConfiguration",
                  Map.of(
                      "cleanup.policy",
                      List.of(topic.cleanup().policy().split(",")),
                      "retention.ms",
                      topic.retention().toMillis()),
                  "bindingVersion",
                  "0.5.0")));
      channels.put(topic.name(), channel);
    }
    return channels;
  }

  private static Map<String, Object> parameters(Topic topic) {
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put(
        "guild", Map.of("enum", List.of("council", "research", "muse", "matrix", "guardian")));
    if (topic == Topic.AGENT_INBOX) {
      parameters.put(
          "agent", Map.of("description", "Agent id in lower case, for example muse-001."));
    }
    return parameters;
  }

  private static Map<String, Object> operations() {
    Map<String, Object> operations = new TreeMap<>();
    for (Topic topic : Topic.values()) {
      Map<String, Object> channel = Map.of("$ref", "#/channels/" + topic.name());
      operations.put(
          "send." + topic.name(),
          Map.of("action", "send", "channel", channel, "summary", "By " + topic.writtenBy()));
      operations.put(
          "receive." + topic.name(),
          Map.of("action", "receive", "channel", channel, "summary", "By " + topic.readBy()));
    }
    return operations;
  }

  private static Map<String, Object> components() {
    Map<String, Object> messages = new TreeMap<>();
    Map<String, Object> schemas = new TreeMap<>();
    for (Topic topic : Topic.values()) {
      Map<String, Object> message = new LinkedHashMap<>();
      message.put("name", message(topic));
      message.put("headers", ref("schemas", "headers"));
      if (topic.event().isPresent()) {
        Class<? extends BusEvent> event = topic.event().get();
        message.put("contentType", "application/avro");
        message.put("summary", String.valueOf(AvroMapping.schemaOf(event).getDoc()));
        message.put("payload", ref("schemas", event.getSimpleName()));
        schemas.put(
            event.getSimpleName(),
            Map.of(
                "schemaFormat", AVRO, "schema", PublishedSchema.json(AvroMapping.schemaOf(event))));
      } else {
        message.put("contentType", "application/octet-stream");
        message.put(
            "summary",
            topic == Topic.CLAIMS
                ? "A chunk of a body that is too large for its event."
                : "A record that failed: its bytes and headers unchanged, and why.");
      }
      messages.put(message(topic), message);
    }
    schemas.put("headers", headers());
    return Map.of("messages", messages, "schemas", schemas);
  }

  private static Map<String, Object> headers() {
    Map<String, Object> properties = new TreeMap<>();
    List<String> required =
        new ArrayList<>(
            List.of(
                Headers.CE_SPECVERSION,
                Headers.CE_ID,
                Headers.CE_TYPE,
                Headers.CE_SOURCE,
                Headers.CE_TIME,
                Headers.CONTENT_TYPE,
                Headers.TRACEPARENT));
    for (Field constant : Headers.class.getFields()) {
      if (Modifier.isStatic(constant.getModifiers()) && constant.getType() == String.class) {
        properties.put(name(constant), Map.of("type", "string"));
      }
    }
    required.sort(null);
    return Map.of("type", "object", "properties", properties, "required", required);
  }

  private static String name(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException impossible) {
      throw new AssertionError("the constants of Headers are public", impossible);
    }
  }

  private static String message(Topic topic) {
    return topic
        .event()
        .map(Class::getSimpleName)
        .orElse(topic == Topic.CLAIMS ? "ClaimChunk" : "DeadLetter");
  }

  private static Map<String, Object> ref(String kind, String name) {
    return Map.of("$ref", "#/components/" + kind + "/" + name);
  }
}
