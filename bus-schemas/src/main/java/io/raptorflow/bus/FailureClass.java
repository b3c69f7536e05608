package io.raptorflow.bus;

/// What kind of failure stopped a piece of work; it decides topic, backoff and what follows.
public enum FailureClass {
  /// The provider refused for the moment (HTTP 429, 529).
  RATE_LIMITED,
  /// A fault that may pass: 5xx, reset, refused connection.
  TRANSIENT,
  /// No answer in time; the other side may have acted.
  TIMEOUT,
  /// The answer does not fit the output record, after the repair attempt.
  BAD_OUTPUT,
  /// The run's or workspace's money is used up.
  BUDGET,
  /// The provider does not accept our credentials.
  AUTH,
  /// The record cannot be decoded, is too large, or contradicts its topic.
  POISON,
  /// The work was in flight in three processes that died, in the last of them alone.
  KILLER,
  /// The deadline passed before the work began.
  EXPIRED,
  /// A person cancelled the run.
  CANCELLED;

  /// The dead-letter topic that failures of this class go to.
  public Topic deadLetterTopic() {
    return switch (this) {
      case TIMEOUT, EXPIRED -> Topic.DLQ_PROCESSING_TIMEOUT;
      case POISON -> Topic.DLQ_SCHEMA_VIOLATION;
      case RATE_LIMITED, TRANSIENT, BAD_OUTPUT, BUDGET, AUTH, KILLER, CANCELLED ->
          Topic.DLQ_PROCESSING_ERROR;
    };
  }
}
