package io.raptorflow.guild.matrix.method;

import java.util.List;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.BetaDistribution;

/// Arms with unknown rates under a uniform prior: chance of being best, and what a choice may cost.
public final class BetaArms {
  private static final int NODES = 4_000;

  private BetaArms() {}

  /// One arm.
  public record Arm(long successes, long trials) {
    public Arm {
      if (successes < 0 || trials < successes) {
        throw new IllegalArgumentException(
            "an arm needs 0 <= successes <= trials, was %d of %d".formatted(successes, trials));
      }
    }

    private BetaDistribution posterior() {
      return BetaDistribution.of(successes + 1.0, trials - successes + 1.0);
    }

    /// Posterior mean.
    public double mean() {
      return (successes + 1.0) / (trials + 2.0);
    }
  }

  /// @param best chance that the arm has the highest rate
  /// @param loss expected rate that is given up by choosing it
  public record Odds(double best, double loss) {}

  /// Chance that the rate of `b` is above that of `a`, by the finite sum for whole parameters.
  public static double above(Arm a, Arm b) {
    double alphaA = a.successes() + 1.0;
    double betaA = a.trials() - a.successes() + 1.0;
    double betaB = b.trials() - b.successes() + 1.0;
    double sum = 0;
    for (long i = 0; i <= b.successes(); i++) {
      sum +=
          Math.exp(
              LogBeta.value(alphaA + i, betaA + betaB)
                  - Math.log(betaB + i)
                  - LogBeta.value(1.0 + i, betaB)
                  - LogBeta.value(alphaA, betaA));
    }
    return sum;
  }

  /// Odds of each arm by Simpson's rule over the rates that any arm can have.
  public static List<Odds> odds(List<Arm> arms) {
    List<BetaDistribution> posteriors = arms.stream().map(Arm::posterior).toList();
    double low = 1;
    double high = 0;
    for (BetaDistribution posterior : posteriors) {
      low = Math.min(low, posterior.inverseCumulativeProbability(1e-10));
      high = Math.max(high, posterior.inverseSurvivalProbability(1e-10));
    }
    int k = arms.size();
    double step = (high - low) / NODES;
    double[] best = new double[k];
    double expectedMost = 0;
    double[] below = new double[k];
    for (int i = 0; i <= NODES; i++) {
      double x = low + i * step;
      double weight = (i == 0 || i == NODES ? 1 : i % 2 == 1 ? 4 : 2) * step / 3;
      double all = 1;
      for (int j = 0; j < k; j++) {
        below[j] = posteriors.get(j).cumulativeProbability(x);
        all *= below[j];
      }
      for (int j = 0; j < k; j++) {
        double others = 1;
        for (int m = 0; m < k; m++) {
          others *= m == j ? 1 : below[m];
        }
        best[j] += weight * posteriors.get(j).density(x) * others;
      }
      // E[max] = low + integral of P(max > x) above it.
      expectedMost += weight * (1 - all);
    }
    double most = low + expectedMost;
    double sum = 0;
    for (double chance : best) {
      sum += chance;
    }
    List<Odds> odds = new java.util.ArrayList<>();
    for (int j = 0; j < k; j++) {
      odds.add(new Odds(best[j] / sum, Math.max(0, most - arms.get(j).mean())));
    }
    return List.copyOf(odds);
  }
}
