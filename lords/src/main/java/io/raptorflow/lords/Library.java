package io.raptorflow.lords;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Payload;
import tools.jackson.databind.JsonNode;

/// Bodies by their hash. Reading is as pure as reading a constant: the hash fixes the content.
@FunctionalInterface
public interface Library {

  /// The body of a payload, wherever it lies.
  String text(Payload payload);

  /// The body as JSON.
  ///
  /// @throws tools.jackson.core.JacksonException when it is none
  default JsonNode json(Payload payload) {
    return CanonicalJson.read(text(payload));
  }

  /// A library that holds only what travels inline.
  static Library inlineOnly() {
    return Payload::text;
  }
}
