package io.raptorflow.bus.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Reading and writing of record headers as UTF-8 texts.
final class RecordHeaders {
  private RecordHeaders() {}

  /// Value of the last header of a name.
  static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /// Value of a header that holds a whole number; empty when it is missing or no number.
  static Optional<Long> number(Headers headers, String name) {
    return text(headers, name).flatMap(RecordHeaders::number);
  }

  /// A text as a whole number; empty when it is none.
  static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException notNumber) {
      return Optional.empty();
    }
  }

  /// Every header as text; of a repeated name the last.
  static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new HashMap<>();
    for (Header header : headers) {
      if (header.value() != null) {
        texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return Map.copyOf(texts);
  }

  /// Sets a header, so that a name has one value.
  static void set(Headers headers, String name, String value) {
    set(headers, name, value.getBytes(StandardCharsets.UTF_8));
  }

  static void set(Headers headers, String name, byte[] value) {
    headers.remove(name);
    headers.add(name, value);
  }

  /// A new root of a trace (W3C Trace Context, level 1), sampled.
  static String newTraceparent() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextLong() | 1)
        + "-"
        + hex.toHexDigits(random.nextLong() | 1)
        + "-01";
  }
}
