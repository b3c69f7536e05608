package io.raptorflow.bus;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of an operator's command on one work.
///
/// @param job job that the command belongs to, or null for a single one
/// @param note reason of a refusal, or what the new failure said; empty otherwise
/// @param version version of the row after it
public record OperationOutcome(
    UUID operation,
    @Nullable UUID job,
    WorkId work,
    Kind kind,
    String note,
    int version,
    Instant at)
    implements BusEvent {

  /// How it ended, or went on.
  public enum Kind {
    /// Done; after a replay a second outcome follows.
    OBEYED,
    /// Not done, with the reason.
    REFUSED,
    /// The replayed work was answered.
    RESOLVED,
    /// The replayed work failed once more.
    FAILED_AGAIN
  }

  @Override
  public String key() {
    return (job == null ? operation : job).toString();
  }
}
