package io.raptorflow.dlq;

import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.WorkId;
import java.time.Duration;

/// Exponential delay with jitter: `base * 2^(retry-1)`, at most `cap`, times a factor between 0.5
/// and 1. The factor is drawn from the work and the retry, so that the same failure always gives
/// the same delay and different work spreads.
final class Backoff {
  private static final int DOUBLINGS_MAX = 40;

  private Backoff() {}

  /// Delay before a retry.
  ///
  /// @param retry number of the retry, from 1
  static Duration delay(RetryRule rule, WorkId work, int retry) {
    if (retry < 1) {
      throw new IllegalArgumentException("retries count from 1, was " + retry);
    }
    int doublings = Math.min(retry - 1, DOUBLINGS_MAX);
    long base = rule.base().toMillis();
    long cap = rule.cap().toMillis();
    long full = base > (cap >> doublings) ? cap : base << doublings;
    long half = full / 2;
    long draw =
        NameUuid.of("backoff", work.toString(), Integer.toString(retry)).getLeastSignificantBits();
    return Duration.ofMillis(half + Math.floorMod(draw, full - half + 1));
  }
}
