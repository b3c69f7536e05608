package io.raptorflow.guild.matrix.method;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Measures of chances, and maps from raw scores to chances that hold.
public final class Calibration {
  private Calibration() {}

  /// A map from a raw score to a chance, which never falls.
  public interface Map {
    double chance(double score);
  }

  /// Area under the ROC curve (Mann and Whitney 1947): chance that a win has the higher score, ties
  /// counting half.
  public static double auc(double[] scores, double[] wins) {
    Integer[] order = order(scores);
    double ranks = 0;
    double won = 0;
    for (int i = 0; i < order.length; ) {
      int j = i;
      while (j < order.length && scores[order[j]] == scores[order[i]]) {
        j++;
      }
      double rank = (i + 1 + j) / 2.0;
      for (int k = i; k < j; k++) {
        ranks += wins[order[k]] * rank;
        won += wins[order[k]];
      }
      i = j;
    }
    double lost = scores.length - won;
    return won == 0 || lost == 0 ? 0.5 : (ranks - won * (won + 1) / 2) / (won * lost);
  }

  /// Mean squared error of chances (Brier 1950).
  public static double brier(double[] chances, double[] wins) {
    double sum = 0;
    for (int i = 0; i < wins.length; i++) {
      sum += (chances[i] - wins[i]) * (chances[i] - wins[i]);
    }
    return sum / wins.length;
  }

  /// A logistic curve over the scores (Platt 1999).
  public static Map platt(double[] scores, double[] wins) {
    double[][] x = Arrays.stream(scores).mapToObj(s -> new double[] {s}).toArray(double[][]::new);
    Logistic curve = Logistic.fit(x, wins, 1e-6);
    return curve.coefficients()[1] > 0
        ? score -> curve.chance(new double[] {score})
        : score -> Arrays.stream(wins).average().orElse(0);
  }

  /// Bins of at least `least` leads whose rates never fall (pool adjacent violators, Ayer and
  /// others 1955), each rate drawn towards the whole by one win and one loss.
  public static Map monotone(double[] scores, double[] wins, int least) {
    Integer[] order = order(scores);
    int bins = Math.max(1, scores.length / least);
    double[] top = new double[bins];
    double[] won = new double[bins];
    double[] size = new double[bins];
    for (int i = 0; i < order.length; i++) {
      int bin = Math.min(bins - 1, i / least);
      top[bin] = scores[order[i]];
      won[bin] += wins[order[i]];
      size[bin]++;
    }
    int used = 0;
    for (int bin = 0; bin < bins; bin++) {
      top[used] = top[bin];
      won[used] = won[bin];
      size[used] = size[bin];
      used++;
      while (used > 1 && won[used - 1] / size[used - 1] <= won[used - 2] / size[used - 2]) {
        won[used - 2] += won[used - 1];
        size[used - 2] += size[used - 1];
        top[used - 2] = top[used - 1];
        used--;
      }
    }
    double[] tops = Arrays.copyOf(top, used);
    double[] rates =
        IntStream.range(0, used).mapToDouble(b -> (won[b] + 1) / (size[b] + 2)).toArray();
    for (int b = 1; b < used; b++) {
      rates[b] = Math.max(rates[b], rates[b - 1]);
    }
    return score -> {
      int at = Arrays.binarySearch(tops, score);
      return rates[Math.min(rates.length - 1, at < 0 ? -at - 1 : at)];
    };
  }

  private static Integer[] order(double[] scores) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
    return order;
  }
}
