package io.raptorflow.tables;

import io.raptorflow.tables.Imported.Problem;
import io.raptorflow.tables.Layout.Content;
import io.raptorflow.tables.Layout.Kind;
import io.raptorflow.tables.Numerals.Decimals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the rows below a header. Lives for one file.
final class RowReader {
  private static final Set<String> NOTHING = Set.of("", "--", "-", "–", "—", "n/a", "N/A");
  private static final LocalDate FIRST_DAY = LocalDate.of(1910, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2100, 1, 1);
  private static final int UNUSED_SHOWN = 30;

  private final String file;
  private final String encoding;
  private final Sheet sheet;
  private final Header header;
  private final String hash;
  private final String brand;
  private final String currency;
  private final List<Problem> unread = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Map<String, String>> rows = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<Sheet.Row> totals = new ArrayList<>();
  private final Map<List<String>, Integer> seen = new HashMap<>();
  private final Map<String, Integer> zeros = new LinkedHashMap<>();
  private Decimals decimals = Decimals.POINT;

  RowReader(
      String file,
      String encoding,
      Sheet sheet,
      Header header,
      String hash,
      String brand,
      String currency) {
    this.file = file;
    this.encoding = encoding;
    this.sheet = sheet;
    this.header = header;
    this.hash = hash;
    this.brand = brand;
    this.currency = currency;
  }

  Imported read() {
    List<Sheet.Row> body = body();
    if (body.isEmpty()) {
      return refused("has a header in line %d and no rows".formatted(header.row().line()));
    }
    Optional<String> open = numerals(body);
    if (open.isPresent()) {
      return refused(open.get());
    }
    Days days = new Days(header.layout().dates());
    header
        .layout()
        .fields()
        .forEach(
            (field, kind) -> {
              Integer at = header.at().get(field);
              if (at != null && kind.content() == Content.DATE) {
                body.forEach(row -> days.see(cell(row, at)));
              }
            });
    body.forEach(row -> row(row, days));
    said();
    CanonicalRows canonical = new CanonicalRows(header, brand, currency, notes);
    Optional<String> fault = canonical.currencyFault(rows);
    if (fault.isPresent()) {
      return refused(fault.get());
    }
    CanonicalRows.Result result = canonical.of(rows, lines, unread);
    if (result.rows().isEmpty()) {
      List<String> reasons = new ArrayList<>();
      reasons.add(file + ": none of its " + body.size() + " rows could be read");
      unread.stream().limit(10).forEach(problem -> reasons.add(file + ", " + problem));
      return new Imported.Refused(file, reasons);
    }
    Set<Integer> lost = new TreeSet<>();
    unread.forEach(problem -> lost.add(problem.line()));
    notes.add("%d of %d rows were read".formatted(body.size() - lost.size(), body.size()));
    new TotalsCheck(header, decimals, notes).compare(totals, rows);
    return new Imported.Understood(
        file,
        header.layout().title(),
        header.layout().table(),
        encoding,
        header.row().line(),
        result.columns(),
        result.rows(),
        unread,
        notes,
        hash);
  }

  private Imported.Refused refused(String why) {
    return new Imported.Refused(file, List.of(file + ": " + why));
  }

  /// Rows below the header up to the next table of the file, without blanks and totals.
  private List<Sheet.Row> body() {
    List<Sheet.Row> body = new ArrayList<>();
    int preamble = 0;
    boolean ended = false;
    for (Sheet.Row row : sheet.rows()) {
      if (row.line() < header.row().line()) {
        preamble += row.isBlank() ? 0 : 1;
      }
      if (row.line() <= header.row().line() || row.isBlank()) {
        continue;
      }
      if (row.first().startsWith("# ") && row.cells().size() == 1) {
        notes.add(
            "line %d begins another table of the same file, which was not read"
                .formatted(row.line()));
        ended = true;
      }
      if (ended) {
        continue;
      }
      if (isTotal(row)) {
        totals.add(row);
      } else {
        body.add(row);
      }
    }
    if (preamble > 0) {
      notes.add(preamble + " lines above the header are titles and were not read as data");
    }
    return body;
  }

  /// "Total Wine" may be a campaign: a total begins with the word as the export writes it, and a
  /// word without a colon must be the whole cell.
  private boolean isTotal(Sheet.Row row) {
    return header.layout().totals().stream()
        .anyMatch(
            word ->
                word.endsWith(":") || word.endsWith("of")
                    ? row.first().startsWith(word)
                    : row.first().equals(word));
  }

  /// Settles the sign before decimals; a reason when that cannot be done.
  private Optional<String> numerals(List<Sheet.Row> body) {
    Numerals evidence = new Numerals();
    String open = "";
    for (Map.Entry<String, Integer> field : header.at().entrySet()) {
      Content content = content(field.getKey());
      if (content == Content.TEXT || content == Content.DATE) {
        continue;
      }
      for (Sheet.Row row : body) {
        String cell = cell(row, field.getValue());
        if (content != Content.COUNT) {
          evidence.see(cell);
          if (open.isEmpty() && Numerals.isOpen(cell)) {
            open = "line %d, %s '%s'".formatted(row.line(), header.called(field.getKey()), cell);
          }
        }
      }
    }
    if (evidence.contradict()) {
      return Optional.of("writes decimals with a point in some cells and a comma in others");
    }
    Optional<Decimals> verdict = evidence.verdict();
    if (verdict.isEmpty() && !open.isEmpty() && sheet.delimiter() == ';') {
      notes.add("decimals are read with a comma, because cells are parted by semicolons");
    } else if (verdict.isEmpty() && !open.isEmpty()) {
      return Optional.of(
          open
              + " can be thousands or a fraction, and no other number settles it; export with two"
              + " decimals");
    }
    decimals = verdict.orElse(sheet.delimiter() == ';' ? Decimals.COMMA : Decimals.POINT);
    return Optional.empty();
  }

  private Content content(String field) {
    Layout.Field known = header.layout().fields().get(field);
    return known == null ? Content.TEXT : known.content();
  }

  private static String cell(Sheet.Row row, int at) {
    return at < row.cells().size() ? row.cells().get(at).strip() : "";
  }

  private void row(Sheet.Row row, Days days) {
    if (row.cells().size() > header.row().cells().size()) {
      problem(
          row,
          "the row",
          row.first(),
          "has %d cells, the header has %d"
              .formatted(row.cells().size(), header.row().cells().size()));
      return;
    }
    Integer before = seen.putIfAbsent(row.cells(), row.line());
    if (before != null) {
      problem(row, "the row", row.first(), "repeats line " + before);
      return;
    }
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> field : header.at().entrySet()) {
      String cell = cell(row, field.getValue());
      if (cell.startsWith("=") || cell.startsWith("\t") || cell.startsWith("@SUM")) {
        problem(row, header.called(field.getKey()), cell, "is a formula; an export holds values");
        return;
      }
      Optional<String> value = value(row, field.getKey(), cell, days);
      if (value.isEmpty()) {
        return;
      }
      read.put(field.getKey(), value.get());
    }
    if (header.layout().kind() == Kind.WIDE) {
      wide(row, read);
      return;
    }
    rows.add(read);
    lines.add(row.line());
  }

  /// The canonical text of a cell; empty when a problem was noted.
  private Optional<String> value(Sheet.Row row, String field, String cell, Days days) {
    Content content = content(field);
    boolean needed = header.layout().required().contains(field);
    if (content == Content.TEXT) {
      return needed && cell.isEmpty()
          ? problem(row, header.called(field), cell, "must not be empty")
          : Optional.of(cell);
    }
    if (NOTHING.contains(cell)) {
      if (header.layout().emptyIsZero().contains(field)) {
        zeros.merge(header.called(field), 1, Integer::sum);
        return Optional.of("0");
      }
      // Days of a campaign are added up later; an unknown keyword difficulty harms nobody.
      boolean summed = header.layout().table().equals("kpi_daily");
      return needed && (summed || content == Content.DATE)
          ? problem(row, header.called(field), cell, "is unknown, and an unknown is not zero")
          : Optional.of("");
    }
    if (content == Content.DATE) {
      Optional<LocalDate> day = days.read(cell);
      if (day.isEmpty()) {
        return problem(row, header.called(field), cell, "is no day, or could be two");
      }
      return day.get().isBefore(FIRST_DAY) || !day.get().isBefore(LAST_DAY)
          ? problem(row, header.called(field), cell, "must lie between 1910 and 2099")
          : Optional.of(day.get().toString());
    }
    return number(row, field, cell, content);
  }

  private Optional<String> number(Sheet.Row row, String field, String cell, Content content) {
    Optional<BigDecimal> number =
        content == Content.COUNT && Numerals.isOpen(cell)
            ? Optional.of(new BigDecimal(Numerals.bare(cell).replaceAll("[.,]", "")))
            : Numerals.read(cell, decimals);
    if (number.isEmpty()) {
      return problem(row, header.called(field), cell, "is no number");
    }
    BigDecimal value = number.get();
    if (value.signum() < 0) {
      return problem(row, header.called(field), cell, "must not be negative");
    }
    if (content == Content.COUNT && value.stripTrailingZeros().scale() > 0) {
      return problem(row, header.called(field), cell, "must be a whole number");
    }
    return Optional.of(
        content == Content.PERCENT && cell.contains("%")
            ? value.movePointLeft(2).toPlainString()
            : value.toPlainString());
  }

  /// One row for each term. "Below one" is kept as a mark, because it is neither 0 nor 1.
  private void wide(Sheet.Row row, Map<String, String> read) {
    for (int i = 1; i < header.row().cells().size(); i++) {
      String head = header.row().cells().get(i).strip();
      int colon = head.lastIndexOf(": (");
      String cell = cell(row, i);
      boolean below = cell.startsWith("<");
      if (!below && !cell.matches("\\d{1,3}")) {
        problem(row, head, cell, "must be 0 to 100 or <1");
        continue;
      }
      Map<String, String> one = new LinkedHashMap<>(read);
      one.put("term", head.substring(0, colon));
      one.put("region", head.substring(colon + 3, head.length() - 1));
      one.put("value", below ? "0" : cell);
      one.put("below_one", below ? "1" : "0");
      rows.add(one);
      lines.add(row.line());
    }
  }

  private Optional<String> problem(Sheet.Row row, String column, String value, String rule) {
    unread.add(new Problem(row.line(), column, value, rule));
    return Optional.empty();
  }

  private void said() {
    notes.addAll(header.layout().notes());
    if (!totals.isEmpty()) {
      notes.add(
          "lines %s are totals and were not read as data"
              .formatted(totals.stream().map(row -> Integer.toString(row.line())).toList()));
    }
    zeros.forEach(
        (column, count) ->
            notes.add(
                "%d empty cells of '%s' are read as 0, because this export leaves zeros out"
                    .formatted(count, column)));
    List<String> unused = header.layout().kind() == Kind.WIDE ? List.of() : header.unused();
    if (!unused.isEmpty()) {
      notes.add(
          "columns that no agent reads: "
              + String.join(", ", unused.subList(0, Math.min(UNUSED_SHOWN, unused.size()))));
    }
    header
        .at()
        .forEach(
            (field, at) -> {
              boolean empty = rows.stream().allMatch(row -> row.getOrDefault(field, "").isEmpty());
              if (empty && !rows.isEmpty() && content(field) != Content.TEXT) {
                notes.add("column '%s' holds no value in any row".formatted(header.called(field)));
              }
            });
    notes.add("decimals are written with a " + (decimals == Decimals.POINT ? "point" : "comma"));
  }
}
