package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.matrix.computed.KpiHistory.Day;
import io.raptorflow.guild.matrix.computed.KpiHistory.Reading;
import io.raptorflow.guild.matrix.output.ChannelTotal;
import io.raptorflow.guild.matrix.output.Check;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.ExecutiveReport;
import io.raptorflow.guild.matrix.output.ExecutiveReport.ChannelEffect;
import io.raptorflow.guild.matrix.output.ExecutiveReport.Effects;
import io.raptorflow.guild.matrix.output.ExecutiveReport.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// MTX-020: says what changed between two periods of equal length and which branch of the KPI tree
/// moved it.
public final class ExecutiveReporter implements Computation {
  private static final String METHOD =
      "KPI tree (revenue = clicks x conversion rate x order value) by channel, additive log-mean"
          + " Divisia";
  private static final int PERIOD_MIN = 7;

  @Override
  public Result compute(TaskInputs inputs) {
    SettingReader reader = new SettingReader(inputs.settings());
    int wanted = reader.whole("period_days", 0, 0, 3_650);
    List<String> problems = reader.problems();
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    Optional<Table> table = inputs.table(KpiHistory.TABLE);
    if (table.isEmpty()) {
      return Refused.because("table kpi_daily is needed and was not given");
    }
    return switch (KpiHistory.read(table.get())) {
      case Reading.Broken broken -> new Refused(broken.problems());
      case Reading.Read read -> report(inputs.brief(), read.history(), wanted);
    };
  }

  private static Result report(@Nullable BrandBrief brief, KpiHistory history, int wanted) {
    if (brief != null && !history.brands().equals(Set.of(brief.brand().id()))) {
      return Refused.because(
          "the history is of %s, the brief of %s"
              .formatted(history.brands().stream().sorted().toList(), brief.brand().id()));
    }
    if (!history.unpriced().isEmpty()) {
      return Refused.because(
          "the revenue of %s is unknown, so its change cannot be split"
              .formatted(String.join(", ", history.unpriced())));
    }
    DataWindow window = history.window();
    long days = window.to().toEpochDay() - window.from().toEpochDay() + 1;
    int period = wanted == 0 ? (int) (days / 2) : wanted;
    if (period < PERIOD_MIN || days < 2L * period) {
      return Refused.because(
          "two periods of at least %d days are needed, %d days from %s to %s give no two of %d"
              .formatted(
                  PERIOD_MIN, days, window.from(), window.to(), Math.max(period, PERIOD_MIN)));
    }
    for (Map.Entry<String, NavigableMap<LocalDate, Day>> channel : history.channels().entrySet()) {
      List<LocalDate> gaps = KpiHistory.gaps(channel.getValue());
      if (!gaps.isEmpty()) {
        return Refused.because(
            "%s: %d days are missing, the first is %s; a missing day is not zero"
                .formatted(channel.getKey(), gaps.size(), gaps.getFirst()));
      }
    }
    LocalDate turn = window.to().minusDays(period - 1L);
    Period before = period(history, new DataWindow(turn.minusDays(period), turn.minusDays(1)));
    Period after = period(history, new DataWindow(turn, window.to()));
    ExecutiveReport.Result result = result(history, period, before, after);
    String used = wanted == 0 ? "halves of the data, " + period : Integer.toString(period);
    return Answered.of(
        new ExecutiveReport(
            METHOD,
            Map.of("period_days", used),
            new DataWindow(before.window().from(), after.window().to()),
            history.rows(),
            result,
            reading(result),
            "This is accounting over all recorded rows, not a sample: it says which branch moved,"
                + " not what caused it.",
            checks(history, result),
            List.of(),
            history.hash()));
  }

  private static Period period(KpiHistory history, DataWindow window) {
    List<ChannelTotal> channels = new ArrayList<>();
    List<Day> all = new ArrayList<>();
    history
        .channels()
        .forEach(
            (channel, days) -> {
              Collection<Day> inside = days.subMap(window.from(), true, window.to(), true).values();
              channels.add(KpiHistory.total(channel, inside));
              all.addAll(inside);
            });
    return new Period(window, KpiHistory.total("all", all), channels);
  }

  private static ExecutiveReport.Result result(
      KpiHistory history, int days, Period before, Period after) {
    List<ChannelEffect> channels = new ArrayList<>();
    double traffic = 0;
    double rate = 0;
    double value = 0;
    double other = 0;
    for (int i = 0; i < before.channels().size(); i++) {
      ChannelTotal from = before.channels().get(i);
      ChannelTotal to = after.channels().get(i);
      Effects effects = LogMeanDivisia.effects(from, to);
      channels.add(
          new ChannelEffect(from.channel(), to.revenue().subtract(from.revenue()), effects));
      traffic += effects.traffic();
      rate += effects.conversionRate();
      value += effects.orderValue();
      other += effects.other();
    }
    BigDecimal change = after.total().revenue().subtract(before.total().revenue());
    return new ExecutiveReport.Result(
        history.currency(),
        days,
        before,
        after,
        change,
        KpiHistory.ratio(change, before.total().revenue()),
        new Effects(traffic, rate, value, other),
        channels);
  }

  private static String reading(ExecutiveReport.Result result) {
    BigDecimal change = result.change();
    String money = result.currency() + " ";
    Double share = result.changeShare();
    String first =
        change.signum() == 0
            ? "Revenue stayed at %s%s in the %d days to %s."
                .formatted(
                    money,
                    plain(result.after().total().revenue()),
                    result.periodDays(),
                    result.after().window().to())
            : "Revenue %s by %s%s%s to %s%s in the %d days to %s, against the same number of days before."
                .formatted(
                    change.signum() > 0 ? "rose" : "fell",
                    money,
                    plain(change.abs()),
                    share == null
                        ? ""
                        : String.format(Locale.ROOT, " (%.1f %%)", Math.abs(share) * 100),
                    money,
                    plain(result.after().total().revenue()),
                    result.periodDays(),
                    result.after().window().to());
    Effects effects = result.effects();
    ChannelEffect most =
        result.channels().stream()
            .max(Comparator.comparing((ChannelEffect effect) -> effect.change().abs()))
            .orElseThrow();
    String second =
        String.format(
            Locale.ROOT,
            " Traffic moved it by %s%+.2f, conversion rate by %+.2f and order value by %+.2f%s;"
                + " %s changed most, by %s.",
            money,
            effects.traffic(),
            effects.conversionRate(),
            effects.orderValue(),
            effects.other() == 0
                ? ""
                : String.format(Locale.ROOT, ", and %+.2f came outside the tree", effects.other()),
            most.channel(),
            signed(most.change()));
    return first + second;
  }

  private static List<Check> checks(KpiHistory history, ExecutiveReport.Result result) {
    Effects e = result.effects();
    double rest =
        e.traffic()
            + e.conversionRate()
            + e.orderValue()
            + e.other()
            - result.change().doubleValue();
    List<String> partial =
        history.channels().entrySet().stream()
            .filter(
                entry ->
                    entry.getValue().firstKey().isAfter(result.before().window().from())
                        || entry.getValue().lastKey().isBefore(result.after().window().to()))
            .map(Map.Entry::getKey)
            .toList();
    return List.of(
        new Check(
            "the parts add up to the change",
            Math.abs(rest) < 1e-6 ? Verdict.HOLDS : Verdict.DOUBTFUL,
            String.format(Locale.ROOT, "rest %.1e", rest)),
        new Check(
            "every channel has data in both periods",
            partial.isEmpty() ? Verdict.HOLDS : Verdict.DOUBTFUL,
            partial.isEmpty() ? "all do" : "only in part: " + String.join(", ", partial)),
        new Check(
            "both periods have the same season",
            Verdict.UNTESTED,
            "less than two years of data cannot tell"));
  }

  private static String plain(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static String signed(BigDecimal amount) {
    return (amount.signum() > 0 ? "+" : "") + plain(amount);
  }
}
