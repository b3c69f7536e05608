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
/// @param heldBy rule that holds it, or held it until it was sent as a probe; null when none does
/// @param terms what the last replay asks beyond the ordinary, until it failed or was answered
/// @param sameCause how often in a row it failed with this fingerprint, at least 1
/// @param hosts where it failed so, at most [#HOSTS_MAX]; empty when the letters do not say
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
    @Nullable String heldBy,
    @Nullable ReplayTerms terms,
    int sameCause,
    List<String> hosts,
    Instant at)
    implements BusEvent {
  public static final int HISTORY_MAX = 10;
  public static final int HOSTS_MAX = 5;

  /// Where the work stands.
  public enum Status {
    /// A retry waits for its time.
    SCHEDULED,
    /// Waits for the end of a rule, and uses up no retries.
    HELD,
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
    hosts = List.copyOf(hosts);
    if ((status == Status.SCHEDULED) != (dueAt != null)) {
      throw new IllegalArgumentException(
          "a row has a due time exactly when it is SCHEDULED; " + work + " was " + status);
    }
    if (status == Status.HELD && heldBy == null) {
      throw new IllegalArgumentException("a row that is HELD names the rule; " + work);
    }
  }

  @Override
  public String key() {
    return work.toString();
  }
}
