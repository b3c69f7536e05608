package io.raptorflow.agent;

import tools.jackson.databind.JsonNode;

/// Writes one kind of output without a language model: the craft behind the `offline` model.
///
/// Deterministic for equal inputs and seed, never canned: every sentence about the product is made
/// of the brief's own words. Thread-safe.
public interface Composer {

  /// Simple name of the output record that it can write.
  String output();

  /// Writes the output as JSON that fits the record's schema.
  JsonNode compose(TaskInputs inputs);
}
