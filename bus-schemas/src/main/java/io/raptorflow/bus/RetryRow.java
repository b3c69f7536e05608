package io.raptorflow.bus;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is known of one failed piece of work.
///
/// @param agent agent that failed; empty when the record does not say
/// @param workspace tenant; empty when the record does not say
/// @param run run, or null when the record does not say
/// @param group consumer group that failed, and the only one that sees a retry
/// @param failures how often the work failed
/// @param replays how often operators had it replayed
/// @param dueAt when it is tried again, or null when no retry waits
/// @param letter where the last dead letter lies, with the original bytes and headers
/// @param history the last failures and commands, oldest first, at most [#HISTORY_MAX]
/// @param operation last operator's command that was obeyed, or null
/// @param job job that this command belongs to, or null when it was a single one
/// @param version grows by one with each row of the work
/// @param edited where the command lies that carries the bytes to send in place of the original
///   ones, or null when the original is sent
public record RetryRow(
    WorkId work,
    Status status,
    String agent,
    String workspace,
    @Nullable RunId run,
    FailureClass failure,
    String fingerprint,
    String message,
    String originalTopic,
    String group,
    int failures,
    int replays,
    Instant firstFailedAt,
    Instant lastFailedAt,
    @Nullable Instant dueAt,
    Coordinates letter,
    List<String> history,
    @Nullable UUID operation,
    @Nullable UUID job,
    int version,
    @Nullable Coordinates edited,
    Instant at)
    implements BusEvent {
  public static final int HISTORY_MAX = 10;

  /// Where the work stands.
  public enum Status {
    /// A retry waits for its time.
    SCHEDULED,
    /// Handed back to the group that failed; its outcome is open.
    FIRED,
    /// Answered after all.
    RESOLVED,
    /// Retries are used up, or wait for money or credentials.
    PARKED,
    /// Trying again would fail again.
    QUARANTINED,
    /// Given up for good: cancelled, expired, or by an operator.
    DISCARDED
  }

  public RetryRow {
    history = List.copyOf(history);
    if ((status == Status.SCHEDULED) != (dueAt != null)) {
      throw new IllegalArgumentException(
          "a row has a due time exactly when it is SCHEDULED; " + work + " was " + status);
    }
  }

  @Override
  public String key() {
    return work.toString();
  }
}
