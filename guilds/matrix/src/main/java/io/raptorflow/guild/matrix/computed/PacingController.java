package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.matrix.computed.KpiHistory.Reading;
import io.raptorflow.guild.matrix.method.Apportion;
import io.raptorflow.guild.matrix.method.Pacing;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.PacingReport;
import io.raptorflow.guild.matrix.output.PacingReport.Alarm;
import io.raptorflow.guild.matrix.output.PacingReport.Mark;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// MTX-008: holds the spend of a flight against its plan, by the weekdays' habit, and says what the
/// remaining days must do. Before the flight it writes the plan.
public final class PacingController implements Computation {
  private static final String METHOD =
      "pace index = spent / (budget x share of the plan gone), days weighted by weekday";
  private static final int HABIT_DAYS_MIN = 28;

  private record Settings(double watch, double act, int daysMin) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.number("watch_off", 0.1, 0.01, 1),
          settings.number("act_off", 0.2, 0.02, 2),
          settings.whole("days_min", 3, 3, 60));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    SettingReader reader = new SettingReader(inputs.settings());
    Settings settings = Settings.from(reader);
    List<String> problems = reader.problems();
    BrandBrief brief = inputs.brief();
    if (brief == null) {
      problems.add("a brief is needed: it names the money and the days of the flight");
    }
    if (!problems.isEmpty() || brief == null) {
      return new Refused(problems);
    }
    Optional<Table> table = inputs.table(KpiHistory.TABLE);
    if (table.isEmpty()) {
      return run(inputs, reader, settings, brief, Optional.empty());
    }
    return switch (KpiHistory.read(table.get())) {
      case Reading.Broken broken -> new Refused(broken.problems());
      case Reading.Read(KpiHistory history) ->
          !history.currency().equals(brief.budget().currency())
              ? Refused.because(
                  "the table is in %s, the budget in %s"
                      .formatted(history.currency(), brief.budget().currency()))
              : !history.brands().equals(Set.of(brief.brand().id()))
                  ? Refused.because(
                      "the table is of %s, the brief of %s"
                          .formatted(
                              history.brands().stream().sorted().toList(), brief.brand().id()))
                  : run(inputs, reader, settings, brief, Optional.of(history));
    };
  }

  private static Result run(
      TaskInputs inputs,
      SettingReader reader,
      Settings settings,
      BrandBrief brief,
      Optional<KpiHistory> history) {
    FlightMoney money = FlightMoney.of(brief);
    NavigableMap<LocalDate, BigDecimal> cost = new TreeMap<>();
    history.ifPresent(
        known ->
            known
                .channels()
                .values()
                .forEach(
                    days ->
                        days.forEach(
                            (date, day) -> cost.merge(date, day.cost(), BigDecimal::add))));
    LocalDate from = brief.objective().from();
    LocalDate to = brief.objective().to();
    NavigableMap<LocalDate, BigDecimal> flight = cost.subMap(from, true, to, true);
    Study study =
        Study.of(
            METHOD,
            inputs,
            reader.used(),
            CanonicalJson.hash(List.of(brief, history.map(KpiHistory::hash).orElse(""))));
    double[] shares = habit(cost.headMap(from, false), study);
    int elapsed =
        flight.isEmpty() ? 0 : (int) (flight.lastKey().toEpochDay() - from.toEpochDay()) + 1;
    if (elapsed > flight.size()) {
      return Refused.because(
          "%d of %d days of the flight have no row; a missing day is not zero"
              .formatted(elapsed - flight.size(), elapsed));
    }
    BigDecimal spent = flight.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal budget = money.amount(money.available());
    int rows = history.map(KpiHistory::rows).orElse(1);
    return study.answer(
        new PacingReport(
            study.grounds(
                elapsed == 0 ? null : new DataWindow(from, flight.lastKey()),
                rows,
                "Arithmetic on the recorded spend; the projection takes it that the pace holds."),
            result(settings, money, brief, budget, spent, elapsed, shares)));
  }

  private static PacingReport.Result result(
      Settings settings,
      FlightMoney money,
      BrandBrief brief,
      BigDecimal budget,
      BigDecimal spent,
      int elapsed,
      double[] shares) {
    LocalDate from = brief.objective().from();
    LocalDate to = brief.objective().to();
    Pacing.Pace pace =
        Pacing.of(
            from, to, Math.max(1, elapsed), budget.doubleValue(), spent.doubleValue(), shares);
    boolean telling = elapsed >= settings.daysMin();
    BigDecimal needed =
        elapsed == money.days()
            ? BigDecimal.ZERO
            : budget
                .subtract(spent)
                .max(BigDecimal.ZERO)
                .divide(
                    BigDecimal.valueOf(money.days() - elapsed),
                    money.digits(),
                    RoundingMode.HALF_UP);
    Alarm alarm = alarm(settings, elapsed, pace.index());
    return new PacingReport.Result(
        brief.budget().currency(),
        from,
        to,
        money.days(),
        elapsed,
        budget,
        spent,
        elapsed == 0 ? 0 : pace.expectedShare(),
        telling ? Double.valueOf(pace.index()) : null,
        telling ? Double.valueOf(pace.projected()) : null,
        needed,
        alarm,
        action(alarm, pace.index(), needed, brief.budget().currency()),
        Arrays.stream(shares).boxed().toList(),
        plan(from, money, shares));
  }

  private static Alarm alarm(Settings settings, int elapsed, double index) {
    if (elapsed == 0) {
      return Alarm.NOT_BEGUN;
    }
    if (elapsed < settings.daysMin()) {
      return Alarm.TOO_EARLY;
    }
    double off = Math.abs(index - 1);
    return off >= settings.act()
        ? Alarm.ACT
        : off >= settings.watch() ? Alarm.WATCH : Alarm.ON_PACE;
  }

  private static String action(Alarm alarm, double index, BigDecimal needed, String currency) {
    String daily = "spend " + needed.toPlainString() + " " + currency + " a day from here";
    return switch (alarm) {
      case NOT_BEGUN -> "the flight has not begun; " + daily;
      case TOO_EARLY -> "wait for the third day before judging the pace";
      case ON_PACE -> "nothing to do; " + daily;
      case WATCH -> (index > 1 ? "a little fast; " : "a little slow; ") + daily;
      case ACT -> (index > 1 ? "slow down: " : "speed up: ") + daily;
    };
  }

  /// Share of each weekday in the spend before the flight; equal without enough of it.
  private static double[] habit(NavigableMap<LocalDate, BigDecimal> before, Study study) {
    double[] sums = new double[7];
    int[] days = new int[7];
    before.forEach(
        (date, cost) -> {
          int at = date.getDayOfWeek().getValue() - 1;
          sums[at] += cost.doubleValue();
          days[at]++;
        });
    double[] shares = new double[7];
    double all = 0;
    for (int d = 0; d < 7; d++) {
      shares[d] = days[d] == 0 ? 0 : sums[d] / days[d];
      all += shares[d];
    }
    boolean known = before.size() >= HABIT_DAYS_MIN && all > 0;
    study.check(
        "weekdays are spent on as before",
        known ? Verdict.UNTESTED : Verdict.DOUBTFUL,
        known ? "habit of %d days" : "%d days before the flight, 28 are needed; days count equally",
        before.size());
    for (int d = 0; d < 7; d++) {
      shares[d] = known ? shares[d] / all : 1.0 / 7;
    }
    return shares;
  }

  private static List<Mark> plan(LocalDate from, FlightMoney money, double[] shares) {
    double[] weights = new double[money.days()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = shares[from.plusDays(i).getDayOfWeek().getValue() - 1];
    }
    BigDecimal[] daily = Apportion.exact(money.amount(money.available()), weights, money.digits());
    List<Mark> plan = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < daily.length; i++) {
      sum = sum.add(daily[i]);
      plan.add(new Mark(from.plusDays(i), sum));
    }
    return plan;
  }
}
