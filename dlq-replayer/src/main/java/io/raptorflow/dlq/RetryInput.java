package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.ReplayOperation;

/// What can happen to failed work.
sealed interface RetryInput {
  /// It failed.
  record Failed(Letter letter, Cause cause) implements RetryInput {}

  /// Where the cause of a failure lies, as far as the failures around it tell.
  enum Cause {
    OWN,
    /// Everything fails there now; the work is not to blame.
    OUTAGE
  }

  /// It failed elsewhere, and its dead letter was taken in.
  ///
  /// @param from where the foreign dead letter lies
  record Adopted(Letter letter, String from) implements RetryInput {}

  /// It was answered or refused by its agent.
  record Answered() implements RetryInput {}

  /// Its time has come.
  record Due() implements RetryInput {}

  /// An operator commands.
  ///
  /// @param at where the command lies
  record Commanded(ReplayOperation operation, Coordinates at) implements RetryInput {}
}
