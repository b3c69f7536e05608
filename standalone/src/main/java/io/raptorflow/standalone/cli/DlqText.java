package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.dlq.Masking;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Texts of dead letters as people are shown them.
final class DlqText {
  private static final int LINE_CHARS_MAX = 70;

  private DlqText() {}

  /// One line, masked and cut to the width of a table.
  static String line(String text) {
    String line = oneLine(text);
    return line.length() <= LINE_CHARS_MAX ? line : line.substring(0, LINE_CHARS_MAX - 1) + "…";
  }

  /// One line, masked.
  static String oneLine(String text) {
    return Masking.text(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  /// A row as JSON with its words masked; ids, hashes and places stay.
  static JsonNode row(RetryRow row) {
    ObjectNode node = (ObjectNode) CanonicalJson.MAPPER.<JsonNode>valueToTree(row);
    Map<String, JsonNode> masked = new LinkedHashMap<>();
    for (String words : new String[] {"message", "history"}) {
      masked.put(words, Masking.json(node.path(words)));
    }
    node.setAll(masked);
    return node;
  }
}
