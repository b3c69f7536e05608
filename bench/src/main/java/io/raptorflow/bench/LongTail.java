package io.raptorflow.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Works of which one in twenty takes a hundred times longer, the same ones for all who compete: a
/// work is drawn by its place in the log. `peers/bullmq/race.js` draws alike.
final class LongTail {
  static final Duration FAST = Duration.ofMillis(50);
  static final Duration SLOW = Duration.ofSeconds(6);
  private static final int SLOW_PERCENT = 5;
  private static final int FNV_START = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private LongTail() {}

  /// Whether a work is one of the fast.
  ///
  /// @param place partition and offset, such as `3/1207`
  static boolean isFast(String place) {
    int hash = FNV_START;
    for (byte each : place.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    // The low digits of this hash follow the last digits of the place; the high ones do not.
    return Integer.remainderUnsigned(hash >>> 8, 100) >= SLOW_PERCENT;
  }

  /// How long the model takes.
  ///
  /// @param path the place behind a slash
  static Duration latency(String path) {
    return isFast(path.substring(1)) ? FAST : SLOW;
  }
}
