package io.raptorflow.dlq.view;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One failed work in a list. Its history and its letter lie in the log, see [DeadLetterView#find].
///
/// @param agent empty when the record does not say
/// @param workspace empty when the record does not say
/// @param run null when the record does not say
/// @param message what the last failure said, at most 1,024 characters
/// @param failures how often it failed
/// @param replays how often operators had it replayed
/// @param dueAt when it is tried again, or null when no retry waits
/// @param version grows by one with each change
public record DeadLetterLine(
    WorkId work,
    Status status,
    FailureClass reason,
    String agent,
    String group,
    String workspace,
    @Nullable RunId run,
    String topic,
    String fingerprint,
    String message,
    int failures,
    int replays,
    Instant firstFailedAt,
    Instant lastFailedAt,
    @Nullable Instant dueAt,
    boolean edited,
    int version) {

  /// What a list shows of a row.
  public static DeadLetterLine of(RetryRow row) {
    return new DeadLetterLine(
        row.work(),
        row.status(),
        row.failure(),
        row.agent(),
        row.group(),
        row.workspace(),
        row.run(),
        row.originalTopic(),
        row.fingerprint(),
        row.message(),
        row.failures(),
        row.replays(),
        row.firstFailedAt(),
        row.lastFailedAt(),
        row.dueAt(),
        row.edited() != null,
        row.version());
  }
}
