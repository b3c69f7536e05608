package io.raptorflow.dlq.foreign;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The error headers of one letter, read by name. What cannot be read is missing, with a note; of a
/// repeated name the last counts, because every family appends.
final class HeaderReading {
  private static final char REPLACED = '\ufffd';
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}");

  private record Found(byte @Nullable [] value, int times) {}

  private final Map<String, Found> found = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  HeaderReading(Headers headers) {
    for (Header header : headers) {
      if (ForeignLetters.isErrorHeader(header.key()) || header.key().startsWith("raptor-")) {
        Found before = found.get(header.key());
        found.put(header.key(), new Found(header.value(), before == null ? 1 : before.times() + 1));
      }
    }
  }

  List<String> notes() {
    return notes;
  }

  boolean has(String name) {
    return found.containsKey(name);
  }

  /// UTF-8, strictly.
  Optional<String> text(String name) {
    byte[] value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    String text = new String(value, StandardCharsets.UTF_8);
    // The mark of a replaced byte may also have been written; only the bytes tell.
    if (text.indexOf(REPLACED) >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value)) {
      notes.add(name + " is not UTF-8");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /// Text that says something.
  Optional<String> name(String name) {
    Optional<String> text = text(name);
    if (text.isPresent() && text.get().isBlank()) {
      notes.add(name + " is empty");
      return Optional.empty();
    }
    return text;
  }

  Optional<String> topic(String name) {
    Optional<String> text = name(name);
    if (text.isPresent() && !isTopic(text.get())) {
      notes.add(name + " is no topic name: '" + cut(text.get()) + "'");
      return Optional.empty();
    }
    return text;
  }

  /// Whether Kafka accepts a name: 1 to 249 of letters, digits, `.`, `_` and `-`.
  static boolean isTopic(String name) {
    return TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /// A big-endian `int`, not negative.
  OptionalInt binaryInt(String name) {
    ByteBuffer bytes = binary(name, Integer.BYTES);
    return bytes == null ? OptionalInt.empty() : asInt(natural(name, bytes.getInt()));
  }

  /// A big-endian `int`, or one unsigned byte as older versions of Spring wrote it.
  OptionalInt byteOrInt(String name) {
    byte[] value = value(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    return switch (value.length) {
      case Byte.BYTES -> OptionalInt.of(Byte.toUnsignedInt(value[0]));
      case Integer.BYTES -> asInt(natural(name, ByteBuffer.wrap(value).getInt()));
      default -> {
        notes.add(name + " has " + value.length + " bytes, not 1 or 4");
        yield OptionalInt.empty();
      }
    };
  }

  /// A big-endian `long`, not negative.
  OptionalLong binaryLong(String name) {
    ByteBuffer bytes = binary(name, Long.BYTES);
    return bytes == null ? OptionalLong.empty() : natural(name, bytes.getLong());
  }

  /// A big-endian integer of 1 to 8 bytes, as `BigInteger.toByteArray` writes it; not negative.
  OptionalLong shortestLong(String name) {
    byte[] value = value(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value.length < 1 || value.length > Long.BYTES) {
      notes.add(name + " has " + value.length + " bytes, not 1 to 8");
      return OptionalLong.empty();
    }
    return natural(name, new BigInteger(value).longValueExact());
  }

  /// Decimal digits, not negative; empty with a note when there is another text.
  OptionalLong decimal(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      if (NUMBER.matcher(text.get()).matches()) {
        return natural(name, Long.parseLong(text.get()));
      }
    } catch (NumberFormatException tooLarge) {
      // The note below says it.
    }
    notes.add(name + " is no whole number: '" + cut(text.get()) + "'");
    return OptionalLong.empty();
  }

  OptionalInt decimalInt(String name) {
    OptionalLong number = decimal(name);
    if (number.isPresent() && number.getAsLong() > Integer.MAX_VALUE) {
      notes.add(name + " is too large: " + number.getAsLong());
      return OptionalInt.empty();
    }
    return asInt(number);
  }

  static Optional<Instant> time(OptionalLong epochMillis) {
    return epochMillis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(epochMillis.getAsLong()))
        : Optional.empty();
  }

  private byte @Nullable [] value(String name) {
    Found header = found.get(name);
    if (header == null) {
      return null;
    }
    if (header.times() > 1) {
      notes.add(name + " stands " + header.times() + " times; the last counts");
    }
    if (header.value() == null) {
      notes.add(name + " has no value");
    }
    return header.value();
  }

  private @Nullable ByteBuffer binary(String name, int width) {
    byte[] value = value(name);
    if (value == null) {
      return null;
    }
    if (value.length != width) {
      notes.add(name + " has " + value.length + " bytes, not " + width);
      return null;
    }
    return ByteBuffer.wrap(value);
  }

  private OptionalLong natural(String name, long number) {
    if (number < 0) {
      notes.add(name + " is negative: " + number);
      return OptionalLong.empty();
    }
    return OptionalLong.of(number);
  }

  private static OptionalInt asInt(OptionalLong number) {
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
        : OptionalInt.empty();
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
