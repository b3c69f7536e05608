package io.raptorflow.bench.dag;

/// How a competitor of the Java class runs one run of a graph, from the caller's side.
interface Runner {
  /// Called before the first run of a graph.
  ///
  /// @param model address of the model; empty when nodes answer at once by themselves
  void prepare(Graph graph, String model) throws InterruptedException;

  /// Runs a graph to its end. Thread-safe.
  void run(Graph graph, int run, String model) throws Exception;
}
