package io.raptorflow.guild.matrix.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/// Survival by the product limit (Kaplan and Meier 1958) with Greenwood's variance, and the
/// log-rank test (Mantel 1966).
public final class KaplanMeier {
  private KaplanMeier() {}

  /// One life.
  ///
  /// @param time length, 0 or more
  /// @param ended whether the event came, rather than the end of watching
  public record Life(double time, End ended) {
    public Life {
      if (!(time >= 0)) {
        throw new IllegalArgumentException("a life must not be negative, was " + time);
      }
    }
  }

  /// How a life left the data.
  public enum End {
    EVENT,
    CENSORED
  }

  /// A step of the curve.
  ///
  /// @param low lower end of the 95 % interval, by the log-log transformation
  public record Step(
      double time,
      int atRisk,
      int events,
      double survival,
      double error,
      double low,
      double high) {}

  /// Steps at the times of events.
  public static List<Step> curve(List<Life> lives) {
    List<Step> steps = new ArrayList<>();
    double survival = 1;
    double greenwood = 0;
    double z = Proportions.z(0.975);
    for (double time : times(lives)) {
      int atRisk = atRisk(lives, time);
      int events = events(lives, time);
      survival *= 1 - (double) events / atRisk;
      greenwood += atRisk == events ? 0 : (double) events / ((double) atRisk * (atRisk - events));
      double error = survival * Math.sqrt(greenwood);
      double low = 0;
      double high = survival == 0 ? 0 : 1;
      if (survival > 0 && survival < 1) {
        double width = z * Math.sqrt(greenwood) / Math.abs(Math.log(survival));
        low = Math.pow(survival, Math.exp(width));
        high = Math.pow(survival, Math.exp(-width));
      }
      steps.add(new Step(time, atRisk, events, survival, error, low, high));
    }
    return steps;
  }

  /// First time at which no more than half survive, or NaN when more do to the end.
  public static double median(List<Step> curve) {
    return curve.stream()
        .filter(step -> step.survival() <= 0.5 + 1e-12)
        .mapToDouble(Step::time)
        .findFirst()
        .orElse(Double.NaN);
  }

  /// Log-rank test over two or more groups.
  public static Proportions.Test logRank(List<List<Life>> groups) {
    int k = groups.size();
    List<Life> all = groups.stream().flatMap(List::stream).toList();
    double[] less = new double[k];
    double[][] variance = new double[k][k];
    for (double time : times(all)) {
      double n = atRisk(all, time);
      double d = events(all, time);
      for (int g = 0; g < k; g++) {
        double ng = atRisk(groups.get(g), time);
        less[g] += events(groups.get(g), time) - d * ng / n;
        for (int h = 0; h < k && n > 1; h++) {
          double nh = atRisk(groups.get(h), time);
          double share = (g == h ? ng / n : 0) - ng * nh / (n * n);
          variance[g][h] += d * (n - d) / (n - 1) * share;
        }
      }
    }
    double[] first = Arrays.copyOf(less, k - 1);
    double[][] block = new double[k - 1][];
    for (int g = 0; g < k - 1; g++) {
      block[g] = Arrays.copyOf(variance[g], k - 1);
    }
    var vector = new ArrayRealVector(first, false);
    double chi2 =
        vector.dotProduct(
            new SingularValueDecomposition(new Array2DRowRealMatrix(block, false))
                .getSolver()
                .solve(vector));
    return new Proportions.Test(chi2, ChiSquaredDistribution.of(k - 1.0).survivalProbability(chi2));
  }

  private static SortedSet<Double> times(List<Life> lives) {
    SortedSet<Double> times = new TreeSet<>();
    for (Life life : lives) {
      if (life.ended() == End.EVENT) {
        times.add(life.time());
      }
    }
    return times;
  }

  private static int atRisk(List<Life> lives, double time) {
    return (int) lives.stream().filter(life -> life.time() >= time).count();
  }

  private static int events(List<Life> lives, double time) {
    return (int)
        lives.stream().filter(life -> life.ended() == End.EVENT && life.time() == time).count();
  }
}
