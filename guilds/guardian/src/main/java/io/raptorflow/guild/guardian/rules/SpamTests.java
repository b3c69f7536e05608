package io.raptorflow.guild.guardian.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Tests of a spam filter with their scores, from `packs/spam-tests.json`.
public final class SpamTests {
  private final Map<String, BigDecimal> scores = new HashMap<>();
  private final List<Test> tests = new ArrayList<>();

  private record Test(String name, Where where, Pattern pattern) {}

  private enum Where {
    SUBJECT,
    BODY
  }

  private SpamTests() {}

  public static SpamTests load() {
    SpamTests loaded = new SpamTests();
    for (JsonNode node : RulePack.resource("spam-tests").path("tests")) {
      String name = node.path("name").asString();
      loaded.scores.put(name, node.path("score").decimalValue());
      String pattern = node.path("pattern").asString("");
      if (!pattern.isEmpty()) {
        int flags = node.path("cased").asBoolean(false) ? 0 : Pattern.CASE_INSENSITIVE;
        loaded.tests.add(
            new Test(
                name,
                node.path("where").asString("body").equals("subject") ? Where.SUBJECT : Where.BODY,
                Pattern.compile(pattern, flags | Pattern.MULTILINE)));
      }
    }
    return loaded;
  }

  /// Points of a subject and a body; the filter reads the subject as the first line of the body.
  ///
  /// @param hits takes the name and score of each test that hit
  public BigDecimal content(String subject, String body, List<String> hits) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Test test : tests) {
      String text = test.where() == Where.SUBJECT ? subject : subject + "\n" + body;
      if (test.pattern().matcher(text).find()) {
        sum = sum.add(score(test.name()));
        hits.add(test.name() + " " + score(test.name()).toPlainString());
      }
    }
    return sum;
  }

  /// Score of a test by its name.
  ///
  /// @throws IllegalArgumentException when there is no such test
  public BigDecimal score(String name) {
    BigDecimal score = scores.get(name);
    if (score == null) {
      throw new IllegalArgumentException("no spam test is named " + name);
    }
    return score;
  }
}
