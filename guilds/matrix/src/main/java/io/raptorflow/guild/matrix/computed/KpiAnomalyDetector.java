package io.raptorflow.guild.matrix.computed;

import com.github.servicenow.ds.stats.stl.SeasonalTrendLoess;
import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.KpiHistory.Day;
import io.raptorflow.guild.matrix.computed.KpiHistory.Reading;
import io.raptorflow.guild.matrix.output.Check;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.KpiAnomalies;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Anomaly;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Direction;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Shift;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Trace;
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
import org.jspecify.annotations.Nullable;

/// MTX-001: finds days and level shifts that a channel's own history does not explain.
///
/// Spikes: robust STL (Cleveland and others 1990) takes the weekly season out, then the generalized
/// ESD test on median and MAD judges the rest, and a gate drops what is significant but small.
/// Shifts: a cumulative sum of the conversion rate against its first days.
public final class KpiAnomalyDetector implements Computation {
  private static final String METHOD =
      "robust STL + generalized ESD on median/MAD with an effect gate; CUSUM for level shifts";
  private static final Map<String, Function<Day, @Nullable Double>> SPIKES =
      Map.of(
          "clicks", day -> day.clicks().doubleValue(),
          "cpc", day -> KpiHistory.ratio(day.cost(), day.clicks()),
          "conversions", day -> day.conversions().doubleValue());

  @Override
  public Result compute(TaskInputs inputs) {
    SettingReader reader = new SettingReader(inputs.settings());
    DetectorSettings settings = DetectorSettings.from(reader);
    List<String> problems = reader.problems();
    if (settings.seasonalWindow() % 2 == 0) {
      problems.add("setting stl_seasonal_window must be odd, was " + settings.seasonalWindow());
    }
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    Optional<Table> table = inputs.table(KpiHistory.TABLE);
    if (table.isEmpty()) {
      return Refused.because("table kpi_daily is needed and was not given");
    }
    return switch (KpiHistory.read(table.get())) {
      case Reading.Broken broken -> new Refused(broken.problems());
      case Reading.Read read -> new Run(read.history(), settings, reader.used()).answer();
    };
  }

  /// A series without gaps.
  private record Series(String channel, String metric, LocalDate from, double[] values) {
    String name() {
      return channel + "." + metric;
    }
  }

  private static final class Run {
    private final KpiHistory history;
    private final DetectorSettings settings;
    private final Map<String, String> used;
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<Shift> shifts = new ArrayList<>();
    private final List<String> judged = new ArrayList<>();
    private final Map<String, Trace> traces = new TreeMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> flat = new ArrayList<>();

    Run(KpiHistory history, DetectorSettings settings, Map<String, String> used) {
      this.history = history;
      this.settings = settings;
      this.used = used;
    }

    Result answer() {
      history.channels().forEach(this::channel);
      if (!judged.isEmpty()) {
        refusals.addAll(history.unpricedNotes());
      }
      if (judged.isEmpty()) {
        return new Refused(refusals);
      }
      List<Check> checks = new ArrayList<>();
      checks.add(
          new Check(
              "clicks do not exceed impressions",
              history.over() == 0 ? Verdict.HOLDS : Verdict.DOUBTFUL,
              history.over() + " of " + history.rows() + " rows have more clicks"));
      checks.add(
          new Check(
              "series vary, so that spread can be measured",
              flat.isEmpty() ? Verdict.HOLDS : Verdict.DOUBTFUL,
              flat.isEmpty() ? "all do" : "no spread in " + String.join(", ", flat)));
      checks.add(
          new Check(
              "the season of the week moves slowly",
              Verdict.UNTESTED,
              "holidays and campaign starts are not modelled"));
      String uncertainty =
          String.format(
              Locale.ROOT,
              "At alpha %s per series, %d series would raise about %.3f false alarms by chance; a"
                  + " shift needs %s standard deviations of summed evidence.",
              used.get("alpha"),
              judged.size(),
              settings.alpha() * judged.size(),
              used.get("cusum_h"));
      return new Answered(
          new KpiAnomalies(
              METHOD,
              used,
              history.window(),
              history.rows(),
              new KpiAnomalies.Result(
                  anomalies, shifts, history.totals(), judged, List.copyOf(traces.values())),
              uncertainty,
              checks,
              refusals,
              history.hash()),
          refusals);
    }

    private void channel(String channel, NavigableMap<LocalDate, Day> days) {
      List<LocalDate> gaps = KpiHistory.gaps(days);
      if (!gaps.isEmpty()) {
        refusals.add(
            "%s: %d days are missing, the first is %s; a missing day is not zero"
                .formatted(channel, gaps.size(), gaps.getFirst()));
        return;
      }
      if (days.size() < settings.daysMin()) {
        refusals.add(
            "%s: has %d days, at least %d (8 weeks) are needed"
                .formatted(channel, days.size(), settings.daysMin()));
        return;
      }
      for (String metric : List.of("clicks", "conversions", "cpc")) {
        series(channel, metric, days, SPIKES.get(metric)).ifPresent(this::spikes);
      }
      series(channel, "cvr", days, day -> KpiHistory.ratio(day.conversions(), day.clicks()))
          .ifPresent(this::shifts);
    }

    private Optional<Series> series(
        String channel,
        String metric,
        NavigableMap<LocalDate, Day> days,
        @Nullable Function<Day, @Nullable Double> value) {
      double[] values = new double[days.size()];
      int at = 0;
      for (Map.Entry<LocalDate, Day> day : days.entrySet()) {
        Double number = value == null ? null : value.apply(day.getValue());
        if (number == null) {
          refusals.add(
              "%s.%s: undefined on %s, no clicks".formatted(channel, metric, day.getKey()));
          return Optional.empty();
        }
        values[at++] = number;
      }
      return Optional.of(new Series(channel, metric, days.firstKey(), values));
    }

    private void spikes(Series series) {
      judged.add(series.name());
      double[] values = series.values();
      double median = Robust.median(values);
      double[] seasonal =
          new SeasonalTrendLoess.Builder()
              .setPeriodLength(settings.period())
              .setSeasonalWidth(settings.seasonalWindow())
              .setRobust()
              .buildSmoother(values)
              .decompose()
              .getSeasonal();
      double[] rest = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        rest[i] = values[i] - seasonal[i] - median;
      }
      double spread = Robust.MAD_TO_SD * Robust.mad(rest);
      // Rounded prices leave noise of the last bit; that is no spread.
      if (spread <= 1e-9 * Math.abs(median)) {
        flat.add(series.name());
        return;
      }
      int most = (int) Math.floor(settings.outlierShareMax() * values.length);
      GeneralizedEsd.Outcome outcome =
          GeneralizedEsd.test(rest, most, settings.alpha(), GeneralizedEsd.Scale.MEDIAN_AND_MAD);
      double centre = Robust.median(rest);
      for (int at : GeneralizedEsd.positions(outcome)) {
        double expected = values[at] - rest[at];
        double against = expected > 0 ? expected : Math.abs(median);
        double effect = rest[at] / against;
        if (Math.abs(effect) >= settings.effectMin()) {
          trace(series);
          anomalies.add(
              new Anomaly(
                  series.name(),
                  series.channel(),
                  series.metric(),
                  series.from().plusDays(at),
                  values[at],
                  expected,
                  (rest[at] - centre) / spread,
                  effect,
                  rest[at] > 0 ? Direction.UP : Direction.DOWN));
        }
      }
    }

    private void trace(Series series) {
      traces.put(
          series.name(),
          new Trace(series.name(), series.from(), Arrays.stream(series.values()).boxed().toList()));
    }

    private void shifts(Series series) {
      int base = settings.baselineDays();
      if (series.values().length <= base) {
        refusals.add(
            "%s: has %d days, a level shift needs more than the %d of its baseline"
                .formatted(series.name(), series.values().length, base));
        return;
      }
      judged.add(series.name());
      double[] baseline = Arrays.copyOf(series.values(), base);
      double mean = Robust.mean(baseline);
      double sd = Robust.sd(baseline);
      if (!(sd > 1e-12)) {
        flat.add(series.name());
        return;
      }
      double[] later = Arrays.copyOfRange(series.values(), base, series.values().length);
      for (Direction direction : Direction.values()) {
        double sign = direction == Direction.UP ? 1 : -1;
        double[] standardized =
            Arrays.stream(later).map(value -> sign * (value - mean) / sd).toArray();
        Cusum.Alarm alarm = Cusum.firstAlarm(standardized, settings.slack(), settings.limit());
        if (alarm == null) {
          continue;
        }
        trace(series);
        double since = Robust.mean(Arrays.copyOfRange(later, alarm.began(), later.length));
        shifts.add(
            new Shift(
                series.name(),
                series.channel(),
                series.metric(),
                series.from().plusDays(base + alarm.began()),
                series.from().plusDays(base + alarm.at()),
                direction,
                mean,
                sd,
                since,
                mean == 0 ? null : Double.valueOf(since / mean - 1)));
      }
    }
  }
}
