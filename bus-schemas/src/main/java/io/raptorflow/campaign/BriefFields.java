package io.raptorflow.campaign;

import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads single fields of a brief and writes down what is wrong with them.
final class BriefFields {
  final List<BriefReader.Issue> problems = new ArrayList<>();
  final List<BriefReader.Issue> gaps = new ArrayList<>();

  static final int ITEMS_MAX = 100;
  static final int TEXT_MAX = 2_000;

  Map<String, BigDecimal> amounts(String path, JsonNode node) {
    Map<String, BigDecimal> amounts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      BigDecimal amount = number(entry.getValue());
      if (amount == null || amount.signum() < 0) {
        problem(path + "/" + entry.getKey(), entry.getValue(), "must be a number >= 0");
      } else {
        amounts.put(entry.getKey(), amount);
      }
    }
    return amounts;
  }

  String text(JsonNode node, String path, String key, boolean needed) {
    JsonNode value = node.path(key);
    String text = value.isString() ? value.asString().strip() : "";
    if (text.length() > TEXT_MAX) {
      problem(path + "/" + key, value, "has at most " + TEXT_MAX + " characters");
      return text.substring(0, TEXT_MAX);
    }
    if (text.indexOf('\0') >= 0) {
      problem(path + "/" + key, value, "has no zero character");
      return "";
    }
    if (needed && text.isEmpty()) {
      problem(path + "/" + key, value, "is needed, as a text");
    }
    return text;
  }

  List<String> texts(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node.path(key)) {
      if (item.isString() && !item.asString().isBlank()) {
        texts.add(cutTo(item.asString().strip(), TEXT_MAX));
      }
    }
    if (texts.size() > ITEMS_MAX) {
      problem("/" + key, node.path(key), "has at most " + ITEMS_MAX + " items");
      return List.copyOf(texts.subList(0, ITEMS_MAX));
    }
    return List.copyOf(texts);
  }

  @Nullable LocalDate date(String path, JsonNode node) {
    try {
      return LocalDate.parse(node.asString(""));
    } catch (DateTimeParseException notDate) {
      problem(path, node, "must be an ISO date, for example 2027-03-01");
      return null;
    }
  }

  /// A number that people write, see [Decimals]; null for anything else.
  static @Nullable BigDecimal number(JsonNode node) {
    return node.isNumber() && Decimals.isCountable(node.decimalValue())
        ? node.decimalValue()
        : null;
  }

  static boolean isWebAddress(String url) {
    try {
      URI uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  void problem(String path, JsonNode value, String rule) {
    problems.add(
        new BriefReader.Issue(path, value.isMissingNode() ? "" : cut(value.toString()), rule));
  }

  static String cut(String text) {
    return cutTo(text, 80);
  }

  static String cutTo(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
