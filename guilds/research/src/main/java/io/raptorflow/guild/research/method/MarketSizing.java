package io.raptorflow.guild.research.method;

import io.raptorflow.agent.Table;
import io.raptorflow.campaign.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Arithmetic of a market: buyers times what each spends, narrowed to what can be served and won.
///
/// Reads a table with the columns `figure`, `low`, `base`, `high`, `unit`, `source`; the figures
/// are `buyers`, `spend_per_buyer`, `sam_share` and `som_share` (shares 0 to 1).
public final class MarketSizing {
  /// Figures that the arithmetic needs.
  public static final List<String> FIGURES =
      List.of("buyers", "spend_per_buyer", "sam_share", "som_share");

  private static final List<String> COLUMNS =
      List.of("figure", "low", "base", "high", "unit", "source");

  private MarketSizing() {}

  /// A range.
  public record Range(BigDecimal low, BigDecimal base, BigDecimal high) {
    public Range {
      if (low.compareTo(base) > 0 || base.compareTo(high) > 0 || low.signum() < 0) {
        throw new IllegalArgumentException(
            "a range needs 0 <= low <= base <= high, was %s, %s, %s".formatted(low, base, high));
      }
    }

    Range times(Range other) {
      return new Range(
          product(low, other.low), product(base, other.base), product(high, other.high));
    }

    private static BigDecimal product(BigDecimal a, BigDecimal b) {
      return a.multiply(b, MathContext.DECIMAL64).setScale(0, RoundingMode.HALF_UP);
    }
  }

  /// @param row row of the table, from 1
  public record Figure(String name, Range range, String unit, String source, int row) {}

  /// @param tam total market; @param sam what can be served; @param som what can be won
  public record Sizes(Range tam, Range sam, Range som, List<Figure> figures) {
    public Sizes {
      figures = List.copyOf(figures);
    }
  }

  /// Reads the table and computes.
  ///
  /// @throws IllegalArgumentException naming the column, row or figure that does not fit
  public static Sizes of(Table table) {
    for (String column : COLUMNS) {
      if (table.column(column).isEmpty()) {
        throw new IllegalArgumentException(
            "table %s needs the column %s, has %s"
                .formatted(table.name(), column, table.columns()));
      }
    }
    Map<String, Figure> figures = new LinkedHashMap<>();
    List<Map<String, String>> rows = table.records();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      String name = row.getOrDefault("figure", "").strip();
      if (FIGURES.contains(name)) {
        Range range =
            new Range(number(row, "low", i), number(row, "base", i), number(row, "high", i));
        Figure figure =
            new Figure(
                name, range, row.getOrDefault("unit", ""), row.getOrDefault("source", ""), i + 1);
        if (figures.put(name, figure) != null) {
          throw new IllegalArgumentException("figure " + name + " stands twice in " + table.name());
        }
      }
    }
    List<Figure> needed = new ArrayList<>();
    for (String name : FIGURES) {
      Figure figure = figures.get(name);
      if (figure == null) {
        throw new IllegalArgumentException("table " + table.name() + " lacks the figure " + name);
      }
      if (name.endsWith("_share") && figure.range().high().compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            name + " must be a share of at most 1, was " + figure.range().high());
      }
      needed.add(figure);
    }
    Range tam = needed.get(0).range().times(needed.get(1).range());
    Range sam = tam.times(needed.get(2).range());
    return new Sizes(tam, sam, sam.times(needed.get(3).range()), needed);
  }

  private static BigDecimal number(Map<String, String> row, String column, int at) {
    String text = row.getOrDefault(column, "").strip();
    try {
      return Decimals.parse(text);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(
          "row %d: %s must be a number, was '%s'".formatted(at + 1, column, text), notNumber);
    }
  }
}
