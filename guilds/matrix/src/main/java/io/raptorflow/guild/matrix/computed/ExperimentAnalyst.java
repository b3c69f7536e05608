package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.ExperimentTable.Experiment;
import io.raptorflow.guild.matrix.computed.ExperimentTable.Row;
import io.raptorflow.guild.matrix.method.GroupSequential;
import io.raptorflow.guild.matrix.method.GroupSequential.Spending;
import io.raptorflow.guild.matrix.method.Proportions;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.TestVerdicts;
import io.raptorflow.guild.matrix.output.TestVerdicts.Arm;
import io.raptorflow.guild.matrix.output.TestVerdicts.Call;
import io.raptorflow.guild.matrix.output.TestVerdicts.Comparison;
import io.raptorflow.guild.matrix.output.TestVerdicts.Incrementality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// MTX-003: judges experiments by their plan, and calls no winner at a look that was not planned.
///
/// The split is tested first. With a planned number of visitors the arms are compared once it is
/// reached, or at planned looks against O'Brien-Fleming bounds; without one only the always-valid
/// p-value may decide.
public final class ExperimentAnalyst implements Computation {
  private static final String METHOD =
      "sample ratio chi-squared; two-proportion z (Fisher below 10 in a cell) with Newcombe"
          + " interval and Holm; O'Brien-Fleming at planned looks, mSPRT otherwise";
  private static final int CELL_MIN = 10;

  /// @param planned visitors of each arm, 0 when no number was planned
  /// @param looks planned looks; 1 is a single one at the end
  /// @param look the look of today, 0 when it was not planned
  /// @param tau spread of the mixture, as a difference of rates
  private record Settings(
      double alpha, double power, long planned, int looks, int look, double tau, double mismatch) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.number("alpha", 0.05, 0.001, 0.2),
          settings.number("power", 0.8, 0.5, 0.99),
          settings.whole("planned_per_arm", 0, 0, Integer.MAX_VALUE),
          settings.whole("looks", 1, 1, 20),
          settings.whole("look", 0, 0, 20),
          settings.number("tau", 0.02, 1e-5, 0.5),
          settings.number("mismatch_alpha", 0.001, 1e-6, 0.05));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, ExperimentTable.SHAPE, ExperimentAnalyst::run);
  }

  private static Result run(Study study, Settings settings, List<Row> rows) {
    if (settings.look() > settings.looks()) {
      return Refused.because(
          "setting look must be at most looks (%d), was %d"
              .formatted(settings.looks(), settings.look()));
    }
    List<TestVerdicts.Experiment> judged =
        ExperimentTable.experiments(study, rows).stream()
            .map(experiment -> judge(experiment, settings))
            .toList();
    if (judged.isEmpty()) {
      return new Refused(study.refusals());
    }
    for (TestVerdicts.Experiment experiment : judged) {
      study.check(
          experiment.id() + ": visitors were split as planned",
          experiment.call() == Call.INVALID ? Verdict.DOUBTFUL : Verdict.HOLDS,
          "chi-squared %.2f, p %.2g",
          experiment.mismatchChi2(),
          experiment.mismatchP());
    }
    study.check(
        "every visitor was counted once and in one arm", Verdict.UNTESTED, "counts cannot tell");
    return study.answer(
        new TestVerdicts(
            study.grounds(
                null,
                rows.size(),
                Say.of(
                    "Intervals hold 95 %%; a verdict is wrong in %s of experiments without an"
                        + " effect, whatever the number of planned looks.",
                    study.used("alpha"))),
            new TestVerdicts.Result(judged)));
  }

  private static TestVerdicts.Experiment judge(Experiment experiment, Settings settings) {
    List<Row> arms = experiment.arms();
    double[] shares = new double[arms.size()];
    Arrays.fill(shares, 1.0 / arms.size());
    Proportions.Test ratio =
        Proportions.ratioMismatch(arms.stream().mapToLong(Row::visitors).toArray(), shares);
    Incrementality incrementality =
        experiment.holdOut() ? Incrementality.MEASURED : Incrementality.NOT_MEASURED;
    Row control = arms.getFirst();
    // A hold-out group is small on purpose, so an uneven split is its plan.
    if (ratio.p() < settings.mismatch() && !experiment.holdOut()) {
      return new TestVerdicts.Experiment(
          experiment.id(),
          experiment.name(),
          control.variant(),
          incrementality,
          ratio.statistic(),
          ratio.p(),
          Call.INVALID,
          "visitors are not split as planned; find the cause, no result of this test counts",
          arms.stream().map(row -> arm(row, null)).toList());
    }
    Double bound = bound(settings);
    List<Arm> compared = compared(arms, settings, bound);
    Decision decision = decide(experiment, compared, settings, bound);
    return new TestVerdicts.Experiment(
        experiment.id(),
        experiment.name(),
        control.variant(),
        incrementality,
        ratio.statistic(),
        ratio.p(),
        decision.call(),
        decision.why(),
        compared);
  }

  /// |z| that today's look asks for; null when no bound was planned for it.
  private static @Nullable Double bound(Settings settings) {
    if (settings.planned() == 0) {
      return null;
    }
    if (settings.looks() == 1) {
      return Proportions.z(1 - settings.alpha() / 2);
    }
    return settings.look() == 0
        ? null
        : Double.valueOf(
            GroupSequential.bounds(Spending.OBRIEN_FLEMING, settings.looks(), settings.alpha())[
                settings.look() - 1]);
  }

  private static List<Arm> compared(List<Row> arms, Settings settings, @Nullable Double bound) {
    Row control = arms.getFirst();
    double[] p = new double[arms.size() - 1];
    String[] test = new String[p.length];
    for (int i = 0; i < p.length; i++) {
      Row arm = arms.get(i + 1);
      boolean small = fewest(control, arm) < CELL_MIN;
      test[i] = small ? "Fisher exact" : "pooled z";
      p[i] =
          small
              ? Proportions.fisher(
                  control.conversions(), control.visitors(), arm.conversions(), arm.visitors())
              : Proportions.pooled(
                      control.conversions(), control.visitors(), arm.conversions(), arm.visitors())
                  .p();
    }
    double[] adjusted = Proportions.holm(p);
    List<Arm> compared = new ArrayList<>();
    compared.add(arm(control, null));
    for (int i = 0; i < p.length; i++) {
      Row arm = arms.get(i + 1);
      compared.add(arm(arm, comparison(control, arm, test[i], p[i], adjusted[i], settings, bound)));
    }
    return compared;
  }

  private static Comparison comparison(
      Row control,
      Row arm,
      String test,
      double p,
      double pHolm,
      Settings settings,
      @Nullable Double bound) {
    long xa = control.conversions();
    long na = control.visitors();
    long xb = arm.conversions();
    long nb = arm.visitors();
    double pa = (double) xa / na;
    double pb = (double) xb / nb;
    Proportions.Interval interval = Proportions.newcombe(xa, na, xb, nb, 0.95);
    boolean measurable = pa != pb && xa + xb > 0 && xa + xb < na + nb;
    double valid =
        xa + xb == 0 || xa + xb == na + nb
            ? 1
            : Proportions.mixtureRatio(xa, na, xb, nb, settings.tau()).p();
    return new Comparison(
        test,
        Proportions.pooled(xa, na, xb, nb).statistic(),
        p,
        pHolm,
        pb - pa,
        interval.low(),
        interval.high(),
        pa == 0 ? null : Double.valueOf(pb / pa - 1),
        bound,
        valid,
        measurable
            ? Long.valueOf(
                (long)
                    Math.ceil(Proportions.sampleSize(pa, pb, settings.alpha(), settings.power())))
            : null);
  }

  /// A call with its reason.
  private record Decision(Call call, String why) {}

  private static Decision decide(
      Experiment experiment, List<Arm> arms, Settings settings, @Nullable Double bound) {
    long fewest = experiment.fewest();
    int comparisons = arms.size() - 1;
    if (settings.planned() > 0 && settings.looks() == 1 && fewest < settings.planned()) {
      return new Decision(
          Call.NOT_YET,
          "the smallest arm has %d visitors of the %d that were planned; looking earlier is not in"
                  .formatted(fewest, settings.planned())
              + " the plan");
    }
    if (settings.planned() > 0 && settings.looks() > 1 && bound == null) {
      return new Decision(
          Call.NOT_YET, "today's look is not one of the %d planned".formatted(settings.looks()));
    }
    Arm best = null;
    Arm worst = null;
    for (Arm arm : arms) {
      Comparison against = arm.against();
      if (against == null || !decisive(against, settings, bound, comparisons)) {
        continue;
      }
      if (against.difference() > 0 && (best == null || arm.rate() > best.rate())) {
        best = arm;
      }
      if (against.difference() < 0 && (worst == null || arm.rate() < worst.rate())) {
        worst = arm;
      }
    }
    String by =
        bound == null
            ? "by the always-valid p-value, because no number of visitors was planned"
            : "at a planned look";
    if (best != null) {
      return new Decision(Call.WINNER, best.variant() + " is better than the control, " + by);
    }
    if (worst != null) {
      return new Decision(Call.LOSER, worst.variant() + " is worse than the control, " + by);
    }
    boolean last = bound != null && (settings.looks() == 1 || settings.look() == settings.looks());
    return last && fewest >= settings.planned()
        ? new Decision(Call.NO_DIFFERENCE, "the planned number was reached without a difference")
        : new Decision(
            Call.NOT_YET,
            bound == null
                ? "no number of visitors was planned and the always-valid p-value is not small"
                : "the bound of this look is not reached");
  }

  private static boolean decisive(
      Comparison against, Settings settings, @Nullable Double bound, int comparisons) {
    if (bound == null) {
      return against.alwaysValidP() * comparisons <= settings.alpha();
    }
    return settings.looks() == 1
        ? against.pHolm() <= settings.alpha()
        : Math.abs(against.z()) >= bound
            && (comparisons == 1 || against.pHolm() <= settings.alpha());
  }

  private static long fewest(Row a, Row b) {
    return Math.min(
        Math.min(a.conversions(), a.visitors() - a.conversions()),
        Math.min(b.conversions(), b.visitors() - b.conversions()));
  }

  private static Arm arm(Row row, @Nullable Comparison against) {
    return new Arm(
        row.variant(),
        row.visitors(),
        row.conversions(),
        (double) row.conversions() / row.visitors(),
        against);
  }
}
