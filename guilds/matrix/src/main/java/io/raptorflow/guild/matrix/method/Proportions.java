package io.raptorflow.guild.matrix.method;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.FisherExactTest;

/// Tests and intervals for shares.
public final class Proportions {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Proportions() {}

  /// An interval.
  public record Interval(double low, double high) {}

  /// A test statistic with its two-sided p-value.
  public record Test(double statistic, double p) {}

  /// Quantile of the standard normal distribution.
  public static double z(double p) {
    return NORMAL.inverseCumulativeProbability(p);
  }

  /// Chance of a standard normal value below `z`.
  public static double below(double z) {
    return NORMAL.cumulativeProbability(z);
  }

  /// Two-proportion z test with pooled variance; `b` against `a`.
  public static Test pooled(long xa, long na, long xb, long nb) {
    double pool = (double) (xa + xb) / (na + nb);
    double se = Math.sqrt(pool * (1 - pool) * (1.0 / na + 1.0 / nb));
    double z = se == 0 ? 0 : ((double) xb / nb - (double) xa / na) / se;
    return new Test(z, 2 * NORMAL.survivalProbability(Math.abs(z)));
  }

  /// Fisher's exact test, two-sided.
  public static double fisher(long xa, long na, long xb, long nb) {
    int[][] table = {
      {Math.toIntExact(xa), Math.toIntExact(na - xa)},
      {Math.toIntExact(xb), Math.toIntExact(nb - xb)}
    };
    return FisherExactTest.withDefaults()
        .with(AlternativeHypothesis.TWO_SIDED)
        .test(table)
        .getPValue();
  }

  /// Wald interval of the difference of shares, `b` less `a`.
  public static Interval wald(long xa, long na, long xb, long nb, double coverage) {
    double pa = (double) xa / na;
    double pb = (double) xb / nb;
    double half = z((1 + coverage) / 2) * Math.sqrt(pa * (1 - pa) / na + pb * (1 - pb) / nb);
    return new Interval(pb - pa - half, pb - pa + half);
  }

  /// Score interval of one share (Wilson 1927).
  public static Interval wilson(long x, long n, double coverage) {
    double z = z((1 + coverage) / 2);
    double p = (double) x / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
    return new Interval(
        x == 0 ? 0 : Math.max(0, middle - half), x == n ? 1 : Math.min(1, middle + half));
  }

  /// Interval of the difference of shares from two Wilson intervals (Newcombe 1998, method 10), `b`
  /// less `a`.
  public static Interval newcombe(long xa, long na, long xb, long nb, double coverage) {
    double pa = (double) xa / na;
    double pb = (double) xb / nb;
    Interval a = wilson(xa, na, coverage);
    Interval b = wilson(xb, nb, coverage);
    double down = Math.hypot(pb - b.low(), a.high() - pa);
    double up = Math.hypot(b.high() - pb, pa - a.low());
    return new Interval(pb - pa - down, pb - pa + up);
  }

  /// Sample ratio mismatch: chi-squared test of counts against equal or given shares.
  public static Test ratioMismatch(long[] counts, double[] shares) {
    double total = Arrays.stream(counts).sum();
    double[] expected = Arrays.stream(shares).map(share -> share * total).toArray();
    var result = ChiSquareTest.withDefaults().test(expected, counts);
    return new Test(result.getStatistic(), result.getPValue());
  }

  /// Visitors of each arm that a pooled z test needs to see `p2` against `p1`.
  public static double sampleSize(double p1, double p2, double alpha, double power) {
    double mean = (p1 + p2) / 2;
    double root =
        z(1 - alpha / 2) * Math.sqrt(2 * mean * (1 - mean))
            + z(power) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    return root * root / ((p1 - p2) * (p1 - p2));
  }

  /// The same by the arcsine transformation (Cohen 1988).
  public static double sampleSizeArcsine(double p1, double p2, double alpha, double power) {
    double h = 2 * Math.asin(Math.sqrt(p2)) - 2 * Math.asin(Math.sqrt(p1));
    double root = (z(1 - alpha / 2) + z(power)) / h;
    return 2 * root * root;
  }

  /// Step-down p-values for several comparisons (Holm 1979).
  public static double[] holm(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int rank = 0; rank < order.length; rank++) {
      most = Math.max(most, Math.min(1, p[order[rank]] * (p.length - rank)));
      adjusted[order[rank]] = most;
    }
    return adjusted;
  }

  /// Always-valid p-value of the mixture sequential ratio test (Robbins 1970; Johari and others
  /// 2017): the likelihood ratio with a normal mixture of spread `tau` over the difference.
  ///
  /// @return statistic is the ratio, p is `min(1, 1/ratio)`; take the least p over all looks
  public static Test mixtureRatio(long xa, long na, long xb, long nb, double tau) {
    double pa = (double) xa / na;
    double pb = (double) xb / nb;
    double variance = pa * (1 - pa) / na + pb * (1 - pb) / nb;
    double t2 = tau * tau;
    double d = pb - pa;
    double ratio =
        Math.sqrt(variance / (variance + t2))
            * Math.exp(d * d * t2 / (2 * variance * (variance + t2)));
    return new Test(ratio, Math.min(1, 1 / ratio));
  }
}
