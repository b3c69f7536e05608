package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Sha256;
import io.raptorflow.dlq.exchange.ExportedLetter.ExportedHeader;
import io.raptorflow.dlq.exchange.ExportedLetter.Facts;
import io.raptorflow.dlq.exchange.ExportedLetter.Original;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes dead letters as lines; the same letter gives the same bytes.
final class LineWriter {
  private static final byte[] HASH_NAME = ",\"sha256\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "\"}\n".getBytes(StandardCharsets.UTF_8);

  void write(ExportedLetter letter, OutputStream output) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = CanonicalJson.MAPPER.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberProperty("version", DeadLetterFile.VERSION);
      facts(json, letter.facts());
      place(json, letter.letter());
      original(json, letter.original());
      json.writeName("key");
      bytes(json, letter.key());
      json.writeName("value");
      bytes(json, letter.value());
      json.writeArrayPropertyStart("headers");
      for (ExportedHeader header : letter.headers()) {
        json.writeStartObject();
        json.writeStringProperty("name", header.name());
        json.writeName("value");
        bytes(json, header.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeName("edited");
      bytes(json, letter.edited());
      json.writeName("schemaId");
      if (letter.schemaId().isPresent()) {
        json.writeNumber(letter.schemaId().getAsInt());
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    }
    byte[] object = line.toByteArray();
    byte[] hashed = Arrays.copyOf(object, object.length - 1);
    output.write(hashed);
    output.write(HASH_NAME);
    output.write(Sha256.hex(hashed).getBytes(StandardCharsets.UTF_8));
    output.write(END);
  }

  private static void facts(JsonGenerator json, Facts facts) {
    json.writeStringProperty("work", facts.work().toString());
    json.writeStringProperty("status", facts.status().name());
    json.writeStringProperty("agent", facts.agent());
    json.writeStringProperty("workspace", facts.workspace());
    text(json, "run", facts.run());
    json.writeStringProperty("failure", facts.failure().name());
    json.writeStringProperty("fingerprint", facts.fingerprint());
    json.writeStringProperty("message", facts.message());
    json.writeStringProperty("group", facts.group());
    json.writeNumberProperty("failures", facts.failures());
    json.writeNumberProperty("replays", facts.replays());
    json.writeStringProperty("firstFailedAt", facts.firstFailedAt().toString());
    json.writeStringProperty("lastFailedAt", facts.lastFailedAt().toString());
    json.writeArrayPropertyStart("history");
    facts.history().forEach(json::writeString);
    json.writeEndArray();
  }

  private static void place(JsonGenerator json, Coordinates letter) {
    json.writeObjectPropertyStart("letter");
    json.writeStringProperty("topic", letter.topic());
    json.writeNumberProperty("partition", letter.partition());
    json.writeNumberProperty("offset", letter.offset());
    json.writeEndObject();
  }

  private static void original(JsonGenerator json, Original original) {
    json.writeObjectPropertyStart("original");
    text(json, "topic", original.topic());
    json.writeName("partition");
    original.partition().ifPresentOrElse(json::writeNumber, json::writeNull);
    json.writeName("offset");
    original.offset().ifPresentOrElse(json::writeNumber, json::writeNull);
    text(json, "timestamp", original.timestamp());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, Optional<?> value) {
    json.writeName(name);
    value.map(Object::toString).ifPresentOrElse(json::writeString, json::writeNull);
  }

  private static void bytes(JsonGenerator json, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.writeNull();
      return;
    }
    Optional<String> text = text(bytes);
    json.writeStartObject();
    if (text.isPresent()) {
      json.writeStringProperty("text", text.get());
    } else {
      json.writeStringProperty("base64", Base64.getEncoder().encodeToString(bytes));
    }
    json.writeEndObject();
  }

  /// The text that the bytes are; empty when they are not UTF-8 or a person could not read them.
  private static Optional<String> text(byte[] bytes) {
    for (byte one : bytes) {
      if ((one >= 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r') || one == 0x7f) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }
}
