package io.raptorflow.agent;

import io.raptorflow.bus.CanonicalJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads a model's reply into the output record, strictly: nothing missing, nothing unknown,
/// nothing doubled, nothing null.
final class OutputReader {
  /// Longest reply that is read, in characters.
  static final int CHARACTERS_MAX = 400_000;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private OutputReader() {}

  /// What came of reading.
  sealed interface Reading {
    /// The reply is an instance of the record.
    record Fits(Record output) implements Reading {}

    /// The reply is not; `fault` says where and why, for the writer.
    record Broken(String fault) implements Reading {}
  }

  static Reading read(String reply, Class<? extends Record> type) {
    if (reply.length() > CHARACTERS_MAX) {
      return new Reading.Broken(
          "the reply has %d characters, at most %d are read"
              .formatted(reply.length(), CHARACTERS_MAX));
    }
    try {
      return new Reading.Fits(STRICT.readValue(unfenced(reply), type));
    } catch (JacksonException broken) {
      return new Reading.Broken(where(broken) + broken.getOriginalMessage());
    } catch (IllegalArgumentException rule) {
      return new Reading.Broken(String.valueOf(rule.getMessage()));
    }
  }

  static String write(Record output) {
    return CanonicalJson.write(output);
  }

  private static String where(JacksonException broken) {
    return broken instanceof DatabindException bound && !bound.getPath().isEmpty()
        ? bound.getPathReference() + ": "
        : "";
  }

  /// Models like to wrap JSON in a Markdown fence; the fence carries no meaning.
  private static String unfenced(String reply) {
    String text = reply.strip();
    if (!text.startsWith("```") || !text.endsWith("```") || text.indexOf('\n') < 0) {
      return text;
    }
    return text.substring(text.indexOf('\n') + 1, text.length() - 3);
  }
}
