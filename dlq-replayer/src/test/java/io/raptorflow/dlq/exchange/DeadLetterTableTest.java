package io.raptorflow.dlq.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.WorkId;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTableTest {

  @Test
  void writesAHeadingAndALineForEachRow() throws IOException {
    assertThat(written("it broke, \"again\""))
        .isEqualTo(
            "work,status,agent,workspace,run,failure,fingerprint,message,originalTopic,group,"
                + "failures,replays,firstFailedAt,lastFailedAt,dueAt,letter\r\n"
                + "00000000-0000-0004-0000-000000000002,PARKED,MUSE-001,tarn,,TRANSIENT,f00,"
                + "\"it broke, \"\"again\"\"\",orders,muse,3,1,2026-11-20T06:00:00Z,"
                + "2026-11-20T06:00:00Z,,sys.dlq.processing_error:1:5\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
  void letsNoSpreadsheetTakeAMessageForAFormula(String message) throws IOException {
    assertThat(parsed(written(message)).get("message")).isEqualTo("'" + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "\"", ",", "'", " a ", "漢", "a=b"})
  void givesBackEveryOtherText(String message) throws IOException {
    assertThat(parsed(written(message)).get("message")).isEqualTo(message);
  }

  private static CSVRecord parsed(String table) throws IOException {
    try (CSVParser parser =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(table))) {
      return parser.getRecords().getFirst();
    }
  }

  private static String written(String message) throws IOException {
    Instant time = Instant.parse("2026-11-20T06:00:00Z");
    RetryRow row =
        new RetryRow(
            new WorkId(new UUID(4, 2)),
            RetryRow.Status.PARKED,
            "MUSE-001",
            "tarn",
            null,
            FailureClass.TRANSIENT,
            "f00",
            message,
            "orders",
            "muse",
            3,
            1,
            time,
            time,
            null,
            new Coordinates("sys.dlq.processing_error", 1, 5),
            List.of(),
            null,
            null,
            1,
            null,
            null,
            null,
            1,
            List.of(),
            time);
    StringBuilder text = new StringBuilder();
    DeadLetterTable.write(Stream.of(row), text);
    return text.toString();
  }
}
