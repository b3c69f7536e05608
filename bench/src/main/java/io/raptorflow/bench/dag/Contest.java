package io.raptorflow.bench.dag;

/// What is measured.
enum Contest {
  /// Nodes that answer at once, many runs at a time.
  W4("W4", Graph.CHAIN, 0, 3_000, 100),
  /// The same, one run at a time.
  W4_ONE("W4", Graph.CHAIN, 0, 500, 1),
  /// Nodes that wait 100 ms for a model.
  W5_200("W5", Graph.CHAIN, 100, 2_000, 200),
  W5_2000("W5", Graph.CHAIN, 100, 4_000, 2_000),
  /// One, then 87, then one.
  W6("W6", Graph.FAN, 50, 30, 1),
  /// What a run costs beside a model that takes a second.
  H("H", Graph.CHAIN, 1_000, 40, 10);

  private final String workload;
  private final Graph graph;
  private final int millis;
  private final int runs;
  private final int atOnce;

  Contest(String workload, Graph graph, int millis, int runs, int atOnce) {
    this.workload = workload;
    this.graph = graph;
    this.millis = millis;
    this.runs = runs;
    this.atOnce = atOnce;
  }

  String workload() {
    return workload;
  }

  Graph graph() {
    return graph;
  }

  int atOnce() {
    return atOnce;
  }

  /// Runs of one round.
  ///
  /// @param share of the full size
  int runs(double share) {
    return (int) Math.max(Math.min(runs, 10), Math.max(atOnce, runs * share));
  }

  /// Runs before the first that counts.
  int warmUp(double share) {
    return switch (this) {
      case W4 -> 200;
      case W4_ONE -> 20;
      case W5_200 -> (int) Math.max(200, 1_000 * share);
      case W5_2000 -> 2_000;
      case W6 -> 3;
      case H -> 10;
    };
  }

  boolean asksModel() {
    return millis > 0;
  }

  Latencies latencies() {
    return new Latencies(millis);
  }

  /// How it stands in tables.
  String title() {
    return "%s, %d at once".formatted(workload, atOnce);
  }
}
