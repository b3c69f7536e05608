package io.raptorflow.dlq.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class QueryFaultsTest {

  /// Each block of `faults.txt` is a message to the letter; its second line is the faulty filter.
  @TestFactory
  Stream<DynamicTest> tellsAFaultToTheLetter() throws IOException {
    List<String> messages = List.of(messages().strip().split("\n\n"));

    assertThat(messages).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    return messages.stream()
        .map(
            message -> {
              String filter = message.lines().toList().get(1).substring(2);
              return DynamicTest.dynamicTest(
                  filter, () -> assertThat(told(filter)).isEqualTo(message));
            });
  }

  @Test
  void pointsAtAFaultFarInsideALongFilter() {
    String before = "held or ".repeat(20);

    assertThat(told(before + "helt or held or held or held or held or held or held"))
        .startsWith(
            """
            filter, character 161: there is no such field
              … or held or held or held or held or held or held or held or helt or held or held or held or held or …
                                                                           ^^^^
            found    helt
            """);
  }

  @Test
  void showsOnOneLineWhatWouldMoveTheCaret() {
    assertThat(told("held\n\tor\u202e\u0000 \uD83D\uDE00 x"))
        .startsWith(
            """
            filter, character 9: a comparison is missing
              held  or·· \uD83D\uDE00 x
                      ^
            found    ·
            """);
  }

  @Test
  void pointsAtTheStartAndEndOfTheFault() {
    QuerySyntaxException fault =
        catchThrowableOfType(
            QuerySyntaxException.class, () -> DeadLetterQuery.parse("held and agnt=x"));

    assertThat(List.of(fault.start(), fault.end())).containsExactly(9, 13);
    assertThat(fault.getStackTrace()).isEmpty();
  }

  @Test
  void namesTheNearestOnlyWhenItIsNear() {
    List<String> known = Arrays.stream(Field.OfRow.values()).map(Field.OfRow::text).toList();

    assertThat(Nearest.to("raeson", known)).isEqualTo("reason");
    assertThat(Nearest.to("FAILURE", known)).isEqualTo("failures");
    assertThat(Nearest.to("topik", known)).isEqualTo("topic");
    assertThat(Nearest.to("zzzzzz", known)).isEmpty();
    assertThat(Nearest.to("", known)).isEmpty();
    assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
  }

  static String told(String text) {
    return String.valueOf(
        catchThrowableOfType(QuerySyntaxException.class, () -> DeadLetterQuery.parse(text))
            .getMessage());
  }

  private static String messages() throws IOException {
    try (InputStream file =
        Optional.ofNullable(QueryFaultsTest.class.getResourceAsStream("faults.txt"))
            .orElseThrow()) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
