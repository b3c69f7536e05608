package io.raptorflow.dlq;

import java.time.Duration;
import java.time.Instant;

/// A token bucket: `rate` permits a second, at most `burst` saved up. Not thread-safe.
final class RateLimit {
  private final double ratePerSecond;
  private final int burst;
  private double saved;
  private Instant filled;

  /// @param ratePerSecond 0 for no limit
  /// @param burst at least 1; what the rate gives in a tick is saved up in any case
  RateLimit(double ratePerSecond, int burst, Duration tick, Instant now) {
    this.ratePerSecond = ratePerSecond;
    this.burst = Math.max(burst, (int) Math.ceil(ratePerSecond * tick.toNanos() / 1e9));
    this.saved = burst;
    this.filled = now;
  }

  int permits(Instant now) {
    if (ratePerSecond == 0) {
      return Integer.MAX_VALUE;
    }
    Duration passed = Duration.between(filled, now);
    if (passed.isPositive()) {
      saved = Math.min(burst, saved + ratePerSecond * passed.toNanos() / 1e9);
    }
    // Also when the clock was set back: permits must not wait until it is where it was.
    filled = now;
    return (int) saved;
  }

  void take(int permits) {
    saved -= permits;
  }
}
