package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.ReplayOperation;
import java.time.Instant;

/// What can happen to failed work.
sealed interface RetryInput {
  /// It failed.
  record Failed(Letter letter, Cause cause) implements RetryInput {}

  /// Where the cause of a failure lies, as far as the failures around it tell.
  enum Cause {
    OWN,
    /// Everything fails there now; the work is not to blame.
    OUTAGE,
    /// Only this work fails so, again and again and in more than one process, while other work of
    /// the same agent goes well.
    WORK
  }

  /// It failed elsewhere, and its dead letter was taken in.
  ///
  /// @param from where the foreign dead letter lies
  /// @param edit whether the letter brings the edit of an operator along
  record Adopted(Letter letter, String from, Edit edit) implements RetryInput {}

  /// What an adopted letter says of its bytes.
  enum Edit {
    NONE,
    /// The letter also has the bytes that an operator wants sent.
    IN_LETTER
  }

  /// It was answered or refused by its agent.
  record Answered() implements RetryInput {}

  /// Its time has come.
  record Due() implements RetryInput {}

  /// The rule that held it is gone.
  ///
  /// @param turn when it is tried, after those that were let go before it
  record Released(Instant turn) implements RetryInput {}

  /// It is sent to see whether what it waits for is back.
  record Probed() implements RetryInput {}

  /// An operator commands.
  ///
  /// @param at where the command lies
  record Commanded(ReplayOperation operation, Coordinates at) implements RetryInput {}
}
