package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Columns of the table `leads` as numbers: counts are standardized, words become one column for
/// each frequent value.
///
/// @param names of the columns
/// @param rows in the order of the table's rows
/// @param excluded columns that are not used, with the reason
record LeadFeatures(List<String> names, double[][] rows, List<String> excluded) {
  private static final int LEVEL_MIN = 10;
  private static final int LEVELS_MAX = 20;
  private static final Set<String> NOT_FEATURES = Set.of("lead_id", "created", "won");

  /// Traits by which nobody may be chosen, and what stands in for them.
  private static final Set<String> PROTECTED =
      Set.of(
          "age",
          "birth",
          "birthday",
          "birthdate",
          "dob",
          "gender",
          "sex",
          "title",
          "salutation",
          "race",
          "ethnicity",
          "ethnic",
          "nationality",
          "citizenship",
          "religion",
          "faith",
          "disability",
          "health",
          "pregnant",
          "pregnancy",
          "marital",
          "orientation",
          "union",
          "politics",
          "political",
          "party",
          "name",
          "email",
          "phone",
          "photo");

  LeadFeatures {
    names = List.copyOf(names);
    excluded = List.copyOf(excluded);
  }

  static LeadFeatures of(Table table, int rows) {
    List<String> names = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    List<String> excluded = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      String column = table.columns().get(c);
      if (NOT_FEATURES.contains(column)) {
        continue;
      }
      String trait = protectedWord(column);
      if (!trait.isEmpty()) {
        excluded.add(column + ": '" + trait + "' is a protected trait or names a person");
        continue;
      }
      int at = c;
      List<String> cells = table.rows().stream().map(row -> row.get(at).strip()).toList();
      boolean numbers =
          cells.stream().filter(cell -> !cell.isEmpty()).allMatch(LeadFeatures::isNumber);
      if (numbers) {
        number(column, cells, names, columns, excluded);
      } else {
        words(column, cells, names, columns, excluded);
      }
    }
    double[][] matrix = new double[rows][names.size()];
    for (int j = 0; j < columns.size(); j++) {
      for (int i = 0; i < rows; i++) {
        matrix[i][j] = columns.get(j)[i];
      }
    }
    return new LeadFeatures(names, matrix, excluded);
  }

  private static String protectedWord(String column) {
    return Arrays.stream(column.toLowerCase(Locale.ROOT).split("[^a-z]+"))
        .filter(PROTECTED::contains)
        .findFirst()
        .orElse("");
  }

  private static boolean isNumber(String cell) {
    return cell.matches("-?\\d{1,12}(\\.\\d{1,9})?");
  }

  /// An empty cell takes the median, and a column of its own says that it was empty.
  private static void number(
      String column,
      List<String> cells,
      List<String> names,
      List<double[]> columns,
      List<String> excluded) {
    double[] known =
        cells.stream().filter(cell -> !cell.isEmpty()).mapToDouble(Double::parseDouble).toArray();
    if (Arrays.stream(known).distinct().count() < 2) {
      excluded.add(column + ": has less than two different values");
      return;
    }
    double median = Robust.median(known);
    // Counts have long tails; the logarithm keeps one large customer from setting the scale.
    boolean counts = Arrays.stream(known).allMatch(v -> v >= 0);
    double[] values =
        cells.stream()
            .mapToDouble(cell -> cell.isEmpty() ? median : Double.parseDouble(cell))
            .map(v -> counts ? Math.log1p(v) : v)
            .toArray();
    double mean = Robust.mean(values);
    double sd = Robust.sd(values);
    names.add(column);
    columns.add(Arrays.stream(values).map(v -> (v - mean) / sd).toArray());
    long empty = cells.stream().filter(String::isEmpty).count();
    if (empty >= LEVEL_MIN && cells.size() - empty >= LEVEL_MIN) {
      names.add(column + " unknown");
      columns.add(cells.stream().mapToDouble(cell -> cell.isEmpty() ? 1 : 0).toArray());
    }
  }

  private static void words(
      String column,
      List<String> cells,
      List<String> names,
      List<double[]> columns,
      List<String> excluded) {
    Map<String, Long> levels =
        cells.stream().collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.counting()));
    levels.values().removeIf(count -> count < LEVEL_MIN);
    if (levels.size() < 2 || levels.size() > LEVELS_MAX) {
      excluded.add(
          "%s: has %d values with at least %d leads, 2 to %d are used"
              .formatted(column, levels.size(), LEVEL_MIN, LEVELS_MAX));
      return;
    }
    String reference =
        levels.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseThrow();
    for (String level : levels.keySet()) {
      if (!level.equals(reference)) {
        names.add(column + " = " + (level.isEmpty() ? "unknown" : level));
        columns.add(cells.stream().mapToDouble(cell -> cell.equals(level) ? 1 : 0).toArray());
      }
    }
  }
}
