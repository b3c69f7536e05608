package io.raptorflow.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// The cells of a file by line, nothing interpreted.
///
/// @param delimiter as it stands between cells
record Sheet(char delimiter, List<Row> rows) {
  /// Most rows of one file.
  static final int ROWS_MAX = 2_000_000;

  private static final int HEAD = 60;

  /// @param line of the file, from 1
  record Row(int line, List<String> cells) {
    boolean isBlank() {
      return cells.stream().allMatch(String::isBlank);
    }

    String first() {
      return cells.isEmpty() ? "" : cells.getFirst().strip();
    }
  }

  /// A sheet, or why the text is none.
  sealed interface Reading {
    record Read(Sheet sheet) implements Reading {}

    record Broken(String why) implements Reading {}
  }

  static Reading of(String text) {
    char delimiter = delimiter(text);
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter)
            .setIgnoreEmptyLines(false)
            .setTrailingData(true)
            .setLenientEof(false)
            .get();
    List<Row> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      int line = 1;
      for (CSVRecord record : parser) {
        if (rows.size() == ROWS_MAX) {
          return new Reading.Broken("the file has more than " + ROWS_MAX + " rows");
        }
        rows.add(new Row(line, record.toList()));
        // A quoted cell may hold line breaks, so the next row begins where the parser stands.
        line = Math.toIntExact(parser.getCurrentLineNumber()) + 1;
      }
    } catch (IOException | UncheckedIOException malformed) {
      return new Reading.Broken(
          "after line %d the quotes do not pair: %s"
              .formatted(rows.size(), malformed.getMessage()));
    }
    return new Reading.Read(new Sheet(delimiter, List.copyOf(rows)));
  }

  /// The delimiter that stands most often outside of quotes in the first lines.
  private static char delimiter(String text) {
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {'\t', ';', ','}) {
      long seen = text.lines().limit(HEAD).mapToLong(line -> unquoted(line, candidate)).sum();
      if (seen > most) {
        most = seen;
        best = candidate;
      }
    }
    return best;
  }

  private static long unquoted(String line, char candidate) {
    long count = 0;
    boolean inside = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      inside ^= c == '"';
      count += c == candidate && !inside ? 1 : 0;
    }
    return count;
  }
}
