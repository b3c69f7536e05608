package io.raptorflow.bench.dag;

import io.raptorflow.bench.Results;
import tools.jackson.databind.JsonNode;

/// What one competitor did in one round of one contest.
///
/// @param stepsPerSecond agents' works a second
/// @param p50 milliseconds of a run
/// @param overPathP50 time of a run as a multiple of its own critical path; 0 without a model
/// @param cpuMillisPerStep of all its processes
record Round(
    double stepsPerSecond,
    double p50,
    double p99,
    double overPathP50,
    double overPathP99,
    double cpuMillisPerStep,
    Asked asked) {

  /// Calls of the model, and the different nodes of different runs among them.
  record Asked(long calls, long nodes) {}

  static Round of(Contest contest, int first, JsonNode answer, double cpuMillis, Asked asked) {
    int runs = answer.get("millis").size();
    long[] micros = new long[runs];
    long[] overPath = new long[runs];
    for (int run = 0; run < runs; run++) {
      double millis = answer.get("millis").get(run).asDouble();
      micros[run] = Math.round(millis * 1_000);
      double path = contest.graph().criticalMillis(contest.latencies(), first + run);
      overPath[run] = path == 0 ? 0 : Math.round(millis / path * 1e6);
    }
    int steps = runs * contest.graph().steps();
    long expected = contest.asksModel() ? steps : 0;
    if (asked.nodes() != expected || asked.calls() != expected) {
      throw new IllegalStateException(
          "%s: the model should be asked %d times by so many nodes, was %s"
              .formatted(contest, expected, asked));
    }
    return new Round(
        steps / answer.get("seconds").asDouble(),
        Results.percentile(micros, 0.5) / 1_000,
        Results.percentile(micros, 0.99) / 1_000,
        Results.percentile(overPath, 0.5) / 1e6,
        Results.percentile(overPath, 0.99) / 1e6,
        cpuMillis / steps,
        asked);
  }
}
