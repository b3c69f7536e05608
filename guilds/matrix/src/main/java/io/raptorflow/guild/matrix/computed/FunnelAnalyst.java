package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.Proportions;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.FunnelReport;
import io.raptorflow.guild.matrix.output.FunnelReport.Segment;
import io.raptorflow.guild.matrix.output.FunnelReport.Step;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// MTX-013: conversion from step to step with intervals, the leak that costs most, and steps whose
/// trend turns around once segments are looked at alone.
///
/// It reads `funnel`, or the steps impression, click and conversion of `kpi_daily` with channels as
/// segments.
public final class FunnelAnalyst implements Computation {
  private static final String METHOD =
      "step conversion with Wilson intervals; loss x what the lost would have brought; Simpson check by"
          + " segment over two halves of the time";

  private static final TableShape<Row> SHAPE =
      new TableShape<>(
          "funnel",
          List.of("date", "step", "users"),
          cells ->
              new Row(
                  cells.date("date"),
                  cells.text("step"),
                  cells.count("users"),
                  cells.optional("segment")));

  /// One row.
  private record Row(LocalDate date, String step, long users, String segment) {}

  private record Settings(int usersMin, double value) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("users_min", 100, 100, 1_000_000),
          settings.number("value_per_user", 0, 0, 1e9));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    if (inputs.table("funnel").isPresent()) {
      return Study.of(
          METHOD,
          inputs,
          Settings::from,
          SHAPE,
          (study, settings, rows) ->
              run(study, settings, rows, settings.value() == 0 ? null : settings.value()));
    }
    return KpiHistory.study(
        METHOD,
        inputs,
        Settings::from,
        "table funnel or table kpi_daily is needed and none was given",
        (study, settings, history) -> {
          study.check(
              "a user stands at a step once",
              Verdict.DOUBTFUL,
              "impressions and clicks are counted, not people");
          return run(study, settings, rows(history), value(history, settings));
        });
  }

  private static List<Row> rows(KpiHistory history) {
    List<Row> rows = new ArrayList<>();
    history
        .channels()
        .forEach(
            (channel, days) ->
                days.forEach(
                    (date, day) -> {
                      rows.add(new Row(date, "impression", day.impressions().longValue(), channel));
                      rows.add(new Row(date, "click", day.clicks().longValue(), channel));
                      rows.add(
                          new Row(
                              date,
                              "conversion",
                              Math.round(day.conversions().doubleValue()),
                              channel));
                    }));
    return rows;
  }

  private static @Nullable Double value(KpiHistory history, Settings settings) {
    if (settings.value() > 0) {
      return settings.value();
    }
    BigDecimal revenue = BigDecimal.ZERO;
    BigDecimal conversions = BigDecimal.ZERO;
    for (var total : history.totals()) {
      if (history.unpriced().contains(total.channel())) {
        continue;
      }
      revenue = revenue.add(total.revenue());
      conversions = conversions.add(total.conversions());
    }
    return KpiHistory.ratio(revenue, conversions);
  }

  private static Result run(
      Study study, Settings settings, List<Row> rows, @Nullable Double value) {
    Map<String, Long> totals = new TreeMap<>();
    SortedSet<String> segments = new TreeSet<>();
    rows.forEach(
        row -> {
          totals.merge(row.step(), row.users(), Long::sum);
          segments.add(row.segment());
        });
    List<String> steps = order(totals);
    if (steps.size() < 2) {
      return Refused.because("funnel has one step, at least two are needed");
    }
    for (String step : steps.subList(0, steps.size() - 1)) {
      if (totals.getOrDefault(step, 0L) < settings.usersMin()) {
        return Refused.because(
            "step %s has %d users, at least %d are needed"
                .formatted(step, totals.getOrDefault(step, 0L), settings.usersMin()));
      }
    }
    List<Step> answered = steps(steps, totals, value);
    for (int i = 1; i < steps.size(); i++) {
      if (answered.get(i).users() > answered.get(i - 1).users()) {
        return Refused.because(
            "step %s has more users (%d) than the step before it (%d)"
                .formatted(steps.get(i), answered.get(i).users(), answered.get(i - 1).users()));
      }
    }
    String leak =
        answered.stream()
            .skip(1)
            .max(Comparator.comparingDouble(Step::leak))
            .map(Step::step)
            .orElseThrow();
    List<LocalDate> dates = rows.stream().map(Row::date).distinct().sorted().toList();
    List<String> paradoxes = paradoxes(rows, steps, segments, dates);
    study.check(
        "segments tell the same story as the whole",
        paradoxes.isEmpty() ? Verdict.HOLDS : Verdict.DOUBTFUL,
        paradoxes.isEmpty() ? "no step turns around" : "%s",
        String.join("; ", paradoxes));
    return study.answer(
        new FunnelReport(
            study.grounds(
                new DataWindow(dates.getFirst(), dates.getLast()),
                rows.size(),
                "Intervals hold 95 % of chance; they do not cover people who were not counted."),
            new FunnelReport.Result(
                answered, bySegment(rows, steps, segments), value, leak, paradoxes)));
  }

  /// Steps with a number in front go by it; others from the most users to the fewest.
  private static List<String> order(Map<String, Long> totals) {
    boolean numbered =
        totals.keySet().stream().allMatch(step -> step.matches("\\d{1,3}[ ._:)-].*"));
    Comparator<String> byNumber =
        Comparator.comparingInt(step -> Integer.parseInt(step.replaceAll("\\D.*", "")));
    Comparator<String> byUsers =
        Comparator.<String>comparingLong(step -> -totals.getOrDefault(step, 0L));
    return totals.keySet().stream()
        .sorted((numbered ? byNumber : byUsers).thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static List<Step> steps(
      List<String> steps, Map<String, Long> totals, @Nullable Double value) {
    long end = totals.getOrDefault(steps.getLast(), 0L);
    List<Step> answered = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      long users = totals.getOrDefault(steps.get(i), 0L);
      if (i == 0) {
        answered.add(new Step(steps.get(i), users, null, null, null, 0, 0, null));
        continue;
      }
      long before = totals.getOrDefault(steps.get(i - 1), 0L);
      double rate = (double) users / before;
      Proportions.Interval interval = Proportions.wilson(Math.min(users, before), before, 0.95);
      double leak = users == 0 ? 0 : (before - users) * ((double) end / users);
      answered.add(
          new Step(
              steps.get(i),
              users,
              rate,
              interval.low(),
              interval.high(),
              before - users,
              leak,
              value == null ? null : Double.valueOf(leak * value)));
    }
    return answered;
  }

  private static List<Segment> bySegment(
      List<Row> rows, List<String> steps, SortedSet<String> segments) {
    List<Segment> answered = new ArrayList<>();
    for (String segment : segments) {
      if (segment.isEmpty()) {
        continue;
      }
      List<Long> users = new ArrayList<>();
      for (String step : steps) {
        users.add(sum(rows, segment, step, LocalDate.MIN, LocalDate.MAX));
      }
      List<Double> rates = new ArrayList<>();
      for (int i = 1; i < users.size(); i++) {
        rates.add(users.get(i - 1) == 0 ? 0 : (double) users.get(i) / users.get(i - 1));
      }
      answered.add(new Segment(segment, users, rates));
    }
    return answered;
  }

  /// A step turns around when the rate of the whole moves one way between the halves of the time
  /// and the rates of all segments move the other way (Simpson 1951).
  private static List<String> paradoxes(
      List<Row> rows, List<String> steps, SortedSet<String> segments, List<LocalDate> dates) {
    List<String> named = segments.stream().filter(segment -> !segment.isEmpty()).toList();
    if (named.size() < 2 || dates.size() < 2) {
      return List.of();
    }
    LocalDate turn = dates.get(dates.size() / 2);
    List<String> found = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      int step = i;
      double whole = move(rows, "", steps, step, turn);
      boolean against =
          whole != 0
              && named.stream()
                  .mapToDouble(segment -> move(rows, segment, steps, step, turn))
                  .allMatch(move -> move * whole < 0);
      if (against) {
        found.add(
            "%s %s as a whole and %s in every segment"
                .formatted(
                    steps.get(i), whole > 0 ? "rises" : "falls", whole > 0 ? "falls" : "rises"));
      }
    }
    return found;
  }

  private static double move(
      List<Row> rows, String segment, List<String> steps, int step, LocalDate turn) {
    return rate(rows, segment, steps, step, turn, LocalDate.MAX)
        - rate(rows, segment, steps, step, LocalDate.MIN, turn.minusDays(1));
  }

  private static double rate(
      List<Row> rows, String segment, List<String> steps, int step, LocalDate from, LocalDate to) {
    long before = sum(rows, segment, steps.get(step - 1), from, to);
    return before == 0 ? 0 : (double) sum(rows, segment, steps.get(step), from, to) / before;
  }

  private static long sum(
      List<Row> rows, String segment, String step, LocalDate from, LocalDate to) {
    return rows.stream()
        .filter(row -> segment.isEmpty() || row.segment().equals(segment))
        .filter(row -> row.step().equals(step))
        .filter(row -> !row.date().isBefore(from) && !row.date().isAfter(to))
        .mapToLong(Row::users)
        .sum();
  }
}
