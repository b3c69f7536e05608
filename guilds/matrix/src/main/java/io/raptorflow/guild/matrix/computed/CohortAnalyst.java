package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.CohortTable;
import io.raptorflow.guild.matrix.output.CohortTable.Cohort;
import io.raptorflow.guild.matrix.output.DataWindow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// MTX-012: how many customers of a month come back in later months, and what they spend. Months
/// that have not ended are left blank, not zero.
public final class CohortAnalyst implements Computation {
  private static final String METHOD =
      "month of first order x months since; retention and revenue per head";

  private record Settings(int cohortsMin, Optional<LocalDate> asOf) implements Orders.Dated {
    static Settings from(SettingReader settings) {
      return new Settings(settings.whole("cohorts_min", 3, 3, 120), settings.day("as_of"));
    }
  }

  /// Sums of one cohort, by months since the first order.
  private static final class Sums {
    private final int[] active;
    private final BigDecimal[] money;
    private int size;

    Sums(int months) {
      active = new int[months];
      money = new BigDecimal[months];
      Arrays.fill(money, BigDecimal.ZERO);
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Orders.study(METHOD, inputs, Settings::from, CohortAnalyst::run);
  }

  private static Result run(Study study, Settings settings, Orders orders, LocalDate asOf) {
    YearMonth running = YearMonth.from(asOf);
    YearMonth begin = YearMonth.from(orders.first());
    int months = (int) begin.until(running, ChronoUnit.MONTHS) + 1;
    Map<YearMonth, Sums> cohorts = new TreeMap<>();
    for (Orders.Customer customer : orders.customers()) {
      YearMonth first = YearMonth.from(customer.first());
      Sums sums = cohorts.computeIfAbsent(first, month -> new Sums(months));
      sums.size++;
      int counted = -1;
      for (Orders.Purchase order : customer.orders()) {
        int offset = (int) first.until(YearMonth.from(order.date()), ChronoUnit.MONTHS);
        sums.money[offset] = sums.money[offset].add(order.amount());
        if (offset != counted) {
          sums.active[offset]++;
          counted = offset;
        }
      }
    }
    // The month that still runs would look like a loss of customers.
    cohorts.keySet().removeIf(month -> !month.isBefore(running));
    if (cohorts.size() < settings.cohortsMin()) {
      return Refused.because(
          "orders hold %d finished months with new customers, at least %d are needed"
              .formatted(cohorts.size(), settings.cohortsMin()));
    }
    List<Cohort> answered = new ArrayList<>();
    cohorts.forEach((month, sums) -> answered.add(cohort(month, sums, running)));
    int least = answered.stream().mapToInt(Cohort::size).min().orElse(0);
    study.check(
        "cohorts are large enough to compare",
        least >= 30 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "the smallest has %d customers",
        least);
    return study.answer(
        new CohortTable(
            study.grounds(
                new DataWindow(orders.first(), orders.last()),
                orders.rows(),
                "Counts of all customers; a share of a cohort of 30 can be off by 18 points at"
                    + " 95 %."),
            new CohortTable.Result(
                orders.currency(), running.toString(), answered, means(answered, months))));
  }

  private static Cohort cohort(YearMonth month, Sums sums, YearMonth running) {
    int seen = (int) month.until(running, ChronoUnit.MONTHS);
    List<Integer> active = new ArrayList<>();
    List<Double> retention = new ArrayList<>();
    List<BigDecimal> perHead = new ArrayList<>();
    for (int offset = 0; offset < seen; offset++) {
      active.add(sums.active[offset]);
      retention.add((double) sums.active[offset] / sums.size);
      perHead.add(
          sums.money[offset].divide(BigDecimal.valueOf(sums.size), 2, RoundingMode.HALF_EVEN));
    }
    return new Cohort(month.toString(), sums.size, active, retention, perHead);
  }

  private static List<Double> means(List<Cohort> cohorts, int months) {
    List<Double> means = new ArrayList<>();
    for (int offset = 0; offset < months; offset++) {
      double active = 0;
      double size = 0;
      for (Cohort cohort : cohorts) {
        if (cohort.active().size() > offset) {
          active += cohort.active().get(offset);
          size += cohort.size();
        }
      }
      if (size > 0) {
        means.add(active / size);
      }
    }
    return means;
  }
}
