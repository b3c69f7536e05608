package io.raptorflow.standalone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The words of a run's assets.
record Copy(JsonNode assets) {
  private static final int SENTENCE_WORDS_MIN = 4;
  private static final Pattern MARKUP =
      Pattern.compile("(?is)<head>.*?</head>|<style.*?</style>|<[^>]+>");

  /// Every text in a field of an asset.
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    assets.forEach(asset -> collect(asset.path("fields"), texts));
    return texts;
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isString()) {
      texts.add(node.asString());
    }
    // Mail headers are protocol, not copy.
    node.properties().stream()
        .filter(field -> !field.getKey().equals("headers"))
        .forEach(field -> collect(field.getValue(), texts));
    if (node.isArray()) {
      node.forEach(child -> collect(child, texts));
    }
  }

  /// All texts in one, in lower case.
  String whole() {
    return String.join("\n", texts()).toLowerCase(Locale.ROOT);
  }

  /// Sentences of four words and more, without case, marks and numbers.
  Set<String> sentences() {
    return texts().stream()
        .map(text -> MARKUP.matcher(text).replaceAll("\n"))
        .flatMap(text -> Arrays.stream(text.split("[.!?\\n]+\\s*")))
        .map(Copy::normal)
        .filter(sentence -> sentence.split(" ").length >= SENTENCE_WORDS_MIN)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String normal(String sentence) {
    return sentence.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]+", " ").strip();
  }

  /// Ids of the proofs that the assets name.
  Set<String> claims() {
    Set<String> claims = new TreeSet<>();
    assets.forEach(asset -> asset.path("claims").forEach(claim -> claims.add(claim.asString())));
    return claims;
  }
}
