package io.raptorflow.dlq;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.RetryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /// Tell people that the work waits for the end of a rule.
    record Hold(RetryRow row, String why) implements Effect {}

    /// Make a rule.
    record Rule(DeadLetterRule rule) implements Effect {}

    /// What a probe waited for is back.
    ///
    /// @param rule name of the rule that held it
    record Healed(String rule) implements Effect {}

    /// Tell the job, or the operator, what became of a command.
    record Report(OperationOutcome outcome) implements Effect {}
  }

  static RetryDecision stay() {
    return new RetryDecision(Optional.empty(), List.of());
  }

  static RetryDecision stay(Effect effect) {
    return new RetryDecision(Optional.empty(), List.of(effect));
  }

  static RetryDecision to(RetryRow row, Effect... effects) {
    return new RetryDecision(Optional.of(row), List.of(effects));
  }

  /// The same with one more effect.
  RetryDecision with(Effect more) {
    return new RetryDecision(row, Stream.concat(effects.stream(), Stream.of(more)).toList());
  }
}
