package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import java.time.Duration;

/// How failures of one class are retried.
///
/// @param base delay before the first retry, before jitter
/// @param cap largest delay
/// @param retries how many retries; 0 for none
/// @param then where the work goes when they are used up
public record RetryRule(Duration base, Duration cap, int retries, RetryRow.Status then) {
  public RetryRule {
    if (retries < 0 || (retries > 0 && (!base.isPositive() || cap.compareTo(base) < 0))) {
      throw new IllegalArgumentException(
          "a rule with retries needs 0 < base <= cap, was base %s, cap %s, retries %d"
              .formatted(base, cap, retries));
    }
    switch (then) {
      case PARKED, QUARANTINED, DISCARDED -> {
        // These are ends.
      }
      case SCHEDULED, FIRED, RESOLVED ->
          throw new IllegalArgumentException("a rule cannot end in " + then);
    }
  }

  static RetryRule none(RetryRow.Status then) {
    return new RetryRule(Duration.ZERO, Duration.ZERO, 0, then);
  }
}
