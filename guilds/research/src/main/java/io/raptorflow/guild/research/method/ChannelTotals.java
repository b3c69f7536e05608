package io.raptorflow.guild.research.method;

import io.raptorflow.agent.Table;
import io.raptorflow.campaign.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What each channel cost and brought, from a table of daily key figures. Ratios are ratios of
/// sums.
///
/// @param firstRow first row of the table that belongs to the channel, from 1
/// @param lastRow last such row
public record ChannelTotals(
    String channel,
    BigDecimal cost,
    BigDecimal conversions,
    BigDecimal revenue,
    int firstRow,
    int lastRow) {

  /// Adds up the rows of one brand, sorted by channel.
  ///
  /// @throws IllegalArgumentException naming the column or row that does not fit
  public static List<ChannelTotals> of(Table table, String brandId) {
    for (String column : List.of("channel", "cost", "conversions", "revenue")) {
      if (table.column(column).isEmpty()) {
        throw new IllegalArgumentException(
            "table %s needs the column %s, has %s"
                .formatted(table.name(), column, table.columns()));
      }
    }
    Map<String, ChannelTotals> totals = new TreeMap<>();
    List<Map<String, String>> rows = table.records();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      if (row.getOrDefault("brand_id", brandId).equals(brandId)) {
        int at = i + 1;
        ChannelTotals one =
            new ChannelTotals(
                row.getOrDefault("channel", ""),
                number(row, "cost", at),
                number(row, "conversions", at),
                number(row, "revenue", at),
                at,
                at);
        totals.merge(one.channel(), one, ChannelTotals::plus);
      }
    }
    return new ArrayList<>(totals.values());
  }

  private ChannelTotals plus(ChannelTotals next) {
    return new ChannelTotals(
        channel,
        cost.add(next.cost),
        conversions.add(next.conversions),
        revenue.add(next.revenue),
        Math.min(firstRow, next.firstRow),
        Math.max(lastRow, next.lastRow));
  }

  /// Cost of one conversion, or empty without conversions.
  public Optional<BigDecimal> costPerConversion() {
    return ratio(cost, conversions);
  }

  /// Revenue for one unit of cost, or empty without cost.
  public Optional<BigDecimal> returnOnSpend() {
    return ratio(revenue, cost);
  }

  private static Optional<BigDecimal> ratio(BigDecimal part, BigDecimal whole) {
    return whole.signum() <= 0
        ? Optional.empty()
        : Optional.of(part.divide(whole, 2, RoundingMode.HALF_UP));
  }

  /// An empty cell is unknown and counts as nothing.
  private static BigDecimal number(Map<String, String> row, String column, int at) {
    String text = row.getOrDefault(column, "").strip();
    if (text.isEmpty()) {
      return BigDecimal.ZERO;
    }
    try {
      return Decimals.parse(text);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(
          "row %d: %s must be a number, was '%s'".formatted(at, column, text), notNumber);
    }
  }
}
