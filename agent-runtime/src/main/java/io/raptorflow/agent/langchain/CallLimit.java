package io.raptorflow.agent.langchain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many calls one model gets at once: additive increase, multiplicative decrease (Chiu and
/// Jain, 1989), as providers do not say what they bear.
///
/// While all places are in use, every answer adds a place until the first refusal, and every window
/// of answers, of at least ten, after it. A refusal, or no answer in time, halves the places, once
/// for all calls that were under way together. Nobody enters before the time that a provider named
/// in Retry-After (RFC 9110, 10.2.3). Who waits enters in order of arrival. Thread-safe.
final class CallLimit {
  static final int FIRST = 32;
  static final int MOST = 1_000;
  private static final int WINDOW_MIN = 10;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// Those who wait, the first one first; only that one may enter.
  private final Deque<Condition> queue = new ArrayDeque<>();

  private Instant closedUntil = Instant.MIN;

  /// For how long the provider wanted to be left alone when it was closed.
  private Duration closedFor = Duration.ZERO;

  private double places = FIRST;
  private int underWay;
  private int cuts;

  CallLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether a call may go.
  sealed interface Entry {
    /// It may, and ends with [#answered], [#refused] or [#left].
    ///
    /// @param cuts how often places were cut before it began
    record Place(int cuts) implements Entry {}

    /// It may not in the time that it has.
    ///
    /// @param remaining until the time that the provider named; zero when it named none
    record Full(Duration remaining) implements Entry {}
  }

  /// Waits for a place; not at all when the provider is closed for longer than that.
  Entry enter(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    Condition turn = lock.newCondition();
    queue.add(turn);
    try {
      long nanos = most.toNanos();
      while (true) {
        Duration closed = closed();
        if (closed.compareTo(Duration.ofNanos(Math.max(0, nanos))) > 0) {
          return new Entry.Full(closed);
        }
        if (closed.isZero() && hasRoom() && queue.peek() == turn) {
          underWay++;
          return new Entry.Place(cuts);
        }
        if (nanos <= 0) {
          return new Entry.Full(closed);
        }
        nanos -= pause(turn, closed.isZero() ? nanos : Math.min(nanos, closed.toNanos()));
      }
    } finally {
      queue.remove(turn);
      callNext();
      lock.unlock();
    }
  }

  /// A call was answered.
  void answered() {
    lock.lock();
    try {
      if (underWay + queue.size() >= (int) places) {
        places = Math.min(MOST, places + (cuts == 0 ? 1 : 1 / Math.max(places, WINDOW_MIN)));
      }
      leave();
    } finally {
      lock.unlock();
    }
  }

  /// A call was refused for there are too many, or got no answer in time.
  ///
  /// @param retryAfter for how long the provider wants none; zero when it does not say
  void refused(Entry.Place place, Duration retryAfter) {
    lock.lock();
    try {
      if (place.cuts() == cuts) {
        places = Math.max(1, places / 2);
        cuts++;
      }
      Instant until = clock.instant().plus(retryAfter);
      if (until.isAfter(closedUntil)) {
        closedUntil = until;
        closedFor = retryAfter;
        // Some have not the time to wait so long.
        queue.forEach(Condition::signal);
      }
      leave();
    } finally {
      lock.unlock();
    }
  }

  /// A call ended in a way that says nothing of how much the provider bears.
  void left() {
    lock.lock();
    try {
      leave();
    } finally {
      lock.unlock();
    }
  }

  /// Calls that may be under way at once.
  int places() {
    lock.lock();
    try {
      return (int) places;
    } finally {
      lock.unlock();
    }
  }

  /// Calls that are under way.
  int underWay() {
    lock.lock();
    try {
      return underWay;
    } finally {
      lock.unlock();
    }
  }

  /// Calls that wait for a place.
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /// How long the provider wants no calls from now on; zero when it takes some.
  Duration closedFor() {
    lock.lock();
    try {
      return closed();
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    underWay--;
    callNext();
  }

  private void callNext() {
    Condition first = queue.peek();
    if (first != null && hasRoom()) {
      first.signal();
    }
  }

  private boolean hasRoom() {
    return underWay < (int) places;
  }

  private Duration closed() {
    Instant now = clock.instant();
    if (!closedUntil.isAfter(now)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, closedUntil);
    if (left.compareTo(closedFor) > 0) {
      // The clock was set back.
      closedUntil = now.plus(closedFor);
      return closedFor;
    }
    return left;
  }

  /// Returns the nanoseconds that passed.
  private static long pause(Condition turn, long nanos) throws InterruptedException {
    long begun = System.nanoTime();
    if (turn.await(nanos, TimeUnit.NANOSECONDS)) {
      return System.nanoTime() - begun;
    }
    return nanos;
  }
}
