package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.BrokenLine;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.CreativeFatigue;
import io.raptorflow.guild.matrix.output.CreativeFatigue.Ad;
import io.raptorflow.guild.matrix.output.CreativeFatigue.Status;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// MTX-019: ads whose rate of clicks falls while people see them again and again, with the day by
/// which they should be changed.
public final class FatigueMonitor implements Computation {
  private static final String METHOD =
      "rate of clicks against the first week for three days and frequency; broken line on the"
          + " logarithm of the rate";
  private static final int WEEK = 7;

  static final TableShape<Row> SHAPE =
      new TableShape<>(
          "creative_daily",
          List.of("date", "ad_id", "impressions", "frequency", "clicks"),
          cells -> {
            Row row =
                new Row(
                    cells.date("date"),
                    cells.text("ad_id"),
                    cells.count("impressions"),
                    cells.amount("frequency"),
                    cells.count("clicks"));
            if (row.clicks() > row.impressions()) {
              cells.problem("clicks", Long.toString(row.clicks()), "must not exceed impressions");
            }
            return row;
          });

  /// One ad on one day.
  ///
  /// @param frequency how often a person has seen it so far
  record Row(LocalDate date, String ad, long impressions, BigDecimal frequency, long clicks) {
    double rate() {
      return impressions == 0 ? 0 : (double) clicks / impressions;
    }
  }

  private record Settings(int daysMin, double drop, int alarmDays, double frequency) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("days_min", 14, 14, 366),
          settings.number("drop_min", 0.2, 0.01, 1),
          settings.whole("alarm_days", 3, 1, 14),
          settings.number("frequency_min", 3, 1, 100));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, SHAPE, FatigueMonitor::run);
  }

  private static Result run(Study study, Settings settings, List<Row> rows) {
    Map<String, NavigableMap<LocalDate, Row>> ads = new TreeMap<>();
    for (Row row : rows) {
      if (ads.computeIfAbsent(row.ad(), ad -> new TreeMap<>()).put(row.date(), row) != null) {
        return Refused.because(
            "table creative_daily has %s twice on %s".formatted(row.ad(), row.date()));
      }
    }
    List<Ad> judged = new ArrayList<>();
    for (Map.Entry<String, NavigableMap<LocalDate, Row>> entry : ads.entrySet()) {
      List<Row> days = List.copyOf(entry.getValue().values());
      long unseen = days.stream().filter(day -> day.impressions() == 0).count();
      if (days.size() < settings.daysMin()) {
        study.refuse(
            "%s: has %d days, at least %d are needed"
                .formatted(entry.getKey(), days.size(), settings.daysMin()));
      } else if (!days.getFirst().date().plusDays(days.size() - 1L).equals(days.getLast().date())) {
        study.refuse(entry.getKey() + ": days are missing; a missing day is not zero");
      } else if (unseen > 0) {
        study.refuse("%s: was not shown on %d days".formatted(entry.getKey(), unseen));
      } else {
        judged.add(judge(entry.getKey(), days, settings));
      }
    }
    if (judged.isEmpty()) {
      return new Refused(study.refusals());
    }
    study.check(
        "audience and placements stayed the same",
        Verdict.UNTESTED,
        "a new audience has another rate without any fatigue");
    return study.answer(
        new CreativeFatigue(
            study.grounds(
                Study.window(rows.stream().map(Row::date).toList()),
                rows.size(),
                Say.of(
                    "The alarm is a rule of practice (%s under the first week for %s days, seen more"
                        + " than %s times); a turn is kept when the Bayesian criterion gains by it.",
                    study.used("drop_min"), study.used("alarm_days"), study.used("frequency_min"))),
            new CreativeFatigue.Result(judged)));
  }

  private static Ad judge(String name, List<Row> days, Settings settings) {
    double first = rate(days.subList(0, WEEK));
    double line = first * (1 - settings.drop());
    LocalDate alarm = null;
    int run = 0;
    for (int i = WEEK; i < days.size() && alarm == null; i++) {
      Row day = days.get(i);
      boolean low = day.rate() <= line && day.frequency().doubleValue() > settings.frequency();
      run = low ? run + 1 : 0;
      alarm = run >= settings.alarmDays() ? day.date() : null;
    }
    double[] logs =
        days.stream()
            .mapToDouble(day -> Math.log((day.clicks() + 0.5) / (day.impressions() + 1.0)))
            .toArray();
    BrokenLine broken = BrokenLine.fit(logs);
    boolean falls = broken.gain() > 0 && broken.slope() < 0;
    Row last = days.getLast();
    return new Ad(
        name,
        days.size(),
        alarm != null ? Status.FATIGUED : falls ? Status.TIRING : Status.FRESH,
        first,
        rate(days.subList(days.size() - WEEK, days.size())),
        last.frequency().doubleValue(),
        falls ? days.get(broken.turn()).date() : null,
        falls ? Double.valueOf(Math.expm1(broken.slope())) : null,
        alarm,
        falls ? swapBy(broken, logs.length, line, last.date()) : alarm);
  }

  /// Day on which the broken line meets the alarm line, at most 90 days ahead.
  private static @Nullable LocalDate swapBy(
      BrokenLine broken, int days, double line, LocalDate last) {
    double steps = (Math.log(line) - broken.level()) / broken.slope();
    long ahead = Math.round(Math.ceil(broken.turn() - 1 + steps)) - (days - 1);
    if (ahead > 90) {
      return null;
    }
    return last.plusDays(ahead);
  }

  private static double rate(List<Row> days) {
    double clicks = days.stream().mapToLong(Row::clicks).sum();
    return clicks / days.stream().mapToLong(Row::impressions).sum();
  }
}
