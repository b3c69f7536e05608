package io.raptorflow.dlq.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runs what `docs/dead-letter-filter.md` shows.
class QueryDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "dead-letter-filter.md");

  @TestFactory
  Stream<DynamicTest> admitsWhatItsExamplesSay() throws IOException {
    Map<String, Sample> letters = new LinkedHashMap<>();
    table("letter", 10).forEach(row -> letters.put(row.getFirst(), letter(row)));
    List<List<String>> examples = table("filter", 2);

    assertThat(letters).hasSize(4);
    assertThat(examples).hasSizeGreaterThanOrEqualTo(10);
    return examples.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.getFirst(),
                    () ->
                        assertThat(admitted(example.getFirst(), letters))
                            .isEqualTo(example.get(1))));
  }

  @Test
  void describesEveryFieldWithItsType() throws IOException {
    Map<String, String> described = new LinkedHashMap<>();
    table("field", 3).forEach(row -> described.put(row.get(0), row.get(1)));

    Map<String, String> known = new LinkedHashMap<>();
    for (Field.OfRow field : Field.OfRow.values()) {
      known.put(field.text(), type(field));
    }
    known.put("header.NAME", type(new Field.OfHeader("NAME")));
    known.put("payload.$.PATH", type(new Field.OfPayload(List.of())));
    assertThat(described).isEqualTo(known);
  }

  @Test
  void describesEveryTypeWithItsComparisons() throws IOException {
    Map<String, List<Operator>> described = new LinkedHashMap<>();
    for (List<String> row : table("type", 3)) {
      described.put(
          row.getFirst(),
          Arrays.stream(Operator.values())
              .filter(
                  operator ->
                      row.get(1).equals("all")
                          || Arrays.asList(row.get(1).split("[ ,]+")).contains(operator.sign()))
              .toList());
    }

    Map<String, List<Operator>> known = new LinkedHashMap<>();
    for (FieldType type : FieldType.values()) {
      known.put(type.noun(), Arrays.stream(Operator.values()).filter(type::allows).toList());
    }
    assertThat(described).isEqualTo(known);
  }

  @Test
  void showsTheMessageOfAFaultAsItIs() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(document)
        .contains("raptor: " + QueryFaultsTest.told("reason=TIMEOT and age>2h") + "\n");
  }

  private static String type(Field field) {
    return field.type().noun() + (field.presence() == Field.Presence.OPTIONAL ? " or null" : "");
  }

  private static String admitted(String filter, Map<String, Sample> letters) {
    DeadLetterQuery query = DeadLetterQuery.parse(filter);
    List<String> admitted = new ArrayList<>();
    letters.forEach(
        (name, letter) -> {
          if (query.admits(letter, Sample.NOW)) {
            admitted.add(name);
          }
        });
    return String.join(", ", admitted);
  }

  private static Sample letter(List<String> row) {
    Sample letter = new Sample();
    letter.work = new UUID(0, Integer.parseInt(row.get(0), 16));
    letter.status = Status.valueOf(row.get(1));
    letter.agent = row.get(2);
    letter.failure = FailureClass.valueOf(row.get(3));
    letter.failures = Integer.parseInt(row.get(4));
    letter.first = Instant.parse(row.get(5));
    letter.last = Instant.parse(row.get(6));
    letter.message = row.get(7);
    Map<String, String> headers = new LinkedHashMap<>();
    CanonicalJson.read(row.get(8))
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
    letter.headers = headers;
    letter.payload = row.get(9).isEmpty() ? null : CanonicalJson.read(row.get(9));
    return letter;
  }

  /// The rows under a table's head, cells without backticks; `\|` is a bar inside a cell.
  private static List<List<String>> table(String head, int columns) throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    int at = 0;
    while (!lines.get(at).startsWith("| " + head + " |")) {
      at++;
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(at + 2, lines.size())) {
      if (!line.startsWith("|")) {
        break;
      }
      List<String> cells =
          Arrays.stream(line.split("(?<!\\\\)\\|", -1))
              .map(cell -> cell.replace("\\|", "|").replace("`", "").strip())
              .toList();
      assertThat(cells).as(line).hasSize(columns + 2);
      rows.add(cells.subList(1, columns + 1));
    }
    return rows;
  }
}
