package io.raptorflow.lords.host;

import java.time.Duration;

/// When a Lord's transaction ends. An event that comes alone is made visible at once; events that
/// come one upon the other share a transaction, because each costs the broker the same whatever it
/// holds. Lives on one Streams thread; the tasks of that thread share it, as they share the
/// transaction.
final class CommitPace {
  /// An event that comes so long after the last transaction has come alone.
  private static final long ALONE = Duration.ofMillis(20).toNanos();

  /// Longest time that what was written waits for company.
  private static final long COMPANY = Duration.ofMillis(5).toNanos();

  private long askedAt;
  private long writtenAt;
  private long round;
  private boolean hasWritten;

  /// Something was written.
  ///
  /// @return whether it must be made visible now
  boolean wrote(long now) {
    if (!hasWritten) {
      hasWritten = true;
      writtenAt = now;
    }
    return now - askedAt >= ALONE || now - writtenAt >= COMPANY;
  }

  /// Whether what was written has waited long enough.
  boolean isDue(long now) {
    return hasWritten && now - writtenAt >= COMPANY;
  }

  /// The end of the transaction was asked for.
  void asked(long now) {
    askedAt = now;
    hasWritten = false;
    round++;
  }

  /// Number of the transaction that is open.
  long round() {
    return round;
  }
}
