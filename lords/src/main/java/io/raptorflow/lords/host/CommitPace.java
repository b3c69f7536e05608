package io.raptorflow.lords.host;

import java.time.Duration;

/// When a Lord's transaction ends. An event that comes alone is made visible at once; events that
/// come one upon the other share a transaction, because each costs the broker the same whatever it
/// holds. On a busy machine, where a transaction takes long to end, more of them share it.
///
/// Lives on one Streams thread; the tasks of that thread share it, as they share the transaction.
/// All times are in nanoseconds of one clock that only runs forward.
final class CommitPace {
  /// An event before which so long nothing was written has come alone.
  static final long ALONE = Duration.ofMillis(20).toNanos();

  /// Time that what was written waits for company: as long as the last transaction took to end,
  /// within these bounds.
  static final long COMPANY_LEAST = Duration.ofMillis(5).toNanos();

  static final long COMPANY_MOST = Duration.ofMillis(50).toNanos();

  private long askedAt;
  private long resumedAt;
  private long readAt;
  private long writtenAt;
  private long company = COMPANY_LEAST;
  private long round;
  private boolean isEnding;
  private boolean hasWritten;

  /// A record is read.
  void reads(long now) {
    runs(now);
    readAt = now;
  }

  /// The thread runs, so a transaction whose end was asked for has ended.
  private void runs(long now) {
    if (isEnding) {
      isEnding = false;
      resumedAt = now;
      company = Math.clamp(now - askedAt, COMPANY_LEAST, COMPANY_MOST);
    }
  }

  /// Something was written.
  ///
  /// @return whether it must be made visible now
  boolean wrote(long now) {
    if (!hasWritten) {
      hasWritten = true;
      writtenAt = now;
    }
    return writtenAt - resumedAt >= ALONE || now - writtenAt >= company;
  }

  /// Whether what was written has waited long enough, or nobody comes.
  ///
  /// @param quiet time without a record after which nobody comes
  boolean isDue(long now, Duration quiet) {
    runs(now);
    return hasWritten && (now - writtenAt >= company || now - readAt >= quiet.toNanos());
  }

  /// The end of the transaction was asked for.
  void asked(long now) {
    askedAt = now;
    isEnding = true;
    hasWritten = false;
    round++;
  }

  /// Number of the transaction that is open.
  long round() {
    return round;
  }
}
