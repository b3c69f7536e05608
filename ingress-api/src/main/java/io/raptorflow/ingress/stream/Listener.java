package io.raptorflow.ingress.stream;

import io.raptorflow.bus.RunId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One client's bounded queue of frames that the tail reads. When it is full the tail gives the
/// client up; what is queued stays readable. Thread-safe.
final class Listener {
  /// Why no more frames come.
  enum Fate {
    LISTENING,
    TOO_SLOW,
    STOPPED
  }

  private final RunId run;
  private final Map<Integer, Long> joinedAt;
  private final int capacity;
  private final Queue<Frame> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Fate fate = Fate.LISTENING;

  /// @param joinedAt first offset of each partition that the tail hands to this listener
  Listener(RunId run, Map<Integer, Long> joinedAt, int capacity) {
    this.run = run;
    this.joinedAt = Map.copyOf(joinedAt);
    this.capacity = capacity;
  }

  RunId run() {
    return run;
  }

  /// Whether the tail read past this frame before the listener joined.
  boolean missed(FrameId id) {
    return id.offset() < joinedAt.getOrDefault(id.partition(), 0L);
  }

  /// @return whether there was room
  boolean offer(Frame frame) {
    lock.lock();
    try {
      if (queue.size() == capacity) {
        fate = Fate.TOO_SLOW;
        return false;
      }
      queue.add(frame);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      fate = Fate.STOPPED;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  Fate fate() {
    lock.lock();
    try {
      return fate;
    } finally {
      lock.unlock();
    }
  }

  /// The next frame; empty after the time, or when the queue is empty and no more frames come.
  Optional<Frame> take(Duration most) throws InterruptedException {
    long nanos = most.toNanos();
    lock.lock();
    try {
      while (queue.isEmpty() && fate == Fate.LISTENING && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return Optional.ofNullable(queue.poll());
    } finally {
      lock.unlock();
    }
  }
}
