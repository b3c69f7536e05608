package io.raptorflow.dlq.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.exchange.ExportedLetter.ExportedHeader;
import io.raptorflow.dlq.exchange.ExportedLetter.Facts;
import io.raptorflow.dlq.exchange.ExportedLetter.Original;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterFileTest {
  private static final ExportedLetter LETTER =
      new ExportedLetter(
          new Facts(
              new WorkId(new UUID(4, 2)),
              Status.PARKED,
              "MUSE-001",
              "tarn",
              Optional.empty(),
              FailureClass.TRANSIENT,
              "f00",
              "it \"broke\"",
              "muse.muse-001",
              3,
              1,
              Instant.parse("2026-11-20T06:00:00Z"),
              Instant.parse("2026-11-20T07:00:00.5Z"),
              List.of("once")),
          new Coordinates("sys.dlq.processing_error", 1, 5),
          new Original(Optional.of("orders"), Optional.of(2), Optional.of(41L), Optional.empty()),
          "kü".getBytes(UTF_8),
          new byte[] {0, 0, 0, 1, 7, 9},
          List.of(new ExportedHeader("a", null), new ExportedHeader("a", new byte[0])),
          "fixed".getBytes(UTF_8));

  private static final String LINE =
      """
      {"version":2,"work":"00000000-0000-0004-0000-000000000002","status":"PARKED",\
      "agent":"MUSE-001","workspace":"tarn","run":null,"failure":"TRANSIENT",\
      "fingerprint":"f00","message":"it \\"broke\\"","group":"muse.muse-001","failures":3,\
      "replays":1,"firstFailedAt":"2026-11-20T06:00:00Z",\
      "lastFailedAt":"2026-11-20T07:00:00.500Z","history":["once"],\
      "letter":{"topic":"sys.dlq.processing_error","partition":1,"offset":5},\
      "original":{"topic":"orders","partition":2,"offset":41,"timestamp":null},\
      "key":{"text":"kü"},"value":{"base64":"AAAAAQcJ"},\
      "headers":[{"name":"a","value":null},{"name":"a","value":{"text":""}}],\
      "edited":{"text":"fixed"},"schemaId":263""";

  @Test
  void writesThisLineSinceVersion2() throws IOException {
    assertThat(written(LETTER)).isEqualTo(sealed(LINE) + "\n");
  }

  @Test
  void readsWhatItWrote() throws IOException {
    List<FileLine> lines = read(written(LETTER));

    assertThat(lines).containsExactly(new FileLine.Read(1, LETTER));
    assertThat(LETTER.schemaId()).hasValue(263);
  }

  @Test
  void readsALineOfVersion1() throws IOException {
    String line =
        LINE.replace("\"version\":2", "\"version\":1")
            .replace("\"edited\":{\"text\":\"fixed\"},", "");

    FileLine.Read read = (FileLine.Read) read(sealed(line)).getFirst();

    assertThat(read.letter().edited()).isNull();
    assertThat(read.letter().facts()).isEqualTo(LETTER.facts());
    assertThat(read.letter().value()).isEqualTo(LETTER.value());
  }

  @Test
  void givesTheSameBytesAfterWritingReadingAndWriting() throws IOException {
    List<ExportedLetter> letters = new RandomLetters(7).letters().limit(20_000).toList();
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    DeadLetterFile.write(letters.stream(), first);

    List<ExportedLetter> read =
        DeadLetterFile.read(new ByteArrayInputStream(first.toByteArray()))
            .map(line -> ((FileLine.Read) line).letter())
            .toList();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    long lines = DeadLetterFile.write(read.stream(), second);

    assertThat(lines).isEqualTo(20_000);
    assertThat(read).isEqualTo(letters);
    assertThat(Arrays.equals(first.toByteArray(), second.toByteArray())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"AAAAAQcJ\" | \"AAAAAQcJAAA!AA==\" | value: base64 is broken at character 12",
        "\"AAAAAQcJ\" | \"AAAA=QcJ\" | value: base64 is broken at character 5",
        "\"AAAAAQcJ\" | \"AAAAAQc\" | value: base64 is broken at character 7: it ends too early",
        "\"AAAAAQcJ\" | \"AAAAAQd=\" | value: base64 is broken at character 7",
        "{\"base64\":\"AAAAAQcJ\"} | 7 | value: must be null or an object with text or base64, is 7",
        "{\"text\":\"kü\"} | {\"text\":7} | key: text: must be a text, is 7",
        "\"version\":2 | \"version\":3 | version: is 3, only 1 and 2 are known",
        "\"version\":2 | \"version\":1 | edited: is unknown",
        "\"version\":2, | `` | version: is missing",
        "\"edited\":{\"text\":\"fixed\"}, | `` | edited: is missing",
        "\"status\":\"PARKED\", | `` | status: is missing",
        "\"agent\" | \"agentt\" | agent: is missing",
        "\"key\" | \"more\":1,\"key\" | more: is unknown",
        "PARKED | LOST | status: must be one of [SCHEDULED, HELD, FIRED, RESOLVED, PARKED,"
            + " QUARANTINED, DISCARDED], is 'LOST'",
        "0004-0000 | 000x-0000 | work: is no UUID: '00000000-0000-000x-0000-000000000002'",
        "\"failures\":3 | \"failures\":3.5 | failures: must be a whole number of 64 bits, is 3.5",
        "\"failures\":3 | \"failures\":3000000000 | failures: must fit 32 bits, is 3000000000",
        "06:00:00Z | 06:00 | firstFailedAt: is no time such as 2026-01-31T09:30:00Z:"
            + " '2026-11-20T06:00'",
        "2026-11-20T06:00:00Z | +999999999-01-01T00:00:00Z | firstFailedAt: is out of range:"
            + " '+999999999-01-01T00:00:00Z'",
        "[\"once\"] | [7] | history: must hold texts, holds 7",
        "\"partition\":1 | \"partition\":\"1\" | letter.partition: must be a whole number of 64"
            + " bits, is \"1\"",
        "\"a\",\"value\":null | \"a\" | headers[0].value: is missing",
        "\"schemaId\":263 | \"schemaId\":264 | schemaId: is 264, the value says 263",
        "\"schemaId\":263 | \"schemaId\":null | schemaId: is none, the value says 263",
      })
  void namesTheFieldAndTheFault(String part, String changed, String fault) throws IOException {
    String line = sealed(LINE.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(changed)));

    assertThat(read(line)).singleElement().asString().isEqualTo("line 1: " + fault);
  }

  @Test
  void refusesALineThatWasChangedAfterwards() throws IOException {
    String changed = written(LETTER).replace("\"orders\"", "\"others\"");

    assertThat(read(changed)).singleElement().asString().contains("sha256: is ", "was changed");
  }

  @Test
  void refusesAHashThatIsNotTheLastField() throws IOException {
    String line = written(LETTER).replace("\"}\n", "\" }\n");

    assertThat(read(line))
        .singleElement()
        .asString()
        .isEqualTo("line 1: sha256: must be the last field, 64 hex digits, with no space");
  }

  @Test
  void refusesADoubledFieldAndWhatComesAfterTheLine() throws IOException {
    String doubled = sealed(LINE.replace("\"run\"", "\"run\":null,\"run\""));

    assertThat(read(doubled)).singleElement().asString().contains("no JSON", "uplicate", "run");
    assertThat(read(sealed(LINE) + "{}")).singleElement().asString().startsWith("line 1: ");
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] line = sealed(LINE).getBytes(UTF_8);
    line[20] = (byte) 0xc0;

    assertThat(DeadLetterFile.read(new ByteArrayInputStream(line)).toList())
        .singleElement()
        .hasToString("line 1: it is not UTF-8");
  }

  @Test
  void readsOnAfterABrokenLineAndCountsOn() throws IOException {
    String good = written(LETTER);

    List<FileLine> lines = read(good + "\n{\n" + good.replace("\n", "\r\n") + "nonsense");

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo(new FileLine.Read(1, LETTER));
    assertThat(lines.get(1)).hasToString("line 2: it is empty");
    assertThat(lines.get(2)).asString().startsWith("line 3: it is no JSON: ");
    assertThat(lines.get(3)).isEqualTo(new FileLine.Read(4, LETTER));
    assertThat(lines.get(4)).asString().startsWith("line 5: it is no JSON: ");
  }

  @Test
  void passesOverALineThatIsTooLong() {
    LineSplitter lines =
        new LineSplitter(new ByteArrayInputStream("ab\nabcdefgh\nabcd\n".getBytes(UTF_8)), 4);

    assertThat(new String(lines.next().bytes(), UTF_8)).isEqualTo("ab");
    LineSplitter.Line tooLong = lines.next();
    assertThat(LineReader.read(tooLong)).hasToString("line 2: it has more than 4 bytes");
    LineSplitter.Line fits = lines.next();
    assertThat(fits.number()).isEqualTo(3);
    assertThat(fits.excess()).isFalse();
    assertThat(lines.hasNext()).isFalse();
  }

  @Test
  void streamsAHundredMegabytesThroughFlatMemory() throws IOException {
    byte[] line = written(new RandomLetters(3).next(3_000)).getBytes(UTF_8);
    long count = 100_000_000 / line.length;
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();

    long bytes;
    try (Counting output = new Counting()) {
      bytes =
          DeadLetterFile.write(
              DeadLetterFile.read(new Repeating(line, count))
                  .map(read -> ((FileLine.Read) read).letter()),
              output);
      assertThat(output.bytes).isEqualTo(count * line.length);
    }

    System.gc();
    assertThat(bytes).isEqualTo(count);
    assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(20_000_000);
  }

  private static String written(ExportedLetter letter) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    DeadLetterFile.write(Stream.of(letter), output);
    return output.toString(UTF_8);
  }

  private static String sealed(String line) {
    return line + ",\"sha256\":\"" + Sha256.hex(line) + "\"}";
  }

  private static List<FileLine> read(String text) {
    return DeadLetterFile.read(new ByteArrayInputStream(text.getBytes(UTF_8))).toList();
  }

  /// The same bytes many times.
  private static final class Repeating extends InputStream {
    private final byte[] bytes;
    private long left;
    private int at;

    Repeating(byte[] bytes, long times) {
      this.bytes = bytes;
      this.left = times;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int most) {
      if (left == 0) {
        return -1;
      }
      int length = Math.min(most, bytes.length - at);
      System.arraycopy(bytes, at, into, from, length);
      at += length;
      if (at == bytes.length) {
        at = 0;
        left--;
      }
      return length;
    }
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}
