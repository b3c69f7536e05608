package io.raptorflow.guild.matrix.table;

import io.raptorflow.agent.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The schema of one kind of table and how a row of it is read.
///
/// @param name the table's name, for example `orders`
/// @param columns columns that must be there; others are left alone
public record TableShape<T>(String name, List<String> columns, Function<Cells, T> row) {
  private static final int PROBLEMS_MAX = 10;

  public TableShape {
    columns = List.copyOf(columns);
  }

  /// Rows, or what is wrong with the table.
  public sealed interface Reading<T> {}

  /// @param hash SHA-256 of the cells, the same for every order of rows and columns
  public record Read<T>(List<T> rows, String hash) implements Reading<T> {
    public Read {
      rows = List.copyOf(rows);
    }
  }

  /// @param problems each naming row, column, value and rule; at most ten
  public record Broken<T>(List<String> problems) implements Reading<T> {
    public Broken {
      problems = List.copyOf(problems);
    }
  }

  /// Reads every row or says what is wrong; nothing is dropped.
  public Reading<T> read(Table table) {
    List<String> missing =
        columns.stream().filter(column -> table.column(column).isEmpty()).toList();
    if (!missing.isEmpty()) {
      return new Broken<>(
          List.of("table " + name + " lacks the columns " + String.join(", ", missing)));
    }
    if (table.rows().isEmpty()) {
      return new Broken<>(List.of("table " + name + " has no rows"));
    }
    Map<String, Integer> at = new HashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (at.put(table.columns().get(i), i) != null) {
        return new Broken<>(
            List.of("table %s has the column %s twice".formatted(name, table.columns().get(i))));
      }
    }
    List<String> problems = new ArrayList<>();
    Cells cells = new Cells(name, at, problems);
    List<T> rows = new ArrayList<>(table.rows().size());
    for (int i = 0; i < table.rows().size() && problems.size() < PROBLEMS_MAX; i++) {
      cells.moveTo(i + 2, table.rows().get(i));
      rows.add(row.apply(cells));
    }
    if (!problems.isEmpty()) {
      return new Broken<>(problems.subList(0, Math.min(PROBLEMS_MAX, problems.size())));
    }
    return new Read<>(rows, hash(table));
  }

  /// SHA-256 over the sorted header and the sorted rows.
  public static String hash(Table table) {
    int[] order =
        IntStream.range(0, table.columns().size())
            .boxed()
            .sorted(Comparator.comparing(table.columns()::get))
            .mapToInt(Integer::intValue)
            .toArray();
    String[] lines = new String[table.rows().size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = line(table.rows().get(i), order);
    }
    Arrays.sort(lines);
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
    digest.update(line(table.columns(), order).getBytes(StandardCharsets.UTF_8));
    for (String line : lines) {
      digest.update((byte) '\n');
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String line(List<String> cells, int[] order) {
    StringBuilder line = new StringBuilder(64);
    for (int at : order) {
      line.append(cells.get(at).strip()).append('\u001f');
    }
    return line.toString();
  }
}
