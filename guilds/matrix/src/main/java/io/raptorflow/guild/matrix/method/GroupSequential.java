package io.raptorflow.guild.matrix.method;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Boundaries for a test that is looked at several times, by recursive integration (Armitage,
/// McPherson and Rowe 1969) with equal information between looks.
public final class GroupSequential {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int NODES = 160;

  private GroupSequential() {}

  /// How the error rate is spent over the looks.
  public enum Spending {
    /// Strict at first (O'Brien and Fleming 1979): bound times root of (looks / look).
    OBRIEN_FLEMING,
    /// The same bound at every look (Pocock 1977).
    POCOCK
  }

  /// Bounds of |z| at each look for a two-sided error rate.
  public static double[] bounds(Spending spending, int looks, double alpha) {
    double low = 1;
    double high = 8;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (crossing(scaled(spending, looks, middle)) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return scaled(spending, looks, high);
  }

  private static double[] scaled(Spending spending, int looks, double constant) {
    double[] bounds = new double[looks];
    for (int k = 1; k <= looks; k++) {
      bounds[k - 1] =
          spending == Spending.POCOCK ? constant : constant * Math.sqrt((double) looks / k);
    }
    return bounds;
  }

  /// Chance under no effect that |z| passes its bound at some look.
  public static double crossing(double[] bounds) {
    double crossed = 2 * NORMAL.survivalProbability(bounds[0]);
    double limit = bounds[0];
    double[] x = nodes(limit);
    double[] density = Arrays.stream(x).map(NORMAL::density).toArray();
    for (int k = 2; k <= bounds.length; k++) {
      // The sum of scores at look k is that of look k - 1 plus a standard normal step.
      double next = bounds[k - 1] * Math.sqrt(k);
      double[] from = x;
      double[] weights = density;
      double step = from[1] - from[0];
      crossed +=
          simpson(
              step,
              i ->
                  weights[i]
                      * (NORMAL.survivalProbability(next - from[i])
                          + NORMAL.cumulativeProbability(-next - from[i])));
      x = nodes(next);
      double[] to = x;
      density = new double[to.length];
      for (int j = 0; j < to.length; j++) {
        double at = to[j];
        density[j] = simpson(step, i -> weights[i] * NORMAL.density(at - from[i]));
      }
    }
    return crossed;
  }

  private static double[] nodes(double limit) {
    double[] x = new double[NODES + 1];
    for (int i = 0; i <= NODES; i++) {
      x[i] = -limit + 2 * limit * i / NODES;
    }
    return x;
  }

  private static double simpson(double step, IntToDoubleFunction f) {
    double sum = f.applyAsDouble(0) + f.applyAsDouble(NODES);
    for (int i = 1; i < NODES; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * f.applyAsDouble(i);
    }
    return sum * step / 3;
  }
}
