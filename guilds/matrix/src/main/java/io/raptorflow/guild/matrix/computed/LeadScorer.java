package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.Calibration;
import io.raptorflow.guild.matrix.method.Logistic;
import io.raptorflow.guild.matrix.method.Proportions;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.LeadScores;
import io.raptorflow.guild.matrix.output.LeadScores.Bin;
import io.raptorflow.guild.matrix.output.LeadScores.Driver;
import io.raptorflow.guild.matrix.output.LeadScores.Score;
import io.raptorflow.guild.matrix.table.TableShape;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// MTX-018: chances that leads are won, from what companies did and are, never from traits of
/// people.
public final class LeadScorer implements Computation {
  private static final String METHOD =
      "ridge logistic regression, five folds by lead id; monotone bins below 500 leads, Platt"
          + " calibration from there; Brier score and AUC out of fold";
  private static final int FOLDS = 5;
  private static final int PLATT_FROM = 500;
  private static final int BIN_MIN = 25;
  private static final int LISTED = 1_000;

  static final TableShape<Lead> SHAPE =
      new TableShape<>(
          "leads",
          List.of("lead_id", "created", "source", "won"),
          cells ->
              new Lead(
                  cells.text("lead_id"),
                  cells.date("created"),
                  cells.flag("won") ? Outcome.WON : Outcome.LOST,
                  cells.line() - 2));

  /// How a lead ended.
  enum Outcome {
    WON,
    LOST
  }

  /// One lead.
  ///
  /// @param at row of the table, from 0
  record Lead(String id, LocalDate created, Outcome outcome, int at) {}

  private record Settings(int leadsMin, int winsMin, double ridge) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("leads_min", 200, 200, 1_000_000),
          settings.whole("wins_min", 50, 50, 1_000_000),
          settings.number("ridge", 1, 1e-6, 1_000));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, SHAPE, LeadScorer::run);
  }

  private static Result run(Study study, Settings settings, List<Lead> rows) {
    Set<String> ids = new HashSet<>();
    List<String> twice =
        rows.stream().map(Lead::id).filter(id -> !ids.add(id)).distinct().limit(5).toList();
    if (!twice.isEmpty()) {
      return Refused.because("table leads has lead_id more than once: " + String.join(", ", twice));
    }
    long wins = rows.stream().filter(lead -> lead.outcome() == Outcome.WON).count();
    if (rows.size() < settings.leadsMin()
        || wins < settings.winsMin()
        || rows.size() - wins < settings.winsMin()) {
      return Refused.because(
          "leads hold %d leads, %d won and %d lost; at least %d leads and %d of each are needed"
              .formatted(
                  rows.size(), wins, rows.size() - wins, settings.leadsMin(), settings.winsMin()));
    }
    Table table = study.inputs().table(SHAPE.name()).orElseThrow();
    LeadFeatures features = LeadFeatures.of(table, rows.size());
    if (features.names().isEmpty()) {
      return new Refused(
          features.excluded().isEmpty()
              ? List.of("leads have no column to learn from")
              : features.excluded());
    }
    // Sorted by id, so that sums do not depend on the order of rows.
    List<Lead> leads = rows.stream().sorted(Comparator.comparing(Lead::id)).toList();
    double[][] x = leads.stream().map(lead -> features.rows()[lead.at()]).toArray(double[][]::new);
    double[] y = leads.stream().mapToDouble(l -> l.outcome() == Outcome.WON ? 1 : 0).toArray();
    double[] raw = outOfFold(x, y, settings.ridge());
    Logistic model = Logistic.fit(x, y, settings.ridge());
    double[] held = calibratedOutOfFold(raw, y);
    Calibration.Map calibration = calibration(raw, y);
    double auc = Calibration.auc(raw, y);
    checks(study, auc, x[0].length, (int) wins);
    return study.answer(
        new LeadScores(
            study.grounds(
                Study.window(rows.stream().map(Lead::created).toList()),
                rows.size(),
                "AUC and Brier score are out of fold; intervals of drivers hold 95 % and a ridge"
                    + " draws them towards 1."),
            new LeadScores.Result(
                leads.size(),
                (int) wins,
                auc,
                Calibration.brier(held, y),
                Calibration.brier(base(y), y),
                leads.size() < PLATT_FROM ? "monotone bins" : "Platt",
                features.excluded(),
                drivers(features, model),
                reliability(held, y),
                scores(leads, x, features, model, calibration))));
  }

  private static double[] outOfFold(double[][] x, double[] y, double ridge) {
    double[] raw = new double[y.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      int f = fold;
      int[] training = IntStream.range(0, y.length).filter(i -> i % FOLDS != f).toArray();
      Logistic model =
          Logistic.fit(
              Arrays.stream(training).mapToObj(i -> x[i]).toArray(double[][]::new),
              Arrays.stream(training).mapToDouble(i -> y[i]).toArray(),
              ridge);
      for (int i = f; i < y.length; i += FOLDS) {
        raw[i] = logOdds(model.chance(x[i]));
      }
    }
    return raw;
  }

  private static double logOdds(double chance) {
    double safe = Math.clamp(chance, 1e-9, 1 - 1e-9);
    return Math.log(safe / (1 - safe));
  }

  private static Calibration.Map calibration(double[] raw, double[] y) {
    return y.length < PLATT_FROM
        ? Calibration.monotone(raw, y, BIN_MIN)
        : Calibration.platt(raw, y);
  }

  private static double[] calibratedOutOfFold(double[] raw, double[] y) {
    double[] held = new double[y.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      int f = fold;
      int[] training = IntStream.range(0, y.length).filter(i -> i % FOLDS != f).toArray();
      Calibration.Map map =
          calibration(
              Arrays.stream(training).mapToDouble(i -> raw[i]).toArray(),
              Arrays.stream(training).mapToDouble(i -> y[i]).toArray());
      for (int i = f; i < y.length; i += FOLDS) {
        held[i] = map.chance(raw[i]);
      }
    }
    return held;
  }

  private static double[] base(double[] y) {
    double[] base = new double[y.length];
    Arrays.fill(base, Arrays.stream(y).average().orElse(0));
    return base;
  }

  private static void checks(Study study, double auc, int columns, int wins) {
    study.check(
        "leads can be told apart",
        auc >= 0.6 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "AUC %.3f out of fold",
        auc);
    study.check(
        "there are ten wins for each column",
        wins >= 10 * columns ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "%d wins, %d columns",
        wins,
        columns);
    study.check(
        "columns were known when the lead came",
        Verdict.UNTESTED,
        "a column filled after the sale would give the answer away");
  }

  private static List<Driver> drivers(LeadFeatures features, Logistic model) {
    List<Driver> drivers = new ArrayList<>();
    double z = Proportions.z(0.975);
    for (int j = 0; j < features.names().size(); j++) {
      double w = model.coefficients()[j + 1];
      double half = z * model.errors()[j + 1];
      drivers.add(
          new Driver(features.names().get(j), Math.exp(w), Math.exp(w - half), Math.exp(w + half)));
    }
    drivers.sort(
        Comparator.<Driver>comparingDouble(d -> -Math.abs(Math.log(d.oddsRatio())))
            .thenComparing(Driver::driver));
    return drivers;
  }

  private static List<Bin> reliability(double[] held, double[] y) {
    int[] order =
        IntStream.range(0, y.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(i -> held[i]).thenComparing(i -> i))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < 5; b++) {
      int[] own = Arrays.copyOfRange(order, order.length * b / 5, order.length * (b + 1) / 5);
      bins.add(
          new Bin(
              own.length,
              Arrays.stream(own).mapToDouble(i -> held[i]).average().orElse(0),
              Arrays.stream(own).mapToDouble(i -> y[i]).average().orElse(0)));
    }
    return bins;
  }

  private static List<Score> scores(
      List<Lead> leads,
      double[][] x,
      LeadFeatures features,
      Logistic model,
      Calibration.Map calibration) {
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < leads.size(); i++) {
      double[] row = x[i];
      List<String> reasons =
          IntStream.range(0, row.length)
              .boxed()
              .filter(j -> Math.abs(model.coefficients()[j + 1] * row[j]) > 0.1)
              .sorted(
                  Comparator.comparingDouble(j -> -Math.abs(model.coefficients()[j + 1] * row[j])))
              .limit(3)
              .map(
                  j ->
                      features.names().get(j)
                          + (model.coefficients()[j + 1] * row[j] > 0 ? " (for)" : " (against)"))
              .toList();
      scores.add(
          new Score(leads.get(i).id(), calibration.chance(logOdds(model.chance(row))), reasons));
    }
    scores.sort(Comparator.comparingDouble(Score::chance).reversed().thenComparing(Score::lead));
    return scores.stream().limit(LISTED).toList();
  }
}
