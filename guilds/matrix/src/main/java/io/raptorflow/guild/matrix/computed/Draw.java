package io.raptorflow.guild.matrix.computed;

import java.util.SplittableRandom;

/// Numbers drawn by chance, the same for the same seed.
final class Draw {
  private static final double NORMAL_FROM = 60;

  private Draw() {}

  /// A draw from a Poisson distribution: by products of uniforms (Knuth), and for large means by
  /// the normal approximation, rounded and never below zero.
  static double poisson(SplittableRandom random, double mean) {
    if (mean <= 0) {
      return 0;
    }
    if (mean > NORMAL_FROM) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      count++;
      product *= random.nextDouble();
    }
    return count;
  }
}
