package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.ExperimentTable.Experiment;
import io.raptorflow.guild.matrix.computed.ExperimentTable.Row;
import io.raptorflow.guild.matrix.method.Apportion;
import io.raptorflow.guild.matrix.method.BetaArms;
import io.raptorflow.guild.matrix.output.BanditSplit;
import io.raptorflow.guild.matrix.output.BanditSplit.Arm;
import io.raptorflow.guild.matrix.output.BanditSplit.Move;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// MTX-004: shares the next traffic by each arm's chance of being best, with a floor for all, and
/// stops when one arm is best and little can be lost by choosing it.
public final class BanditAllocator implements Computation {
  private static final String METHOD =
      "Beta-Bernoulli Thompson sampling under a uniform prior; chance of being best and expected"
          + " loss by quadrature; a floor for every arm";

  /// @param floor least share of an arm
  /// @param trialsMin least trials of an arm
  /// @param stopBest chance of being best that may stop
  /// @param stopLoss expected loss of a rate below which it stops
  private record Settings(double floor, int trialsMin, double stopBest, double stopLoss) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.number("share_min", 0.1, 0, 0.5),
          settings.whole("trials_min", 100, 100, 1_000_000),
          settings.number("stop_best", 0.95, 0.5, 0.9999),
          settings.number("stop_loss", 0.001, 0, 0.1));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, ExperimentTable.SHAPE, BanditAllocator::run);
  }

  private static Result run(Study study, Settings settings, List<Row> rows) {
    List<BanditSplit.Experiment> split = new ArrayList<>();
    for (Experiment experiment : ExperimentTable.experiments(study, rows)) {
      if (experiment.fewest() < settings.trialsMin()) {
        study.refuse(
            "%s: its smallest arm has %d trials, at least %d are needed"
                .formatted(experiment.id(), experiment.fewest(), settings.trialsMin()));
      } else if (experiment.arms().size() * settings.floor() > 1) {
        study.refuse(
            "%s: %d arms cannot have at least %s each"
                .formatted(experiment.id(), experiment.arms().size(), study.used("share_min")));
      } else {
        split.add(split(experiment, settings));
      }
    }
    if (split.isEmpty()) {
      return new Refused(study.refusals());
    }
    study.check(
        "rates do not move with time",
        Verdict.UNTESTED,
        "sums over the whole test cannot tell; compare weeks if you can");
    return study.answer(
        new BanditSplit(
            study.grounds(
                null,
                rows.size(),
                "Chances are exact for a uniform prior over the rates; a bandit finds a good arm"
                    + " and gives no honest size of the difference."),
            new BanditSplit.Result(split)));
  }

  private static BanditSplit.Experiment split(Experiment experiment, Settings settings) {
    List<BetaArms.Arm> arms =
        experiment.arms().stream()
            .map(row -> new BetaArms.Arm(row.conversions(), row.visitors()))
            .toList();
    List<BetaArms.Odds> odds = BetaArms.odds(arms);
    double[] weights = new double[arms.size()];
    int leader = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = settings.floor() + (1 - arms.size() * settings.floor()) * odds.get(i).best();
      leader = odds.get(i).best() > odds.get(leader).best() ? i : leader;
    }
    BigDecimal[] shares = Apportion.exact(BigDecimal.ONE, weights, 4);
    List<Arm> answered = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      Row row = experiment.arms().get(i);
      answered.add(
          new Arm(
              row.variant(),
              row.visitors(),
              row.conversions(),
              arms.get(i).mean(),
              odds.get(i).best(),
              odds.get(i).loss(),
              shares[i]));
    }
    BetaArms.Odds first = odds.get(leader);
    boolean stop = first.best() >= settings.stopBest() && first.loss() < settings.stopLoss();
    return new BanditSplit.Experiment(
        experiment.id(),
        experiment.name(),
        stop ? Move.STOP : Move.GO_ON,
        experiment.arms().get(leader).variant(),
        Say.of("chance of being best %.4f, expected loss %.5f", first.best(), first.loss()),
        answered);
  }
}
