package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.KaplanMeier;
import io.raptorflow.guild.matrix.method.KaplanMeier.End;
import io.raptorflow.guild.matrix.method.KaplanMeier.Life;
import io.raptorflow.guild.matrix.method.Logistic;
import io.raptorflow.guild.matrix.method.Proportions;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.SurvivalReport;
import io.raptorflow.guild.matrix.output.SurvivalReport.Group;
import io.raptorflow.guild.matrix.output.SurvivalReport.Hazard;
import io.raptorflow.guild.matrix.output.SurvivalReport.Step;
import io.raptorflow.guild.matrix.table.TableShape;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// MTX-009: how long customers stay, whether groups differ, and which group leaves sooner.
public final class SurvivalAnalyst implements Computation {
  private static final String METHOD =
      "Kaplan-Meier with Greenwood intervals; log-rank between groups; discrete-time logistic"
          + " hazard";
  private static final int PERIODS_MAX = 200;

  static final TableShape<Row> SHAPE =
      new TableShape<>(
          "survival",
          List.of("id", "start", "end", "event", "group"),
          cells -> {
            Row row =
                new Row(
                    cells.text("id"),
                    cells.date("start"),
                    cells.date("end"),
                    cells.flag("event") ? End.EVENT : End.CENSORED,
                    cells.text("group"));
            if (row.end().isBefore(row.start())) {
              cells.problem("end", row.end().toString(), "must not lie before start");
            }
            return row;
          });

  /// One customer.
  record Row(String id, LocalDate start, LocalDate end, End ended, String group) {}

  private record Settings(int eventsMin, int unitDays) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("events_min", 30, 10, 1_000_000), settings.whole("unit_days", 30, 1, 366));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, SHAPE, SurvivalAnalyst::run);
  }

  private static Result run(Study study, Settings settings, List<Row> rows) {
    long events = rows.stream().filter(row -> row.ended() == End.EVENT).count();
    Set<String> ids = new HashSet<>();
    List<String> twice =
        rows.stream().map(Row::id).filter(id -> !ids.add(id)).distinct().limit(5).toList();
    if (!twice.isEmpty()) {
      return Refused.because("table survival has ids more than once: " + String.join(", ", twice));
    }
    if (events < settings.eventsMin()) {
      return Refused.because(
          "survival holds %d events, at least %d are needed"
              .formatted(events, settings.eventsMin()));
    }
    Map<String, List<Life>> groups = new TreeMap<>();
    for (Row row : rows) {
      double days = ChronoUnit.DAYS.between(row.start(), row.end());
      groups
          .computeIfAbsent(row.group(), name -> new ArrayList<>())
          .add(new Life(days / settings.unitDays(), row.ended()));
    }
    List<Group> answered = new ArrayList<>();
    groups.forEach((name, lives) -> answered.add(group(name, lives)));
    Proportions.Test test =
        groups.size() < 2 ? null : KaplanMeier.logRank(List.copyOf(groups.values()));
    List<Hazard> drivers = groups.size() < 2 ? List.of() : hazards(study, groups);
    study.check(
        "who left the data early is like who stayed",
        Verdict.UNTESTED,
        "%d of %d rows are censored",
        rows.size() - events,
        rows.size());
    List<LocalDate> dates = new ArrayList<>();
    rows.forEach(
        row -> {
          dates.add(row.start());
          dates.add(row.end());
        });
    DataWindow window = Study.window(dates);
    return study.answer(
        new SurvivalReport(
            study.grounds(
                window, rows.size(), "Intervals hold 95 % at each time, not for the whole curve."),
            new SurvivalReport.Result(
                settings.unitDays(),
                answered,
                statistic(test),
                test == null ? null : Double.valueOf(test.p()),
                drivers)));
  }

  private static @Nullable Double statistic(Proportions.@Nullable Test test) {
    return test == null ? null : Double.valueOf(test.statistic());
  }

  private static Group group(String name, List<Life> lives) {
    List<KaplanMeier.Step> curve = KaplanMeier.curve(lives);
    double median = KaplanMeier.median(curve);
    return new Group(
        name,
        lives.size(),
        (int) lives.stream().filter(life -> life.ended() == End.EVENT).count(),
        Double.isNaN(median) ? null : Double.valueOf(median),
        curve.stream()
            .map(s -> new Step(s.time(), s.atRisk(), s.events(), s.survival(), s.low(), s.high()))
            .toList());
  }

  /// Person-periods with group and the logarithm of time as drivers; the largest group is the
  /// reference.
  private static List<Hazard> hazards(Study study, Map<String, List<Life>> groups) {
    String reference =
        groups.entrySet().stream()
            .max(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.size(), b.size())))
            .map(Map.Entry::getKey)
            .orElseThrow();
    List<String> others = groups.keySet().stream().filter(g -> !g.equals(reference)).toList();
    Map<List<Integer>, int[]> cells = new TreeMap<>(SurvivalAnalyst::byParts);
    groups.forEach(
        (name, lives) -> {
          for (Life life : lives) {
            int last = (int) Math.min(PERIODS_MAX, Math.max(1, Math.ceil(life.time())));
            for (int period = 1; period <= last; period++) {
              int[] count =
                  cells.computeIfAbsent(List.of(others.indexOf(name), period), c -> new int[2]);
              count[0]++;
              count[1] += period == last && life.ended() == End.EVENT ? 1 : 0;
            }
          }
        });
    List<double[]> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    cells.forEach(
        (cell, count) -> {
          double[] row = new double[others.size() + 1];
          if (cell.getFirst() >= 0) {
            row[cell.getFirst()] = 1;
          }
          row[others.size()] = Math.log(cell.getLast());
          for (int i = 0; i < count[0]; i++) {
            x.add(row);
            y.add(i < count[1] ? 1.0 : 0.0);
          }
        });
    Logistic model =
        Logistic.fit(
            x.toArray(double[][]::new),
            y.stream().mapToDouble(Double::doubleValue).toArray(),
            1e-6);
    study.check(
        "hazards of groups stay in proportion over time", Verdict.UNTESTED, "look at the curves");
    List<Hazard> hazards = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      double w = model.coefficients()[i + 1];
      double half = Proportions.z(0.975) * model.errors()[i + 1];
      hazards.add(
          new Hazard(
              "group " + others.get(i),
              "group " + reference,
              Math.exp(w),
              Math.exp(w - half),
              Math.exp(w + half)));
    }
    return hazards;
  }

  private static int byParts(List<Integer> a, List<Integer> b) {
    int first = a.getFirst().compareTo(b.getFirst());
    return first != 0 ? first : a.getLast().compareTo(b.getLast());
  }
}
