package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.KpiHistory.Day;
import io.raptorflow.guild.matrix.method.Backtest;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.Forecasts;
import io.raptorflow.guild.matrix.output.Forecasts.Point;
import io.raptorflow.guild.matrix.output.Forecasts.Score;
import io.raptorflow.guild.matrix.output.Forecasts.Series;
import io.raptorflow.guild.matrix.output.Forecasts.Value;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// MTX-002: carries each channel's clicks, conversions, cost and revenue forward, by the model that
/// did best on the days already known.
///
/// It reads `kpi_daily`, or a table `series` (date, value) of days, weeks, months or quarters.
public final class Forecaster implements Computation {
  private static final String METHOD =
      "seasonal naive, Holt-Winters additive and multiplicative (BOBYQA); chosen by rolling-origin"
          + " sMAPE; bands from the errors of the backtest";
  private static final int RECENT_MAX = 120;
  private static final Map<String, Function<Day, BigDecimal>> METRICS =
      Map.of(
          "clicks", Day::clicks,
          "conversions", Day::conversions,
          "cost", Day::cost,
          "revenue", Day::revenue);
  private static final TableShape<Value> SERIES =
      new TableShape<>(
          "series",
          List.of("date", "value"),
          cells -> new Value(cells.date("date"), cells.amount("value").doubleValue()));

  /// @param model the way to use, or `best` for the one that does best in the backtest
  private record Settings(int horizon, int period, String model) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("horizon", 28, 1, 366),
          settings.whole("period", 0, 0, 366),
          settings.word(
              "model",
              List.of(
                  "best",
                  "seasonal_naive",
                  "holt_winters_additive",
                  "holt_winters_multiplicative")));
    }

    Backtest chosen(List<Backtest> tests) {
      return tests.stream()
          .filter(test -> test.way().name().equalsIgnoreCase(model))
          .findFirst()
          .orElse(tests.getFirst());
    }
  }

  /// How far apart the values of a series are, and its usual season.
  private enum Rhythm {
    DAILY(7, "days"),
    WEEKLY(52, "weeks"),
    MONTHLY(12, "months"),
    QUARTERLY(4, "quarters");

    private final int season;
    private final String unit;

    Rhythm(int season, String unit) {
      this.season = season;
      this.unit = unit;
    }

    LocalDate next(LocalDate date, int steps) {
      return switch (this) {
        case DAILY -> date.plusDays(steps);
        case WEEKLY -> date.plusWeeks(steps);
        case MONTHLY -> date.plusMonths(steps);
        case QUARTERLY -> date.plusMonths(3L * steps);
      };
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    if (inputs.table("series").isPresent()) {
      return Study.of(METHOD, inputs, Settings::from, SERIES, Forecaster::oneSeries);
    }
    return KpiHistory.study(
        METHOD,
        inputs,
        Settings::from,
        "table kpi_daily or table series is needed and none was given",
        Forecaster::channels);
  }

  private static Result oneSeries(Study study, Settings settings, List<Value> rows) {
    NavigableMap<LocalDate, Double> values = new TreeMap<>();
    for (Value row : rows) {
      if (values.put(row.date(), row.value()) != null) {
        return Refused.because("table series has the date " + row.date() + " twice");
      }
    }
    List<Series> series = new ArrayList<>();
    int period = add("value", values, settings, study, series);
    return answer(study, settings, period, series, rows.size(), Study.window(values.keySet()));
  }

  private static Result channels(Study study, Settings settings, KpiHistory history) {
    List<Series> series = new ArrayList<>();
    history.unpricedNotes().forEach(study::refuse);
    int period = 7;
    for (Map.Entry<String, NavigableMap<LocalDate, Day>> channel : history.channels().entrySet()) {
      for (Map.Entry<String, Function<Day, BigDecimal>> metric :
          new TreeMap<>(METRICS).entrySet()) {
        if (metric.getKey().equals("revenue") && history.unpriced().contains(channel.getKey())) {
          continue;
        }
        NavigableMap<LocalDate, Double> values = new TreeMap<>();
        channel
            .getValue()
            .forEach((date, day) -> values.put(date, metric.getValue().apply(day).doubleValue()));
        period = add(channel.getKey() + "." + metric.getKey(), values, settings, study, series);
      }
    }
    return answer(study, settings, period, series, history.rows(), history.window());
  }

  /// Adds a forecast or the reason why there is none; returns the period that was used.
  private static int add(
      String name,
      NavigableMap<LocalDate, Double> values,
      Settings settings,
      Study study,
      List<Series> into) {
    List<LocalDate> dates = List.copyOf(values.keySet());
    Optional<Rhythm> rhythm = rhythm(dates);
    if (rhythm.isEmpty()) {
      study.refuse(
          name
              + ": dates must be days, weeks, months or quarters without a gap; a missing one is"
              + " not zero");
      return settings.period();
    }
    int period = settings.period() == 0 ? rhythm.get().season : settings.period();
    int least = Math.max(2 * period + 1, 2 * period + settings.horizon());
    if (values.size() < least || period < 2) {
      study.refuse(
          "%s: has %d %s, two seasons of %d and the horizon of %d need %d"
              .formatted(
                  name, values.size(), rhythm.get().unit, period, settings.horizon(), least));
      return period;
    }
    double[] y = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    if (Arrays.stream(y).distinct().count() < 3) {
      study.refuse(name + ": has less than three different values, there is nothing to learn");
      return period;
    }
    List<Backtest> tests = Backtest.all(y, period, settings.horizon());
    Backtest best = settings.chosen(tests);
    double[] points = best.way().forecast(y, period, settings.horizon());
    LocalDate last = dates.getLast();
    List<Point> forecast = new ArrayList<>();
    double total = 0;
    int step = 1;
    for (Backtest.Band band : best.bands(points, 0)) {
      total += band.mean();
      forecast.add(
          new Point(
              rhythm.get().next(last, step++),
              band.mean(),
              band.low80(),
              band.high80(),
              band.low95(),
              band.high95()));
    }
    List<Value> recent = new ArrayList<>();
    for (int i = Math.max(0, y.length - RECENT_MAX); i < y.length; i++) {
      recent.add(new Value(dates.get(i), y[i]));
    }
    into.add(
        new Series(
            name,
            label(best.way()),
            tests.stream()
                .map(t -> new Score(label(t.way()), t.smape(), t.mase(), t.errors().length))
                .toList(),
            recent,
            forecast,
            total));
    study.check(
        name + ": the model beats the seasonal naive forecast",
        best.way() == Backtest.Way.SEASONAL_NAIVE ? Verdict.DOUBTFUL : Verdict.HOLDS,
        "sMAPE %.1f over %d origins",
        best.smape(),
        best.errors().length);
    return period;
  }

  private static Optional<Rhythm> rhythm(List<LocalDate> dates) {
    for (Rhythm rhythm : Rhythm.values()) {
      LocalDate first = dates.getFirst();
      int i = 0;
      while (i < dates.size() && dates.get(i).equals(rhythm.next(first, i))) {
        i++;
      }
      if (i == dates.size()) {
        return Optional.of(rhythm);
      }
    }
    return Optional.empty();
  }

  private static Result answer(
      Study study,
      Settings settings,
      int period,
      List<Series> series,
      int rows,
      DataWindow window) {
    if (series.isEmpty()) {
      return new Refused(study.refusals());
    }
    study.check(
        "the future repeats the season and trend of the past",
        Verdict.UNTESTED,
        "price changes, holidays and new campaigns are not in the data");
    return study.answer(
        new Forecasts(
            study.grounds(
                window,
                rows,
                "Bands hold 80 % and 95 % of the errors that the same model made on past days; "
                    + "they do not know what has not happened yet."),
            new Forecasts.Result(settings.horizon(), period, series)));
  }

  private static String label(Backtest.Way way) {
    return way.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
