package io.raptorflow.bus.kafka.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// When the alarms of a Streams thread go off. They go off only when the thread does not wait for
/// records, so it waits until the next of them; with a fixed short wait it would do so many times a
/// second for nothing. A thread that read nothing for a while waits longer than it was told to; not
/// from its start on, when it does not hear of its partitions before its wait is over. Thread-safe,
/// since a thread that died is replaced.
final class Timetable {
  /// An alarm that is late by more than that belongs to a task which is gone.
  private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Duration QUIET_WAIT = Duration.ofMillis(500);

  private final LongSupplier nanos;
  private final Map<Alarm, Long> times = new ConcurrentHashMap<>();
  private volatile long heardAt;

  /// @param nanos as [System#nanoTime]
  Timetable(LongSupplier nanos) {
    this.nanos = nanos;
    this.heardAt = nanos.getAsLong();
  }

  void goesOffIn(Alarm alarm, long millis) {
    times.put(alarm, nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  void goesOffNoMore(Alarm alarm) {
    times.remove(alarm);
  }

  /// The thread has read something.
  void heard() {
    heardAt = nanos.getAsLong();
  }

  /// How long the thread may wait for records.
  ///
  /// @param most what it would wait otherwise; nothing while it takes partitions over
  /// @return at least a millisecond, unless it would not wait at all
  Duration patience(Duration most) {
    if (!most.isPositive()) {
      heard();
      return most;
    }
    long now = nanos.getAsLong();
    boolean quiet = now - heardAt > QUIET_NANOS && most.compareTo(QUIET_WAIT) < 0;
    Duration longest = quiet ? QUIET_WAIT : most;
    if (times.isEmpty()) {
      return longest;
    }
    times.values().removeIf(at -> now - at > GONE_NANOS);
    long least = longest.toNanos();
    for (long at : times.values()) {
      least = Math.min(least, at - now);
    }
    return Duration.ofMillis(Math.max(1, Math.ceilDiv(least, 1_000_000)));
  }
}
