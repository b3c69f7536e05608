package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON files that anybody may have made: what is wrong is told in one line, with its place.
final class JsonFile {
  private static final long BYTES_MAX = 32L * 1024 * 1024;
  private static final JsonMapper STRICT =
      CanonicalJson.MAPPER
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonFile() {}

  /// Reads a file.
  ///
  /// @throws CliException when there is no such file, it is too large, not UTF-8 or no JSON
  static JsonNode read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw unreadable(file, Files.exists(file) ? "is no file" : "does not exist");
      }
      long bytes = Files.size(file);
      if (bytes > BYTES_MAX) {
        throw unreadable(file, "has %d bytes, at most %d are read".formatted(bytes, BYTES_MAX));
      }
      return parsed(file, Files.readAllBytes(file));
    } catch (IOException broken) {
      throw unreadable(file, "cannot be read: " + broken.getMessage());
    }
  }

  /// A brief: a file, or the name of a sample.
  static JsonNode brief(String name) {
    return Files.exists(Path.of(name))
        ? read(Path.of(name))
        : CanonicalJson.read(BriefFile.read(name).brief());
  }

  private static JsonNode parsed(Path file, byte[] bytes) {
    if (bytes.length == 0) {
      throw unreadable(file, "is empty");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw unreadable(file, "is not UTF-8" + (looksLikeUtf16(bytes) ? ", but UTF-16" : ""));
    }
    try {
      JsonNode root = STRICT.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
      if (!root.isContainer()) {
        throw unreadable(file, "holds no JSON object or array");
      }
      return root;
    } catch (JacksonException malformed) {
      TokenStreamLocation at = malformed.getLocation();
      throw unreadable(
          file,
          "is no JSON that can be read%s: %s"
              .formatted(
                  at == null
                      ? ""
                      : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
                  told(malformed)));
    }
  }

  /// The first line, without the parser's own settings.
  private static String told(JacksonException malformed) {
    return malformed
        .getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(", from `.*", ")");
  }

  private static boolean looksLikeUtf16(byte[] bytes) {
    return bytes.length > 1
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
  }

  private static CliException unreadable(Path file, String why) {
    return new CliException(ExitCode.UNREADABLE, file + " " + why);
  }
}
