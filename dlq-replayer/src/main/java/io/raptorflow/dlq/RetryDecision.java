package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows from an event on failed work: the next row, and what must be sent.
///
/// @param row the next row; empty when nothing changes
record RetryDecision(Optional<RetryRow> row, List<Effect> effects) {

  /// What must leave in the same transaction as the row.
  sealed interface Effect {
    /// Hand the work back to the group that failed.
    ///
    /// @param attempt value of the attempt header
    /// @param deadline new deadline, or null to keep the old one
    record Fire(RetryRow row, int attempt, @Nullable Instant deadline) implements Effect {}

    /// Tell people that a retry waits.
    record Announce(RetryRow row, Duration delay, int retries) implements Effect {}

    /// Tell the Lord, and people, that the work is given up.
    record GiveUp(RetryRow row, String why) implements Effect {}
  }

  static RetryDecision stay() {
    return new RetryDecision(Optional.empty(), List.of());
  }

  static RetryDecision to(RetryRow row, Effect... effects) {
    return new RetryDecision(Optional.of(row), List.of(effects));
  }

  /// Whether work in this state may be replayed by an operator.
  static boolean isReplayable(Status status) {
    return switch (status) {
      case SCHEDULED, PARKED, QUARANTINED, DISCARDED -> true;
      case FIRED, RESOLVED -> false;
    };
  }
}
