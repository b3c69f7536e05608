package io.raptorflow.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// A table of texts, as it came from a file: header and rows, nothing converted.
///
/// @param name logical name, for example `kpi_daily`
/// @param columns header, trimmed, in order
/// @param rows cells by position; each row has as many as there are columns
public record Table(String name, List<String> columns, List<List<String>> rows) {
  /// Most rows that are read from one file.
  public static final int ROWS_MAX = 2_000_000;

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// Reads comma-separated values (RFC 4180) whose first line is the header.
  ///
  /// @throws IllegalArgumentException naming table and line when a row has another width
  public static Table csv(String name, String text) {
    String content = text.startsWith("\ufeff") ? text.substring(1) : text;
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    try (CSVParser lines = CSVParser.parse(content, format)) {
      Iterator<CSVRecord> records = lines.iterator();
      if (!records.hasNext()) {
        throw new IllegalArgumentException("table " + name + " is empty: a header is needed");
      }
      List<String> header = records.next().stream().map(String::strip).toList();
      List<List<String>> rows = new ArrayList<>();
      while (records.hasNext()) {
        CSVRecord row = records.next();
        if (row.size() != header.size()) {
          throw new IllegalArgumentException(
              "table %s, row %d has %d cells, the header has %d"
                  .formatted(name, rows.size() + 2, row.size(), header.size()));
        }
        if (rows.size() == ROWS_MAX) {
          throw new IllegalArgumentException(
              "table " + name + " has more than " + ROWS_MAX + " rows");
        }
        rows.add(row.toList());
      }
      return new Table(name, header, rows);
    } catch (IOException | UncheckedIOException malformed) {
      throw new IllegalArgumentException(
          "table " + name + " is no CSV: " + malformed.getMessage(), malformed);
    }
  }

  /// Position of a column.
  public Optional<Integer> column(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  /// Rows as maps from column to cell.
  public List<Map<String, String>> records() {
    return rows.stream()
        .map(
            row -> {
              Map<String, String> cells = new LinkedHashMap<>();
              for (int i = 0; i < columns.size(); i++) {
                cells.put(columns.get(i), row.get(i));
              }
              return cells;
            })
        .toList();
  }
}
