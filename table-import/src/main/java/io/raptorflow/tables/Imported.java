package io.raptorflow.tables;

import java.util.List;
import java.util.stream.Collectors;

/// What was understood of a file.
public sealed interface Imported {

  /// Name of the file.
  String file();

  /// A table with the names of the schema.
  ///
  /// @param layout what kind of export it is, for people
  /// @param table name under which agents ask for it, for example `kpi_daily`
  /// @param headerLine line of the header, from 1
  /// @param rows in the order of the file
  /// @param unread rows that could not be read, with the reason; they are not in `rows`
  /// @param notes what was recognized, left out, added up or checked
  /// @param hash SHA-256 of the bytes of the file
  record Understood(
      String file,
      String layout,
      String table,
      String encoding,
      int headerLine,
      List<String> columns,
      List<List<String>> rows,
      List<Problem> unread,
      List<String> notes,
      String hash)
      implements Imported {
    public Understood {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      unread = List.copyOf(unread);
      notes = List.copyOf(notes);
    }

    /// The table as comma-separated values, header first.
    public String csv() {
      StringBuilder csv = new StringBuilder(line(columns));
      rows.forEach(row -> csv.append(line(row)));
      return csv.toString();
    }

    private static String line(List<String> cells) {
      return cells.stream().map(Understood::quoted).collect(Collectors.joining(",")) + "\n";
    }

    private static String quoted(String cell) {
      boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
  }

  /// Nothing can be used.
  ///
  /// @param reasons each naming the file, the value and the rule
  record Refused(String file, List<String> reasons) implements Imported {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /// A row that cannot be read.
  ///
  /// @param line of the file, from 1
  /// @param column header as it stands in the file
  record Problem(int line, String column, String value, String rule) {
    @Override
    public String toString() {
      String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
      return "line %d, %s '%s' %s".formatted(line, column, shown, rule);
    }
  }
}
