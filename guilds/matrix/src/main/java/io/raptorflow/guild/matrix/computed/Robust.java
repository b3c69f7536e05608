package io.raptorflow.guild.matrix.computed;

import java.util.Arrays;

/// Centre and spread that a few wild values cannot move.
final class Robust {
  /// Makes the median absolute deviation of normal data equal to its standard deviation.
  static final double MAD_TO_SD = 1.4826;

  private Robust() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// Median absolute deviation from the median, unscaled.
  static double mad(double[] values) {
    double centre = median(values);
    return median(Arrays.stream(values).map(value -> Math.abs(value - centre)).toArray());
  }

  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /// Standard deviation of a sample (divisor n - 1).
  static double sd(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  /// Pearson's correlation; 0 when one side does not vary.
  static double correlation(double[] a, double[] b) {
    double ma = mean(a);
    double mb = mean(b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }
}
