package io.raptorflow.tables;

import io.raptorflow.tables.Layout.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A row taken for the header of a layout.
///
/// @param at column of each field that was found
/// @param missing fields that the layout cannot do without
record Header(Sheet.Row row, Layout layout, Map<String, Integer> at, List<String> missing) {

  static Header of(Sheet.Row row, Layout layout) {
    Map<String, Integer> at = new LinkedHashMap<>();
    for (Map.Entry<String, Field> field : layout.fields().entrySet()) {
      for (int i = 0; i < row.cells().size(); i++) {
        if (field.getValue().isCalled(row.cells().get(i).strip()) && !at.containsValue(i)) {
          at.putIfAbsent(field.getKey(), i);
        }
      }
    }
    List<String> missing =
        new ArrayList<>(
            layout.required().stream().filter(field -> !at.containsKey(field)).toList());
    if (layout.kind() == Layout.Kind.WIDE && !wide(row)) {
      missing.add("columns of terms with a region, such as 'term: (Country)'");
    }
    return new Header(row, layout, at, missing);
  }

  private static boolean wide(Sheet.Row row) {
    return row.cells().stream().skip(1).allMatch(cell -> cell.matches(".+:\\s*\\(.+\\)\\s*"));
  }

  /// How well it fits: every field counts, a missing one costs five, a whole fit wins over a larger
  /// part of another layout.
  int score() {
    int whole = missing.isEmpty() ? 100 : 0;
    int own = layout.kind() == Layout.Kind.OWN && missing.isEmpty() ? 50 : 0;
    int wide = layout.kind() == Layout.Kind.WIDE && missing.isEmpty() ? 50 : 0;
    return whole + own + wide + 2 * at.size() - 5 * missing.size();
  }

  /// Header of a field as it stands in the file.
  String called(String field) {
    Integer column = at.get(field);
    return column == null ? field : row.cells().get(column).strip();
  }

  /// The code in a header such as `Amount spent (EUR)`; empty when there is none.
  String currency() {
    for (Map.Entry<String, Integer> field : at.entrySet()) {
      String cell = row.cells().get(field.getValue()).strip();
      if (cell.matches(".*\\([A-Z]{3}\\)")) {
        return cell.substring(cell.length() - 4, cell.length() - 1);
      }
    }
    return "";
  }

  /// Headers that no field claims.
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    for (int i = 0; i < row.cells().size(); i++) {
      if (!at.containsValue(i) && !row.cells().get(i).isBlank()) {
        unused.add(row.cells().get(i).strip());
      }
    }
    return unused;
  }
}
