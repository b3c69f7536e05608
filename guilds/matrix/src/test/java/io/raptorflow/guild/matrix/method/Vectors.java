package io.raptorflow.guild.matrix.method;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Published numbers that methods must reproduce; each group names its source.
final class Vectors {
  private Vectors() {}

  static JsonNode group(String name) {
    JsonNode group = CanonicalJson.read(text("test-vectors.json")).path(name);
    if (group.isMissingNode()) {
      throw new IllegalArgumentException("no vectors named " + name);
    }
    return group;
  }

  static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static double[] doubles(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  /// Monthly airline passengers 1949 to 1960 (Box and Jenkins).
  static double[] airPassengers() {
    return text("airpassengers.csv")
        .lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[1]))
        .toArray();
  }
}
