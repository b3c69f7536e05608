package io.raptorflow.guild.matrix.computed;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/// A saturating response, conversions = beta x / (x + half) per day, fitted by least squares.
///
/// For a given `half` the best `beta` has a closed form, so only `half` is searched: a grid on the
/// logarithm, then golden section. `half` stays between a tenth of the smallest and ten times the
/// largest spend; on the upper edge the data show no saturation.
///
/// @param spendMin smallest daily spend seen
/// @param spendMax largest daily spend seen
/// @param days days with spend
/// @param sigma standard deviation of a day around the curve
/// @param varBeta variance of beta
/// @param varHalf variance of half, zero when it lies on an edge
/// @param covariance of beta and half
/// @param saturation whether `half` lies inside its range
record ResponseCurve(
    double beta,
    double half,
    double spendMin,
    double spendMax,
    int days,
    double sigma,
    double varBeta,
    double varHalf,
    double covariance,
    Saturation saturation) {
  /// Least number of different daily spends.
  static final int LEVELS_MIN = 8;

  private static final int GRID = 60;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /// Whether the data show where the channel tires.
  enum Saturation {
    SEEN,
    NOT_SEEN
  }

  /// Fits a curve; spends must be positive.
  static ResponseCurve fit(double[] spend, double[] conversions) {
    double least = Arrays.stream(spend).min().orElseThrow();
    double most = Arrays.stream(spend).max().orElseThrow();
    double from = Math.log(least / 10);
    double to = Math.log(most * 10);
    int best = 0;
    for (int i = 1; i <= GRID; i++) {
      if (loss(spend, conversions, Math.exp(from + (to - from) * i / GRID))
          < loss(spend, conversions, Math.exp(from + (to - from) * best / GRID))) {
        best = i;
      }
    }
    double a = from + (to - from) * Math.max(0, best - 1) / GRID;
    double b = from + (to - from) * Math.min(GRID, best + 1) / GRID;
    for (int i = 0; i < 80; i++) {
      double left = b - GOLDEN * (b - a);
      double right = a + GOLDEN * (b - a);
      if (loss(spend, conversions, Math.exp(left)) <= loss(spend, conversions, Math.exp(right))) {
        b = right;
      } else {
        a = left;
      }
    }
    double half = Math.exp((a + b) / 2);
    Saturation saturation = best > 0 && best < GRID ? Saturation.SEEN : Saturation.NOT_SEEN;
    return withVariance(spend, conversions, half, saturation);
  }

  private static ResponseCurve withVariance(
      double[] spend, double[] conversions, double half, Saturation saturation) {
    double beta = beta(spend, conversions, half);
    int n = spend.length;
    double sigma2 = loss(spend, conversions, half) / Math.max(1, n - 2);
    double bb = 0;
    double bg = 0;
    double gg = 0;
    for (double x : spend) {
      double byBeta = x / (x + half);
      double byHalf = -beta * x / ((x + half) * (x + half));
      bb += byBeta * byBeta;
      bg += byBeta * byHalf;
      gg += byHalf * byHalf;
    }
    double determinant = bb * gg - bg * bg;
    boolean full = saturation == Saturation.SEEN && determinant > 1e-12 * bb * gg;
    return new ResponseCurve(
        beta,
        half,
        Arrays.stream(spend).min().orElseThrow(),
        Arrays.stream(spend).max().orElseThrow(),
        n,
        Math.sqrt(sigma2),
        full ? sigma2 * gg / determinant : sigma2 / bb,
        full ? sigma2 * bb / determinant : 0,
        full ? -sigma2 * bg / determinant : 0,
        saturation);
  }

  /// Conversions of a day.
  double at(double spend) {
    return beta * spend / (spend + half);
  }

  /// Half width of the interval for the sum of `flight` days at the same daily spend: noise of the
  /// days plus what the fit does not know (delta method).
  double halfWidth(double spend, int flight, double coverage) {
    double byBeta = spend / (spend + half);
    double byHalf = -beta * spend / ((spend + half) * (spend + half));
    double ofFit =
        byBeta * byBeta * varBeta + 2 * byBeta * byHalf * covariance + byHalf * byHalf * varHalf;
    double variance = flight * sigma * sigma + (double) flight * flight * Math.max(0, ofFit);
    double t =
        TDistribution.of(Math.max(1, days - 2)).inverseCumulativeProbability((1 + coverage) / 2);
    return t * Math.sqrt(variance);
  }

  private static double beta(double[] spend, double[] conversions, double half) {
    double yh = 0;
    double hh = 0;
    for (int i = 0; i < spend.length; i++) {
      double h = spend[i] / (spend[i] + half);
      yh += conversions[i] * h;
      hh += h * h;
    }
    return yh / hh;
  }

  private static double loss(double[] spend, double[] conversions, double half) {
    double beta = beta(spend, conversions, half);
    double loss = 0;
    for (int i = 0; i < spend.length; i++) {
      double rest = conversions[i] - beta * spend[i] / (spend[i] + half);
      loss += rest * rest;
    }
    return loss;
  }
}
