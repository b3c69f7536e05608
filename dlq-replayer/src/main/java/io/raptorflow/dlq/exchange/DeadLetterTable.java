package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.RetryRow;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/// Rows as a table for spreadsheets: CSV after RFC 4180, lines ended by CR LF, a heading first.
///
/// A cell that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-`, `@`, a
/// tab or a line end, has an apostrophe before it.
public final class DeadLetterTable {
  static final List<String> COLUMNS =
      List.of(
          "work",
          "status",
          "agent",
          "workspace",
          "run",
          "failure",
          "fingerprint",
          "message",
          "originalTopic",
          "group",
          "failures",
          "replays",
          "firstFailedAt",
          "lastFailedAt",
          "dueAt",
          "letter");
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private DeadLetterTable() {}

  /// Writes the heading and a line for each row; does not close the output.
  ///
  /// @throws IOException when the output fails
  public static void write(Stream<RetryRow> rows, Appendable output) throws IOException {
    CSVPrinter table = new CSVPrinter(output, CSVFormat.RFC4180);
    table.printRecord(COLUMNS);
    for (Iterator<RetryRow> all = rows.iterator(); all.hasNext(); ) {
      table.printRecord(cells(all.next()));
    }
    table.flush();
  }

  private static List<String> cells(RetryRow row) {
    return Stream.<@Nullable Object>of(
            row.work(),
            row.status(),
            row.agent(),
            row.workspace(),
            row.run(),
            row.failure(),
            row.fingerprint(),
            row.message(),
            row.originalTopic(),
            row.group(),
            row.failures(),
            row.replays(),
            row.firstFailedAt(),
            row.lastFailedAt(),
            row.dueAt(),
            row.letter())
        .map(cell -> guarded(Objects.toString(cell, "")))
        .toList();
  }

  private static String guarded(String cell) {
    return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
