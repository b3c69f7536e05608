package io.raptorflow.guild.research.method;

import io.raptorflow.agent.Table;
import io.raptorflow.campaign.Decimals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Recency, frequency and monetary value of customers, scored in fifths.
///
/// Fifths follow SQL's `NTILE(5)`: recency sorted from the longest ago, frequency and money from
/// the least, ties by customer id; 5 is good.
public final class Rfm {
  private Rfm() {}

  /// @param recency days since the last order
  /// @param orders how many
  /// @param money sum of all orders
  /// @param months months of the year in which they ordered, 1 to 12
  public record Customer(
      String id,
      long recency,
      int orders,
      BigDecimal money,
      Set<Integer> months,
      int r,
      int f,
      int m) {
    public Customer {
      months = Set.copyOf(months);
    }

    /// For example `555`.
    public String score() {
      return "" + r + f + m;
    }
  }

  private static final class Tally {
    private LocalDate last = LocalDate.MIN;
    private int orders;
    private BigDecimal money = BigDecimal.ZERO;
    private final Set<Integer> months = new HashSet<>();
  }

  /// Scores all customers of an orders table, sorted by id.
  ///
  /// @param asOf day that recency is counted to; later orders are not counted
  /// @throws IllegalArgumentException naming the column or the row that does not fit
  public static List<Customer> score(Table orders, LocalDate asOf) {
    int customer = column(orders, "customer_id");
    int date = column(orders, "order_date");
    int amount = column(orders, "amount");
    Map<String, Tally> tallies = new TreeMap<>();
    for (int i = 0; i < orders.rows().size(); i++) {
      List<String> row = orders.rows().get(i);
      LocalDate day = day(row.get(date), orders.name(), i);
      if (!day.isAfter(asOf)) {
        Tally tally = tallies.computeIfAbsent(row.get(customer), _ -> new Tally());
        tally.last = day.isAfter(tally.last) ? day : tally.last;
        tally.orders++;
        tally.money = tally.money.add(money(row.get(amount), orders.name(), i));
        tally.months.add(YearMonth.from(day).getMonthValue());
      }
    }
    List<Customer> plain = new ArrayList<>();
    tallies.forEach(
        (id, t) ->
            plain.add(
                new Customer(
                    id,
                    ChronoUnit.DAYS.between(t.last, asOf),
                    t.orders,
                    t.money,
                    t.months,
                    0,
                    0,
                    0)));
    Map<String, Integer> r = fifths(plain, Comparator.comparing(Customer::recency).reversed());
    Map<String, Integer> f = fifths(plain, Comparator.comparing(Customer::orders));
    Map<String, Integer> m = fifths(plain, Comparator.comparing(Customer::money));
    return plain.stream()
        .map(
            c ->
                new Customer(
                    c.id(),
                    c.recency(),
                    c.orders(),
                    c.money(),
                    c.months(),
                    r.getOrDefault(c.id(), 1),
                    f.getOrDefault(c.id(), 1),
                    m.getOrDefault(c.id(), 1)))
        .toList();
  }

  private static Map<String, Integer> fifths(List<Customer> customers, Comparator<Customer> order) {
    List<Customer> sorted = customers.stream().sorted(order.thenComparing(Customer::id)).toList();
    Map<String, Integer> fifths = new HashMap<>();
    int size = sorted.size() / 5;
    int larger = sorted.size() % 5;
    int at = 0;
    for (int fifth = 1; fifth <= 5; fifth++) {
      int end = at + size + (fifth <= larger ? 1 : 0);
      while (at < end) {
        fifths.put(sorted.get(at).id(), fifth);
        at++;
      }
    }
    return fifths;
  }

  private static int column(Table table, String name) {
    return table
        .column(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "table %s needs the column %s, has %s"
                        .formatted(table.name(), name, table.columns())));
  }

  private static LocalDate day(String text, String table, int row) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException notDate) {
      throw new IllegalArgumentException(
          "table %s, row %d: order_date must be an ISO date, was '%s'"
              .formatted(table, row + 1, text),
          notDate);
    }
  }

  private static BigDecimal money(String text, String table, int row) {
    try {
      return Decimals.parse(text);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(
          "table %s, row %d: amount must be a number, was '%s'".formatted(table, row + 1, text),
          notNumber);
    }
  }
}
