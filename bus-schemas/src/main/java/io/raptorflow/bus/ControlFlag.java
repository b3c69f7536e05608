package io.raptorflow.bus;

import java.time.Instant;

/// State of a run that every node must obey.
public record ControlFlag(RunId run, RunFlag flag, String why, Instant at) implements BusEvent {

  /// What nodes may do for the run.
  public enum RunFlag {
    RUNNING,
    PAUSED,
    CANCELLED,
    BUDGET_STOPPED
  }

  @Override
  public String key() {
    return run.toString();
  }
}
