package io.raptorflow.lords.architect;

/// How one node of the plan stands.
///
/// @param round 0 for the first time, raised when the node is done again
/// @param stage which of its stages runs, from 0
record NodeState(Progress progress, int round, int stage) {

  /// Where a node is in its life.
  enum Progress {
    PENDING,
    RUNNING,
    /// Muse mends what the Guardians stopped; the node runs again after.
    MENDING,
    DONE,
    SKIPPED
  }

  NodeState running() {
    return new NodeState(Progress.RUNNING, round, 0);
  }

  NodeState nextStage() {
    return new NodeState(Progress.RUNNING, round, stage + 1);
  }

  NodeState mending() {
    return new NodeState(Progress.MENDING, round + 1, 0);
  }

  NodeState done() {
    return new NodeState(Progress.DONE, round, stage);
  }

  NodeState again() {
    return new NodeState(Progress.PENDING, round + 1, 0);
  }

  boolean isSettled() {
    return progress == Progress.DONE || progress == Progress.SKIPPED;
  }
}
