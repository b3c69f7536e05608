package io.raptorflow.bench.dag;

import java.util.List;
import java.util.stream.IntStream;

/// A graph that all competitors run.
enum Graph {
  /// plan, then a, b and c side by side, then review, then final.
  CHAIN(3),
  /// plan, then 87 parts side by side, then join.
  FAN(87);

  private final int width;

  Graph(int width) {
    this.width = width;
  }

  /// Agents side by side in the middle.
  int width() {
    return width;
  }

  /// Agents that work in one run.
  int steps() {
    return width + 1 + tail();
  }

  private int tail() {
    return this == CHAIN ? 2 : 1;
  }

  /// Places of the nodes whose texts a node reads; of 87 side by side the join reads the last.
  List<Integer> inputs(int place) {
    if (place == 0) {
      return List.of();
    }
    if (place <= width) {
      return List.of(0);
    }
    return this == CHAIN && place == width + 1 ? List.of(1, 2, 3) : List.of(place - 1);
  }

  /// Milliseconds that a run must take with these answers of the model.
  double criticalMillis(Latencies latencies, int run) {
    double middle =
        IntStream.rangeClosed(1, width)
            .mapToDouble(node -> latencies.millis(run, node))
            .max()
            .orElse(0);
    double path = latencies.millis(run, 0) + middle;
    for (int node = width + 1; node < steps(); node++) {
      path += latencies.millis(run, node);
    }
    return path;
  }
}
