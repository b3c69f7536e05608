package io.raptorflow.guild.matrix.computed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/// The generalized extreme studentized deviate test (Rosner 1983; NIST/SEMATECH e-Handbook
/// 1.3.5.17.3) for up to a given number of outliers on both sides.
final class GeneralizedEsd {

  /// How a step measures centre and spread.
  enum Scale {
    /// As published.
    MEAN_AND_SD,
    /// As in S-H-ESD (Hochenbaum, Vallis and Kejariwal 2017): outliers cannot hide each other.
    MEDIAN_AND_MAD
  }

  /// One removal.
  ///
  /// @param index position of the most extreme value in the data
  /// @param statistic R of the step
  /// @param critical lambda of the step
  record Step(int index, double statistic, double critical) {}

  /// @param steps every step, also those behind the last outlier
  /// @param outliers how many of the first steps are outliers: the largest step that passes
  record Outcome(List<Step> steps, int outliers) {
    Outcome {
      steps = List.copyOf(steps);
    }
  }

  private GeneralizedEsd() {}

  /// Runs the test. It ends early when the rest has no spread.
  static Outcome test(double[] data, int outliersMax, double alpha, Scale scale) {
    int n = data.length;
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      left.add(i);
    }
    List<Step> steps = new ArrayList<>();
    int outliers = 0;
    for (int i = 1; i <= Math.min(outliersMax, n - 2); i++) {
      double[] rest = left.stream().mapToDouble(index -> data[index]).toArray();
      double centre = scale == Scale.MEAN_AND_SD ? Robust.mean(rest) : Robust.median(rest);
      double spread =
          scale == Scale.MEAN_AND_SD ? Robust.sd(rest) : Robust.MAD_TO_SD * Robust.mad(rest);
      if (!(spread > 0)) {
        break;
      }
      int worst = 0;
      for (int j = 1; j < rest.length; j++) {
        if (Math.abs(rest[j] - centre) > Math.abs(rest[worst] - centre)) {
          worst = j;
        }
      }
      double statistic = Math.abs(rest[worst] - centre) / spread;
      double critical = critical(n, i, alpha);
      steps.add(new Step(left.get(worst), statistic, critical));
      if (statistic > critical) {
        outliers = i;
      }
      left.remove(worst);
    }
    return new Outcome(steps, outliers);
  }

  /// Critical value of step `i`, counted from 1.
  static double critical(int n, int i, double alpha) {
    double p = 1 - alpha / (2.0 * (n - i + 1));
    double degrees = n - i - 1;
    double t = TDistribution.of(degrees).inverseCumulativeProbability(p);
    return (n - i) * t / Math.sqrt((degrees + t * t) * (n - i + 1));
  }

  /// Positions of the outliers, ascending.
  static int[] positions(Outcome outcome) {
    int[] positions =
        outcome.steps().stream().limit(outcome.outliers()).mapToInt(Step::index).toArray();
    Arrays.sort(positions);
    return positions;
  }
}
