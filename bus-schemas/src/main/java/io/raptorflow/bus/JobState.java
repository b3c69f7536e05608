package io.raptorflow.bus;

import java.time.Instant;
import java.util.UUID;

/// How a job over dead letters stands.
///
/// @param query filter that chose the set; empty when the operator named the works
/// @param planHash SHA-256 of the set
/// @param total works in the set
/// @param sent works for which a command was given
/// @param refused works whose command was refused
/// @param succeeded works that were answered, discarded or restored
/// @param failed works that failed again
/// @param note why it is where it is; empty when there is nothing to say
public record JobState(
    UUID job,
    Status status,
    ReplayOperation.Verb verb,
    String by,
    String why,
    String query,
    String planHash,
    int total,
    int sent,
    int refused,
    int succeeded,
    int failed,
    String note,
    Instant startedAt,
    Instant at)
    implements BusEvent {

  /// Where a job stands.
  public enum Status {
    RUNNING,
    PAUSED,
    /// Every work has its outcome.
    FINISHED,
    /// By an operator; what was not sent is as it was.
    CANCELLED,
    /// Too many works failed again; what was not sent is as it was.
    STOPPED,
    /// Its parts do not match its plan; nothing was done.
    REFUSED;

    /// Whether nothing more is sent.
    public boolean isOver() {
      return this != RUNNING && this != PAUSED;
    }
  }

  /// Works whose outcome is known.
  public int done() {
    return refused + succeeded + failed;
  }

  @Override
  public String key() {
    return job.toString();
  }
}
