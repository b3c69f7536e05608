package io.raptorflow.bench.dag;

import java.util.Random;

/// How long the model takes for each node of each run: the mean, more or less a fifth, from one
/// seeded list that all competitors share.
record Latencies(double meanMillis) {
  private static final int DRAWN = 4_096;
  private static final double SPREAD = 0.2;

  private static final double[] FACTORS =
      new Random(20_261_126).doubles(DRAWN, 1 - SPREAD, 1 + SPREAD).toArray();

  /// @param node place of the node in the graph, from 0
  double millis(int run, int node) {
    return meanMillis * FACTORS[Math.floorMod(run * 131 + node, DRAWN)];
  }
}
