package io.raptorflow.dlq.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// `-Draptor.inputs=N` and `-Draptor.seed=N` make it longer and other.
class QueryFuzzTest {
  private static final int INPUTS = Integer.getInteger("raptor.inputs", 200_000);
  private static final long SEED = Long.getLong("raptor.seed", 1_000_003);
  private static final String SIGNS =
      "abinortds_-.$[](){}\"'\\,=!<>~:/@+* 0123456789|?^\n\t\u0000\u00e9\u202e\uD83D\uDE00";
  private static final List<String> WORDS =
      List.of(
          "and ",
          "or ",
          "not ",
          "in ",
          "(",
          ")",
          "status",
          "reason",
          "agent",
          "age",
          "held",
          "due",
          "work",
          "run",
          "failures",
          "header.",
          "payload.$",
          "payload.$.a[0]",
          "=",
          "!=",
          "~",
          "<=",
          ">",
          "PARKED",
          "TIMEOUT",
          "2h",
          "3",
          "null",
          "true",
          "\"x\"",
          "'[a-z]+$'",
          "\"\\",
          "'",
          "2026-11-20",
          "2026-11-20T06:00:00Z",
          "11111111-1111-4111-8111-111111111111",
          ", ",
          "{9",
          "9999999999999",
          "1e99999",
          "(((((((((",
          "not not not ");

  @Test
  void parsesOrPointsIntoTheTextOfHostileInputs() {
    SplittableRandom random = new SplittableRandom(SEED);
    RandomTerms terms = new RandomTerms(random.split());
    String seed = "";
    int parsed = 0;

    for (int i = 0; i < INPUTS; i++) {
      if (i % 16 == 0) {
        seed = terms.term(random.nextInt(3)).text();
      }
      String text =
          switch (i % 8) {
            case 0 -> noise(random);
            case 1, 2 -> words(random);
            default -> mutated(seed, random);
          };
      if (isParsed(text)) {
        parsed++;
      }
    }

    assertThat(parsed).isBetween(INPUTS / 20, INPUTS - INPUTS / 20);
  }

  private static boolean isParsed(String text) {
    try {
      return DeadLetterQuery.parse(text).toString().length() <= DeadLetterQuery.CHARS_MAX;
    } catch (QuerySyntaxException fault) {
      checkCaret(text, fault);
      return false;
    } catch (RuntimeException | StackOverflowError other) {
      throw new AssertionError("input was: " + text, other);
    }
  }

  private static void checkCaret(String text, QuerySyntaxException fault) {
    String message = String.valueOf(fault.getMessage());
    int textAt = message.indexOf('\n') + 1;
    int caretsAt = message.indexOf('\n', textAt) + 1;
    int foundAt = message.indexOf('\n', caretsAt) + 1;
    int shown = message.codePointCount(textAt, caretsAt - 1);
    int carets = foundAt - 1 - caretsAt;
    boolean inText =
        fault.start() >= 0 && fault.start() <= fault.end() && fault.end() <= text.length();
    boolean underIt =
        carets > 2
            && carets <= shown + 1
            && message.charAt(foundAt - 2) == '^'
            && message.startsWith("found    ", foundAt)
            && message.startsWith("fits     ", message.indexOf('\n', foundAt) + 1);
    if (!inText || !underIt) {
      throw new AssertionError(text + "\n" + message);
    }
  }

  private static String noise(SplittableRandom random) {
    StringBuilder noise = new StringBuilder();
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      noise.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return noise.toString();
  }

  private static String words(SplittableRandom random) {
    StringBuilder words = new StringBuilder();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      words.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return words.toString();
  }

  private static String mutated(String seed, SplittableRandom random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
        case 2 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }
}
