package io.raptorflow.dlq.exchange;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, each with its type; a fault names the field.
final class FieldReader {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /// Value of each ASCII character, or -1.
  private static final int[] DIGITS = new int[128];

  static {
    Arrays.fill(DIGITS, -1);
    for (int value = 0; value < ALPHABET.length(); value++) {
      DIGITS[ALPHABET.charAt(value)] = value;
    }
  }

  // Kafka's times are milliseconds in 64 bits.
  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final int SHOWN_CHARS_MAX = 60;
  private static final int UUID_CHARS = 36;

  private final JsonNode object;
  private final String path;

  /// @param path name of the object and a dot; empty for the line itself
  FieldReader(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /// Demands exactly these fields.
  void only(List<String> names) throws FieldFault {
    for (String name : names) {
      if (!object.has(name)) {
        throw fault(name, "is missing");
      }
    }
    if (object.size() == names.size()) {
      return;
    }
    for (String name : object.propertyNames()) {
      if (!names.contains(name)) {
        throw fault(cut(name), "is unknown");
      }
    }
  }

  boolean isNull(String name) {
    return object.path(name).isNull();
  }

  String text(String name) throws FieldFault {
    JsonNode node = field(name);
    if (!node.isString()) {
      throw fault(name, "must be a text, is " + shown(node));
    }
    return node.stringValue();
  }

  int integer(String name) throws FieldFault {
    long number = number(name);
    if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw fault(name, "must fit 32 bits, is " + number);
    }
    return (int) number;
  }

  OptionalInt optionalInteger(String name) throws FieldFault {
    return isNull(name) ? OptionalInt.empty() : OptionalInt.of(integer(name));
  }

  long number(String name) throws FieldFault {
    JsonNode node = field(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw fault(name, "must be a whole number of 64 bits, is " + shown(node));
    }
    return node.longValue();
  }

  UUID uuid(String name) throws FieldFault {
    String text = text(name);
    try {
      if (text.length() == UUID_CHARS) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException broken) {
      // The fault below says it.
    }
    throw fault(name, "is no UUID: '" + cut(text) + "'");
  }

  Instant time(String name) throws FieldFault {
    String text = text(name);
    try {
      Instant time = Instant.parse(text);
      if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
        throw fault(name, "is out of range: '" + cut(text) + "'");
      }
      return time;
    } catch (DateTimeException broken) {
      throw fault(name, "is no time such as 2026-01-31T09:30:00Z: '" + cut(text) + "'");
    }
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) throws FieldFault {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw fault(
        name, "must be one of %s, is '%s'".formatted(List.of(type.getEnumConstants()), cut(text)));
  }

  List<String> texts(String name) throws FieldFault {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array(name)) {
      if (!node.isString()) {
        throw fault(name, "must hold texts, holds " + shown(node));
      }
      texts.add(node.stringValue());
    }
    return texts;
  }

  FieldReader object(String name) throws FieldFault {
    JsonNode node = field(name);
    if (!node.isObject()) {
      throw fault(name, "must be an object, is " + shown(node));
    }
    return new FieldReader(node, path + name + ".");
  }

  List<FieldReader> objects(String name) throws FieldFault {
    List<FieldReader> objects = new ArrayList<>();
    for (JsonNode node : array(name)) {
      String place = name + "[" + objects.size() + "]";
      if (!node.isObject()) {
        throw fault(place, "must be an object, is " + shown(node));
      }
      objects.add(new FieldReader(node, path + place + "."));
    }
    return objects;
  }

  /// Null, `{"text":…}` or `{"base64":…}`.
  byte @Nullable [] bytes(String name) throws FieldFault {
    JsonNode node = field(name);
    if (node.isNull()) {
      return null;
    }
    if (!node.isObject() || node.size() != 1 || !(node.has("text") || node.has("base64"))) {
      throw fault(name, "must be null or an object with text or base64, is " + shown(node));
    }
    FieldReader inner = new FieldReader(node, "");
    try {
      if (node.has("text")) {
        return inner.text("text").getBytes(StandardCharsets.UTF_8);
      }
      return base64(inner.text("base64"));
    } catch (FieldFault fault) {
      throw fault(name, fault.what());
    }
  }

  private static byte[] base64(String text) throws FieldFault {
    int digits = text.length();
    while (digits > 0 && text.length() - digits < 2 && text.charAt(digits - 1) == '=') {
      digits--;
    }
    for (int place = 0; place < digits; place++) {
      if (digit(text.charAt(place)) < 0) {
        throw new FieldFault("base64 is broken at character " + (place + 1));
      }
    }
    if (text.length() % 4 != 0 || digits % 4 == 1) {
      throw new FieldFault(
          "base64 is broken at character %d: it ends too early".formatted(text.length()));
    }
    // Bits that no byte takes must be 0, or two texts would mean the same bytes.
    int idle = digits % 4 == 2 ? 0xf : digits % 4 == 3 ? 0x3 : 0;
    if (idle != 0 && (digit(text.charAt(digits - 1)) & idle) != 0) {
      throw new FieldFault("base64 is broken at character " + digits);
    }
    return Base64.getDecoder().decode(text);
  }

  private static int digit(char sign) {
    return sign < DIGITS.length ? DIGITS[sign] : -1;
  }

  private JsonNode array(String name) throws FieldFault {
    JsonNode node = field(name);
    if (!node.isArray()) {
      throw fault(name, "must be an array, is " + shown(node));
    }
    return node;
  }

  private JsonNode field(String name) throws FieldFault {
    JsonNode node = object.get(name);
    if (node == null) {
      throw fault(name, "is missing");
    }
    return node;
  }

  private FieldFault fault(String name, String what) {
    return new FieldFault(path + name + ": " + what);
  }

  private static String shown(JsonNode node) {
    return node.isContainer()
        ? "an " + node.getNodeType().name().toLowerCase(Locale.ROOT)
        : cut(node.toString());
  }

  static String cut(String text) {
    return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
  }
}
