package io.raptorflow.dlq.foreign;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Coordinates;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A foreign dead letter in a file of `src/test/resources/foreign`; all bytes as base64.
record Golden(
    String madeBy,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    RecordHeaders headers) {
  private static final JsonMapper PRETTY = JsonMapper.builder().build();

  static Golden read(String name) {
    try (InputStream file =
        Objects.requireNonNull(
            Golden.class.getResourceAsStream("/foreign/" + name + ".json"), name)) {
      JsonNode json = CanonicalJson.MAPPER.readTree(file);
      RecordHeaders headers = new RecordHeaders();
      for (JsonNode header : json.get("headers")) {
        headers.add(header.get("name").stringValue(), bytes(header.get("value")));
      }
      return new Golden(
          json.get("madeBy").stringValue(),
          json.get("timestamp").longValue(),
          bytes(json.get("key")),
          bytes(json.get("value")),
          headers);
    } catch (IOException broken) {
      throw new IllegalStateException("cannot read " + name, broken);
    }
  }

  static Golden of(String madeBy, ConsumerRecord<byte[], byte[]> record) {
    return new Golden(
        madeBy,
        record.timestamp(),
        record.key(),
        record.value(),
        new RecordHeaders(record.headers()));
  }

  /// The file's text.
  String json() {
    ObjectNode json = PRETTY.createObjectNode();
    json.put("madeBy", madeBy);
    json.put("timestamp", timestamp);
    json.put("key", text(key));
    json.put("value", text(value));
    var array = json.putArray("headers");
    for (Header header : headers) {
      array.addObject().put("name", header.key()).put("value", text(header.value()));
    }
    return PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    headers.forEach(header -> names.add(header.key()));
    return names;
  }

  Origin origin() {
    return ForeignLetters.read(
        headers, new Coordinates("some.dlq", 0, 7), Instant.ofEpochMilli(timestamp));
  }

  ConsumerRecord<byte[], byte[]> at(String topic, int partition, long offset) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }

  ProducerRecord<byte[], byte[]> to(String topic) {
    return new ProducerRecord<>(topic, 0, timestamp, key, value, headers);
  }

  private static byte @Nullable [] bytes(JsonNode node) {
    return node.isNull() ? null : Base64.getDecoder().decode(node.stringValue());
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}
