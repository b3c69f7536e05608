package io.raptorflow.dlq;

import java.time.Duration;

/// What counts as an outage: many works of one group that fail with one fingerprint, while little
/// else fails there.
///
/// @param works distinct works with the same fingerprint, at least 2
/// @param window within this time
public record OutageRule(int works, Duration window) {
  public OutageRule {
    if (works < 2 || !window.isPositive()) {
      throw new IllegalArgumentException(
          "an outage needs at least 2 works and a window, was %d and %s".formatted(works, window));
    }
  }
}
