package io.raptorflow.guild.matrix.method;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A test for a trend that asks only for signs (Mann 1945, Kendall 1975), with the variance for
/// ties.
public final class MannKendall {
  private MannKendall() {}

  /// Positive for a rise.
  public static Proportions.Test test(double[] values) {
    int n = values.length;
    long s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += (long) Math.signum(values[j] - values[i]);
      }
    }
    double variance = n * (n - 1.0) * (2 * n + 5);
    Map<Double, Long> ties =
        Arrays.stream(values)
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    for (long t : ties.values()) {
      variance -= t * (t - 1.0) * (2 * t + 5);
    }
    variance /= 18;
    double z = variance <= 0 ? 0 : (s - Math.signum((double) s)) / Math.sqrt(variance);
    return new Proportions.Test(z, 2 * (1 - Proportions.below(Math.abs(z))));
  }
}
