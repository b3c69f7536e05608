package io.raptorflow.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Holds a text against a result: every number in the text must stand in the result, rounded as the
/// text rounds it. A share of the result may be said as a percentage.
///
/// Numbers in words are held against it too. What the result itself says in words (dates, names)
/// may be repeated.
final class NumberCheck {
  private static final int SENTENCES_MAX = 2;
  private static final int CHARACTERS_MAX = 600;
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\d.])\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?");
  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(?=\\s|$)");
  private static final Map<String, BigDecimal> WORDS =
      Map.ofEntries(
          Map.entry("two", BigDecimal.TWO),
          Map.entry("twice", BigDecimal.TWO),
          Map.entry("double", BigDecimal.TWO),
          Map.entry("doubled", BigDecimal.TWO),
          Map.entry("half", new BigDecimal("0.5")),
          Map.entry("halved", new BigDecimal("0.5")),
          Map.entry("third", new BigDecimal("0.33")),
          Map.entry("quarter", new BigDecimal("0.25")),
          Map.entry("three", BigDecimal.valueOf(3)),
          Map.entry("four", BigDecimal.valueOf(4)),
          Map.entry("five", BigDecimal.valueOf(5)),
          Map.entry("six", BigDecimal.valueOf(6)),
          Map.entry("seven", BigDecimal.valueOf(7)),
          Map.entry("eight", BigDecimal.valueOf(8)),
          Map.entry("nine", BigDecimal.valueOf(9)),
          Map.entry("ten", BigDecimal.TEN),
          Map.entry("twelve", BigDecimal.valueOf(12)),
          Map.entry("dozen", BigDecimal.valueOf(12)),
          Map.entry("twenty", BigDecimal.valueOf(20)),
          Map.entry("hundred", BigDecimal.valueOf(100)),
          Map.entry("thousand", BigDecimal.valueOf(1_000)),
          Map.entry("million", BigDecimal.valueOf(1_000_000)));

  private final List<BigDecimal> numbers = new ArrayList<>();
  private final Set<String> texts = new HashSet<>();

  NumberCheck(JsonNode result) {
    gather(result);
  }

  private void gather(JsonNode node) {
    if (node.isNumber()) {
      numbers.add(node.decimalValue().abs());
    } else if (node.isString()) {
      texts.add(node.asString());
    }
    node.forEach(this::gather);
    // Keys carry data too: a month, a score, a channel.
    node.propertyNames().forEach(texts::add);
  }

  /// What is wrong with a text, for its writer; empty when nothing is.
  List<String> faults(String text) {
    List<String> faults = new ArrayList<>();
    String plain = text.strip();
    if (plain.isEmpty() || plain.length() > CHARACTERS_MAX) {
      faults.add("reading must have 1 to " + CHARACTERS_MAX + " characters");
    }
    long sentences = SENTENCE_END.matcher(plain).results().count();
    if (sentences > SENTENCES_MAX) {
      faults.add("reading has %d sentences, at most two are allowed".formatted(sentences));
    }
    String left = withoutQuotes(plain);
    Matcher number = NUMBER.matcher(left);
    while (number.find()) {
      if (!stands(new BigDecimal(number.group().replace(",", "")))) {
        faults.add("the number " + number.group() + " does not stand in the result");
      }
    }
    Matcher word = WORD.matcher(left.toLowerCase(Locale.ROOT));
    while (word.find()) {
      BigDecimal value = WORDS.get(word.group());
      if (value != null && !stands(value)) {
        faults.add("the number '" + word.group() + "' does not stand in the result");
      }
    }
    return faults;
  }

  /// The text without what the result says in words, the longest first.
  private String withoutQuotes(String text) {
    String left = text;
    List<String> longestFirst =
        texts.stream()
            .filter(quote -> quote.length() >= 3 && quote.chars().anyMatch(Character::isDigit))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String quote : longestFirst) {
      left = left.replace(quote, " ");
    }
    return left;
  }

  private boolean stands(BigDecimal said) {
    int decimals = Math.max(0, said.scale());
    return numbers.stream()
        .anyMatch(
            number ->
                same(number, said, decimals) || same(number.movePointRight(2), said, decimals));
  }

  private static boolean same(BigDecimal number, BigDecimal said, int decimals) {
    return number.setScale(decimals, RoundingMode.HALF_UP).compareTo(said) == 0
        || number.setScale(decimals, RoundingMode.HALF_EVEN).compareTo(said) == 0;
  }
}
