package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The table `orders`, by customer.
///
/// @param last day of the latest order
record Orders(
    String currency, List<Customer> customers, int rows, LocalDate first, LocalDate last) {

  static final TableShape<Order> SHAPE =
      new TableShape<>(
          "orders",
          List.of("order_id", "customer_id", "order_date", "amount", "currency"),
          cells ->
              new Order(
                  cells.text("order_id"),
                  cells.text("customer_id"),
                  cells.date("order_date"),
                  cells.amount("amount"),
                  cells.currency("currency")));

  /// One row.
  record Order(String id, String customer, LocalDate date, BigDecimal amount, String currency) {}

  /// One customer.
  ///
  /// @param orders in the order of their days
  record Customer(String id, List<Purchase> orders) {
    LocalDate first() {
      return orders.getFirst().date();
    }

    LocalDate last() {
      return orders.getLast().date();
    }

    BigDecimal total() {
      return orders.stream().map(Purchase::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  record Purchase(LocalDate date, BigDecimal amount) {}

  /// Settings that may name the day to look from.
  interface Dated {
    Optional<LocalDate> asOf();
  }

  /// What an agent does with sound orders.
  interface Body<S> {
    Computation.Result run(Study study, S settings, Orders orders, LocalDate today);
  }

  /// Runs a method on the orders of a task. Today is the setting `as_of`, or the day after the last
  /// order, so that the same data give the same answer on any day.
  static <S extends Dated> Computation.Result study(
      String method, TaskInputs inputs, Function<SettingReader, S> settings, Body<S> body) {
    return Study.of(
        method,
        inputs,
        settings,
        SHAPE,
        (study, read, rows) ->
            switch (of(rows)) {
              case Reading.Broken broken -> new Computation.Refused(broken.problems());
              case Reading.Read(Orders orders) -> {
                LocalDate today = read.asOf().orElse(orders.last().plusDays(1));
                yield today.isBefore(orders.last())
                    ? Computation.Refused.because(
                        "setting as_of must not lie before the last order (%s), was %s"
                            .formatted(orders.last(), today))
                    : body.run(study, read, orders, today);
              }
            });
  }

  /// Orders, or what is wrong with them as a whole.
  sealed interface Reading {
    record Read(Orders orders) implements Reading {}

    record Broken(List<String> problems) implements Reading {}
  }

  static Reading of(List<Order> rows) {
    Set<String> currencies = new TreeSet<>();
    Set<String> ids = new HashSet<>();
    Set<String> twice = new TreeSet<>();
    Map<String, List<Purchase>> byCustomer = new HashMap<>();
    LocalDate first = LocalDate.MAX;
    LocalDate last = LocalDate.MIN;
    for (Order order : rows) {
      currencies.add(order.currency());
      if (!ids.add(order.id()) && twice.size() < 5) {
        twice.add(order.id());
      }
      byCustomer
          .computeIfAbsent(order.customer(), id -> new ArrayList<>(4))
          .add(new Purchase(order.date(), order.amount()));
      first = order.date().isBefore(first) ? order.date() : first;
      last = order.date().isAfter(last) ? order.date() : last;
    }
    List<String> problems = new ArrayList<>();
    if (currencies.size() > 1) {
      problems.add("table orders mixes the currencies " + currencies + ", must be one");
    }
    if (!twice.isEmpty()) {
      problems.add("table orders has order_id more than once: " + String.join(", ", twice));
    }
    if (!problems.isEmpty()) {
      return new Reading.Broken(problems);
    }
    List<Customer> customers = new ArrayList<>(byCustomer.size());
    new TreeMap<>(byCustomer)
        .forEach(
            (id, purchases) -> {
              purchases.sort(
                  (a, b) -> {
                    int byDate = a.date().compareTo(b.date());
                    return byDate != 0 ? byDate : a.amount().compareTo(b.amount());
                  });
              customers.add(new Customer(id, List.copyOf(purchases)));
            });
    return new Reading.Read(
        new Orders(currencies.iterator().next(), customers, rows.size(), first, last));
  }
}
