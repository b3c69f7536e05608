package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.BgNbd;
import io.raptorflow.guild.matrix.method.GammaGamma;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.CustomerValue;
import io.raptorflow.guild.matrix.output.CustomerValue.Decile;
import io.raptorflow.guild.matrix.output.CustomerValue.Holdout;
import io.raptorflow.guild.matrix.output.CustomerValue.Top;
import io.raptorflow.guild.matrix.output.DataWindow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// MTX-010: what each customer is expected to buy, whether they still buy at all, and what that is
/// worth. Orders of one day count as one purchase; time is in weeks.
public final class ValueForecaster implements Computation {
  private static final String METHOD =
      "BG/NBD by maximum likelihood, Gamma-Gamma for the value of a purchase, discounted by"
          + " quarters; held against the last quarter of the time";
  private static final double WEEK = 7;
  private static final int TOP = 10;

  /// @param discount a year
  private record Settings(int customersMin, int horizon, double discount, Optional<LocalDate> asOf)
      implements Orders.Dated {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("customers_min", 500, 500, 10_000_000),
          settings.whole("horizon_weeks", 52, 1, 260),
          settings.number("discount_per_year", 0.1, 0, 1),
          settings.day("as_of"));
    }
  }

  /// One customer up to a day.
  private record Past(String id, int x, double last, double age, double mean) {}

  /// One customer's future.
  private record Future(String id, double alive, double purchases, double value) {}

  @Override
  public Result compute(TaskInputs inputs) {
    return Orders.study(METHOD, inputs, Settings::from, ValueForecaster::run);
  }

  private static Result run(Study study, Settings settings, Orders orders, LocalDate asOf) {
    if (orders.customers().size() < settings.customersMin()) {
      return Refused.because(
          "orders hold %d customers, at least %d are needed"
              .formatted(orders.customers().size(), settings.customersMin()));
    }
    List<Past> pasts = pasts(orders, asOf);
    double cycle = cycle(orders);
    double span = ChronoUnit.DAYS.between(orders.first(), asOf) / WEEK;
    if (Double.isNaN(cycle) || span < 3 * cycle) {
      return Refused.because(
          Double.isNaN(cycle)
              ? "no customer bought twice, so there is no purchase cycle"
              : Say.of(
                  "orders span %.1f weeks, three purchase cycles of %.1f weeks are needed",
                  span, cycle));
    }
    BgNbd buying = fit(pasts);
    List<GammaGamma.Spender> spenders =
        pasts.stream()
            .filter(past -> past.x() > 0 && past.mean() > 0)
            .map(past -> new GammaGamma.Spender(past.x(), past.mean()))
            .toList();
    GammaGamma money = GammaGamma.fit(spenders);
    List<Future> futures = new ArrayList<>(pasts.size());
    for (Past past : pasts) {
      futures.add(future(past, buying, money, settings));
    }
    futures.sort(Comparator.comparingDouble(Future::value).reversed().thenComparing(Future::id));
    Holdout holdout = holdout(orders, asOf);
    checks(study, pasts, holdout, buying);
    return study.answer(
        new CustomerValue(
            study.grounds(
                new DataWindow(orders.first(), orders.last()),
                orders.rows(),
                Say.of(
                    "A fit up to %s expected %.0f purchases in the time since, %.0f came. Values of"
                        + " single customers are means, not promises.",
                    holdout.cut(), holdout.expected(), holdout.actual())),
            new CustomerValue.Result(
                asOf,
                orders.currency(),
                futures.size(),
                settings.horizon(),
                new CustomerValue.Parameters(
                    buying.r(),
                    buying.alpha(),
                    buying.a(),
                    buying.b(),
                    buying.logLikelihood(),
                    money.p(),
                    money.q(),
                    money.gamma(),
                    money.populationMean()),
                futures.stream().mapToDouble(Future::purchases).sum(),
                futures.stream().mapToDouble(Future::value).sum(),
                holdout,
                deciles(futures),
                futures.stream()
                    .limit(TOP)
                    .map(f -> new Top(f.id(), f.alive(), f.purchases(), f.value()))
                    .toList())));
  }

  private static List<Past> pasts(Orders orders, LocalDate asOf) {
    List<Past> pasts = new ArrayList<>(orders.customers().size());
    for (Orders.Customer customer : orders.customers()) {
      if (!customer.first().isBefore(asOf)) {
        continue;
      }
      LocalDate last = customer.first();
      int days = 0;
      double money = 0;
      for (Orders.Purchase order : customer.orders()) {
        if (!order.date().isBefore(asOf)) {
          break;
        }
        if (order.date().isAfter(customer.first())) {
          money += order.amount().doubleValue();
          days += order.date().isAfter(last) ? 1 : 0;
        }
        last = order.date();
      }
      pasts.add(
          new Past(
              customer.id(),
              days,
              ChronoUnit.DAYS.between(customer.first(), last) / WEEK,
              ChronoUnit.DAYS.between(customer.first(), asOf) / WEEK,
              days == 0 ? 0 : money / days));
    }
    return pasts;
  }

  private static BgNbd fit(List<Past> pasts) {
    record Key(int x, double last, double age) {}
    Map<Key, Integer> counts = new HashMap<>();
    pasts.forEach(p -> counts.merge(new Key(p.x(), p.last(), p.age()), 1, Integer::sum));
    List<BgNbd.Customer> customers = new ArrayList<>(counts.size());
    counts.forEach((k, n) -> customers.add(new BgNbd.Customer(k.x(), k.last(), k.age(), n)));
    // Sums in a fixed order give the same digits whatever the order of rows.
    customers.sort(
        Comparator.comparingInt(BgNbd.Customer::x)
            .thenComparingDouble(BgNbd.Customer::last)
            .thenComparingDouble(BgNbd.Customer::age));
    return BgNbd.fit(customers);
  }

  private static Future future(Past past, BgNbd buying, GammaGamma money, Settings settings) {
    double value = money.mean(past.x(), past.mean());
    double worth = 0;
    double before = 0;
    int quarters = (int) Math.ceil(settings.horizon() / 13.0);
    for (int quarter = 1; quarter <= quarters; quarter++) {
      double end = Math.min(settings.horizon(), 13 * quarter);
      double until = buying.expected(past.x(), past.last(), past.age(), end);
      double middle = (13 * (quarter - 1) + end) / 2 / 52;
      worth += (until - before) * value / Math.pow(1 + settings.discount(), middle);
      before = until;
    }
    return new Future(past.id(), buying.alive(past.x(), past.last(), past.age()), before, worth);
  }

  /// Median time between purchases, in weeks; NaN when nobody bought twice.
  private static double cycle(Orders orders) {
    double[] gaps =
        orders.customers().stream()
            .filter(c -> c.orders().size() > 1)
            .flatMapToDouble(
                c -> {
                  double[] own = new double[c.orders().size() - 1];
                  for (int i = 0; i < own.length; i++) {
                    own[i] =
                        ChronoUnit.DAYS.between(
                                c.orders().get(i).date(), c.orders().get(i + 1).date())
                            / WEEK;
                  }
                  return Arrays.stream(own).filter(gap -> gap > 0);
                })
            .toArray();
    return gaps.length == 0 ? Double.NaN : Robust.median(gaps);
  }

  /// Fits up to three quarters of the time and counts what came after.
  private static Holdout holdout(Orders orders, LocalDate asOf) {
    long days = ChronoUnit.DAYS.between(orders.first(), asOf);
    LocalDate cut = orders.first().plusDays(days * 3 / 4);
    List<Past> before = pasts(orders, cut);
    BgNbd model = fit(before);
    double weeks = ChronoUnit.DAYS.between(cut, asOf) / WEEK;
    double expected =
        before.stream().mapToDouble(p -> model.expected(p.x(), p.last(), p.age(), weeks)).sum();
    double actual = 0;
    for (Orders.Customer customer : orders.customers()) {
      if (customer.first().isBefore(cut)) {
        actual +=
            customer.orders().stream()
                .map(Orders.Purchase::date)
                .filter(date -> !date.isBefore(cut))
                .distinct()
                .count();
      }
    }
    return new Holdout(cut, expected, actual);
  }

  private static void checks(Study study, List<Past> pasts, Holdout holdout, BgNbd buying) {
    double off =
        holdout.actual() == 0
            ? Double.POSITIVE_INFINITY
            : Math.abs(holdout.expected() / holdout.actual() - 1);
    study.check(
        "the model foretells the last quarter of the time",
        off <= 0.2 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "off by %.0f %%",
        100 * off);
    double[] x = pasts.stream().filter(p -> p.x() > 0).mapToDouble(Past::x).toArray();
    double[] mean = pasts.stream().filter(p -> p.x() > 0).mapToDouble(Past::mean).toArray();
    double correlation = Robust.correlation(x, mean);
    study.check(
        "value does not go with the number of purchases",
        Math.abs(correlation) < 0.1 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "correlation %.3f",
        correlation);
    boolean edge =
        Math.max(Math.max(buying.r(), buying.a()), buying.b()) > 500
            || Math.min(Math.min(buying.r(), buying.a()), buying.b()) < 0.002;
    study.check(
        "the parameters lie inside their range",
        edge ? Verdict.DOUBTFUL : Verdict.HOLDS,
        "r %.3f, a %.3f, b %.3f",
        buying.r(),
        buying.a(),
        buying.b());
  }

  private static List<Decile> deciles(List<Future> sorted) {
    List<Decile> deciles = new ArrayList<>();
    for (int d = 0; d < 10; d++) {
      List<Future> tenth =
          sorted.subList(
              (int) ((long) sorted.size() * d / 10), (int) ((long) sorted.size() * (d + 1) / 10));
      deciles.add(
          new Decile(
              d + 1,
              tenth.size(),
              tenth.stream().mapToDouble(Future::alive).average().orElse(0),
              tenth.stream().mapToDouble(Future::purchases).sum(),
              tenth.stream().mapToDouble(Future::value).sum()));
    }
    return deciles;
  }
}
