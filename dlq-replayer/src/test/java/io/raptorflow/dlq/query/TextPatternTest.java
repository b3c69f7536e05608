package io.raptorflow.dlq.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternTest {
  private static final List<String> ATOMS =
      List.of(
          "a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "[^\\d-]", "\\d", "\\D", "\\w", "\\W", "\\s",
          "\\.", "\\n", "^", "$", "\\b", "\\B", "A");
  private static final List<String> COUNTS =
      List.of("*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "{0}", "{2,3}?");
  private static final String LETTERS = "aabbcAB1_ .-\n\u00e9";

  @Test
  void findsWhatTheJdkFindsIn200000RandomPairs() {
    SplittableRandom random = new SplittableRandom(99);

    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      String source = (random.nextInt(4) == 0 ? "(?i)" : "") + either(random, 3);
      TextPattern pattern = TextPattern.of(source);
      Pattern reference = Pattern.compile(source.replace("$", "\\z"), Pattern.UNIX_LINES);
      for (int j = 0; j < 10; j++) {
        String text = text(random);
        boolean is = pattern.isFoundIn(text);
        found += is ? 1 : 0;
        assertThat(is).as("%s in '%s'", source, text).isEqualTo(reference.matcher(text).find());
      }
    }

    assertThat(found).isBetween(40_000, 160_000);
  }

  @Test
  void takesACharacterBeyondTheBasicPlaneAsOne() {
    assertThat(TextPattern.of("^.$").isFoundIn("\uD83D\uDE00")).isTrue();
    assertThat(TextPattern.of("^[\uD83D\uDE00-\uD83D\uDE02]$").isFoundIn("\uD83D\uDE01")).isTrue();
    assertThat(TextPattern.of("_\\B.$").isFoundIn("_\uD83D\uDE00")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a|aa)+$",
        "(a*)*b",
        "(a|b|ab)*c",
        "(.*)(.*)(.*)(.*)(.*)=",
        "(a+)+b",
        "a{0,300}a{300}$x",
        "((((a*)*)*)*)*b",
        "(\\w|\\d|.)*!$"
      })
  void isQuickWhereBacktrackingHangsOrOverflows(String source) {
    String text = "a".repeat(200_000);

    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofMinutes(1), () -> assertThat(TextPattern.of(source).isFoundIn(text)).isFalse());
  }

  @Test
  void looksAtTheFirst65536Characters() {
    String front = "-".repeat(65_535);

    assertThat(TextPattern.of("x").isFoundIn(front + "x")).isTrue();
    assertThat(TextPattern.of("x").isFoundIn(front + "-x")).isFalse();
    assertThat(TextPattern.of("[x]").isFoundIn(front + "x")).isTrue();
    assertThat(TextPattern.of("[x]").isFoundIn(front + "-x")).isFalse();
    assertThat(TextPattern.of("-$").isFoundIn(front + "-")).isTrue();
    assertThat(TextPattern.of("-$").isFoundIn(front + "--")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "(a 0",
        "a) 1",
        "a** 2",
        "*a 0",
        "a|+ 2",
        "[a 0",
        "[] 0",
        "[z-a] 1",
        "[a-\\d] 1",
        "[[] 1",
        "a{ 1",
        "a{x} 1",
        "a{2 1",
        "a{3,2} 1",
        "a{1001} 2",
        "a{99999999} 2",
        "\\1 0",
        "(?=a) 0",
        "(?<n>a) 0",
        "a(?i) 1",
        "a*+ 2",
        "\\p{L} 0",
        "^* 0",
        "\\b+ 0",
        "a\\ 1",
        "[\\ 1",
        "(a{100}){100} 0",
        "((((){1000}){1000}){1000}) 0",
        "\\Qa\\E 0"
      })
  void refusesWithTheCharacterAtFault(String source, int index) {
    assertThatThrownBy(() -> TextPattern.of(source))
        .isInstanceOfSatisfying(
            PatternSyntaxException.class, fault -> assertThat(fault.getIndex()).isEqualTo(index));
  }

  private static String either(SplittableRandom random, int depth) {
    StringBuilder source = new StringBuilder(row(random, depth));
    while (random.nextInt(3) == 0) {
      source.append('|').append(row(random, depth));
    }
    return source.toString();
  }

  private static String row(SplittableRandom random, int depth) {
    StringBuilder source = new StringBuilder();
    int pieces = 1 + random.nextInt(3);
    for (int i = 0; i < pieces; i++) {
      boolean isGroup = depth > 0 && random.nextInt(4) == 0;
      String atom =
          isGroup
              ? (random.nextBoolean() ? "(" : "(?:") + either(random, depth - 1) + ")"
              : ATOMS.get(random.nextInt(ATOMS.size()));
      String count = COUNTS.get(random.nextInt(COUNTS.size()));
      // The JDK ends a counted loop at an empty round, so there a round must not be empty.
      String round = isGroup && count.startsWith("{2") ? "(?:" + atom + "a)" : atom;
      boolean isPlace = List.of("^", "$", "\\b", "\\B").contains(atom);
      boolean isRepeated = !isPlace && random.nextInt(3) == 0;
      source.append(isRepeated ? round + count : atom);
    }
    return source.toString();
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(9);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
