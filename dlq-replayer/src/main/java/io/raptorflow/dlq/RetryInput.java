package io.raptorflow.dlq;

import io.raptorflow.bus.ReplayOperation;

/// What can happen to failed work.
sealed interface RetryInput {
  /// It failed.
  record Failed(Letter letter) implements RetryInput {}

  /// It was answered or refused by its agent.
  record Answered() implements RetryInput {}

  /// Its time has come.
  record Due() implements RetryInput {}

  /// An operator commands.
  record Commanded(ReplayOperation operation) implements RetryInput {}
}
