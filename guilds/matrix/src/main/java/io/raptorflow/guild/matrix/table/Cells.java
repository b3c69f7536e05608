package io.raptorflow.guild.matrix.table;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of a table. A cell that breaks its rule is noted as a problem, and the row is then worth
/// nothing; the value returned in its place only lets the reading go on.
public final class Cells {
  private static final BigDecimal AMOUNT_MAX = BigDecimal.TEN.pow(12);
  private static final LocalDate FIRST_DAY = LocalDate.of(1910, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2100, 1, 1);

  private final String table;
  private final Map<String, Integer> at;
  private final List<String> problems;
  private List<String> cells = List.of();
  private int line;

  Cells(String table, Map<String, Integer> at, List<String> problems) {
    this.table = table;
    this.at = at;
    this.problems = problems;
  }

  void moveTo(int number, List<String> row) {
    line = number;
    cells = row;
  }

  /// Line of the file, the header being line 1.
  public int line() {
    return line;
  }

  /// Whether the table has a column of that name.
  public boolean has(String column) {
    return at.containsKey(column);
  }

  /// The text of a cell without surrounding blanks; empty when the column is not there.
  public String optional(String column) {
    Integer index = at.get(column);
    return index == null ? "" : cells.get(index).strip();
  }

  /// A text that must be there.
  public String text(String column) {
    String text = optional(column);
    if (text.isEmpty()) {
      problem(column, text, "must not be empty");
    }
    return text;
  }

  /// An ISO date from 1910 on: a spreadsheet's day zero (1899, 1900, 1904) is no date.
  public LocalDate date(String column) {
    String text = optional(column);
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isBefore(FIRST_DAY) && date.isBefore(LAST_DAY)) {
        return date;
      }
      problem(column, text, "must lie between 1910 and 2099");
    } catch (DateTimeParseException notDate) {
      problem(column, text, "must be an ISO date");
    }
    return FIRST_DAY;
  }

  /// A whole number from 0 to below 10^12. Empty is unknown, and an unknown is not zero.
  public long count(String column) {
    BigDecimal value = amount(column);
    if (value.stripTrailingZeros().scale() > 0) {
      problem(column, value.toPlainString(), "must be a whole number");
      return 0;
    }
    return value.longValue();
  }

  /// A decimal from 0 to below 10^12. Empty is unknown, and an unknown is not zero.
  public BigDecimal amount(String column) {
    String text = optional(column);
    try {
      BigDecimal value = text.length() > 30 ? BigDecimal.valueOf(-1) : new BigDecimal(text);
      if (value.signum() >= 0 && value.compareTo(AMOUNT_MAX) < 0 && Math.abs(value.scale()) <= 12) {
        return value;
      }
    } catch (NumberFormatException notNumber) {
      // Said below, with the same rule as for a negative number.
    }
    problem(
        column,
        text,
        text.isEmpty()
            ? "is unknown, and an unknown is not zero"
            : "must be a number from 0 to below 10^12");
    return BigDecimal.ZERO;
  }

  /// Like [#amount], or null when the cell is empty or the column is not there.
  public @Nullable BigDecimal amountIfKnown(String column) {
    return optional(column).isEmpty() ? null : amount(column);
  }

  /// 0 or 1.
  public boolean flag(String column) {
    String text = optional(column);
    if (!text.equals("0") && !text.equals("1")) {
      problem(column, text, "must be 0 or 1");
    }
    return text.equals("1");
  }

  /// An ISO 4217 code.
  public String currency(String column) {
    String text = optional(column);
    if (!text.matches("[A-Z]{3}")) {
      problem(column, text, "must be an ISO 4217 code");
    }
    return text;
  }

  /// Notes what is wrong with a cell.
  public void problem(String column, String value, String rule) {
    String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    problems.add("table %s, row %d, %s '%s' %s".formatted(table, line, column, shown, rule));
  }
}
