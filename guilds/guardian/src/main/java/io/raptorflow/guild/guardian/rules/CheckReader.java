package io.raptorflow.guild.guardian.rules;

import io.raptorflow.guild.guardian.rules.Check.Coded;
import io.raptorflow.guild.guardian.rules.Check.Judged;
import io.raptorflow.guild.guardian.rules.Check.Lexical;
import io.raptorflow.guild.guardian.rules.Check.Measure;
import io.raptorflow.guild.guardian.rules.Check.Negation;
import io.raptorflow.guild.guardian.rules.Check.Reach;
import io.raptorflow.guild.guardian.rules.Check.Require;
import io.raptorflow.guild.guardian.rules.Check.Unit;
import io.raptorflow.guild.guardian.rules.WordList.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the checks and conditions of rules.
final class CheckReader {
  /// Keys of a rule that belong to its check.
  static final Set<String> KEYS =
      Set.of(
          "patterns",
          "casedPatterns",
          "words",
          "near",
          "spelling",
          "exceptions",
          "unless",
          "within",
          "negation",
          "fields",
          "measure",
          "require",
          "forbid",
          "code",
          "ask");

  private static final int INSENSITIVE =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  private final List<String> problems;

  CheckReader(List<String> problems) {
    this.problems = problems;
  }

  @Nullable Check check(String at, String kind, JsonNode node) {
    return switch (kind) {
      case "lexical" -> lexical(at, node);
      case "measured" -> measured(at, node);
      case "judged" -> {
        String ask = node.path("ask").asString("");
        yield ask.isEmpty() ? unfit(at, "a judged rule needs ask, a question") : new Judged(ask);
      }
      case "" -> null;
      default -> unfit(at, "kind must be lexical, measured or judged, was '" + kind + "'");
    };
  }

  private @Nullable Check unfit(String at, String why) {
    problems.add(at + ": " + why);
    return null;
  }

  private @Nullable Check lexical(String at, JsonNode node) {
    List<Pattern> patterns = new ArrayList<>(compiled(at, node.path("patterns"), INSENSITIVE));
    patterns.addAll(compiled(at, node.path("casedPatterns"), Pattern.UNICODE_CHARACTER_CLASS));
    Spelling spelling = named(at, node, "spelling", Spelling.PLAIN, Spelling.values());
    WordList words = new WordList(words(node.path("words")), spelling, texts(node.path("near")));
    if (patterns.isEmpty() && words.isEmpty()) {
      return unfit(at, "a lexical rule needs patterns or words");
    }
    return new Lexical(
        patterns,
        words,
        compiled(at, node.path("exceptions"), INSENSITIVE),
        compiled(at, node.path("unless"), INSENSITIVE),
        named(at, node, "within", Reach.SENTENCE, Reach.values()),
        named(at, node, "negation", Negation.IGNORED, Negation.values()),
        texts(node.path("fields")));
  }

  private static Map<String, String> words(JsonNode node) {
    Map<String, String> words = new LinkedHashMap<>();
    if (node.isArray()) {
      texts(node).forEach(word -> words.put(word, ""));
    } else {
      node.properties().forEach(entry -> words.put(entry.getKey(), entry.getValue().asString("")));
    }
    return words;
  }

  private @Nullable Check measured(String at, JsonNode node) {
    int ways = 0;
    for (String way : List.of("measure", "require", "forbid", "code")) {
      ways += node.has(way) ? 1 : 0;
    }
    if (ways != 1) {
      return unfit(at, "a measured rule needs exactly one of measure, require, forbid and code");
    }
    if (node.has("code")) {
      return new Coded(node.path("code").asString(""));
    }
    if (node.has("require")) {
      return new Require(conditions(at + " require", node.path("require")));
    }
    if (node.has("forbid")) {
      List<Condition> forbidden = conditions(at + " forbid", node.path("forbid"));
      return new Require(List.of(new Condition.Not(new Condition.All(forbidden))));
    }
    JsonNode measure = node.path("measure");
    if (!measure.has("min") && !measure.has("max")) {
      return unfit(at, "measure needs min or max");
    }
    int min = measure.path("min").asInt(0);
    int max = measure.path("max").asInt(Integer.MAX_VALUE);
    if (min > max) {
      return unfit(at, "measure has min " + min + " above max " + max);
    }
    Unit unit = named(at, measure, "of", Unit.CHARACTERS, Unit.values());
    return new Measure(unit, texts(node.path("fields")), min, max);
  }

  List<Condition> conditions(String at, JsonNode list) {
    List<Condition> conditions = new ArrayList<>();
    if (!list.isMissingNode() && !list.isArray()) {
      problems.add(at + ": must be an array of conditions");
    }
    for (int i = 0; i < list.size(); i++) {
      Condition condition = condition(at + "[" + i + "]", list.path(i));
      if (condition != null) {
        conditions.add(condition);
      }
    }
    return conditions;
  }

  private @Nullable Condition condition(String at, JsonNode node) {
    String field = node.path("field").asString("");
    if (node.has("not")) {
      Condition inner = condition(at + ".not", node.path("not"));
      return inner == null ? null : new Condition.Not(inner);
    }
    if (node.has("any")) {
      return new Condition.Any(conditions(at + ".any", node.path("any")));
    }
    if (node.has("all")) {
      return new Condition.All(conditions(at + ".all", node.path("all")));
    }
    if (node.has("market")) {
      return new Condition.Market(Set.copyOf(texts(node.path("market"))));
    }
    if (field.isEmpty()) {
      problems.add(at + ": a condition needs field, any, all, not or market, was " + node);
      return null;
    }
    if (node.has("is")) {
      Condition.State[] states = Condition.State.values();
      return new Condition.Is(field, named(at, node, "is", Condition.State.PRESENT, states));
    }
    if (node.has("in")) {
      return new Condition.In(
          field,
          texts(node.path("in")).stream()
              .map(word -> word.toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet()));
    }
    if (node.has("matches") || node.has("lacks")) {
      String expression = node.path(node.has("matches") ? "matches" : "lacks").asString("");
      Pattern pattern = compiled(at, expression, INSENSITIVE);
      if (pattern == null) {
        return null;
      }
      Condition matches = new Condition.Matches(field, pattern);
      return node.has("matches") ? matches : new Condition.Not(matches);
    }
    if (node.has("until")) {
      return new Condition.Age(
          field,
          node.path("until").asString(""),
          node.path("maxMonths").asLong(0),
          node.path("maxDays").asLong(0));
    }
    if (node.has("from") && node.has("to")) {
      return new Condition.Clock(
          field, node.path("from").asString(""), node.path("to").asString(""));
    }
    if (node.path("min").isNumber() || node.path("max").isNumber()) {
      return new Condition.Within(
          field,
          node.path("min").isNumber() ? node.path("min").decimalValue() : null,
          node.path("max").isNumber() ? node.path("max").decimalValue() : null);
    }
    problems.add(at + ": no such condition: " + node);
    return null;
  }

  private <E extends Enum<E>> E named(String at, JsonNode node, String key, E otherwise, E[] all) {
    String name = node.path(key).asString("");
    if (name.isEmpty()) {
      return otherwise;
    }
    for (E constant : all) {
      if (constant.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return constant;
      }
    }
    problems.add(
        "%s: %s must be one of %s, was '%s'"
            .formatted(at, key, List.of(all).toString().toLowerCase(Locale.ROOT), name));
    return otherwise;
  }

  private List<Pattern> compiled(String at, JsonNode expressions, int flags) {
    List<Pattern> patterns = new ArrayList<>();
    for (String expression : texts(expressions)) {
      Pattern pattern = compiled(at, expression, flags);
      if (pattern != null) {
        patterns.add(pattern);
      }
    }
    return patterns;
  }

  private @Nullable Pattern compiled(String at, String expression, int flags) {
    try {
      return Pattern.compile(expression, flags);
    } catch (PatternSyntaxException wrong) {
      problems.add(
          "%s: '%s' is no regular expression: %s at character %d"
              .formatted(at, expression, wrong.getDescription(), wrong.getIndex() + 1));
      return null;
    }
  }

  static List<String> texts(JsonNode array) {
    return array.isString()
        ? List.of(array.asString())
        : array.valueStream().map(node -> node.asString("")).filter(t -> !t.isEmpty()).toList();
  }
}
