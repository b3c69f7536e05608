package io.raptorflow.bus;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON with one spelling per value: keys sorted, no spaces, decimals as written. What is hashed is
/// always written by this class, so equal values have equal hashes in every process.
public final class CanonicalJson {
  /// The mapper behind it; immutable and thread-safe.
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          // Otherwise the components of records come first, in the order of their declaration.
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private CanonicalJson() {}

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Reads any JSON text.
  ///
  /// @throws tools.jackson.core.JacksonException when it is no JSON
  public static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  /// Reads JSON into a record.
  ///
  /// @throws tools.jackson.core.JacksonException when it does not fit
  public static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }

  /// SHA-256 of the canonical text.
  public static String hash(Object value) {
    return Sha256.hex(write(value));
  }
}
