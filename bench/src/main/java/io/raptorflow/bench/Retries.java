package io.raptorflow.bench;

import io.raptorflow.bus.CanonicalJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Works that fail ten times before they go well, and how late each of their retries comes: from
/// the moment that its backoff ends to the moment that the worker has it again. The first fifth of
/// the works warms up. Thread-safe.
final class Retries {
  static final int FAILURES = 10;
  static final long FIRST_MILLIS = 10;
  static final long LONGEST_MILLIS = 3_000;

  private final int works;
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> late = new ConcurrentLinkedQueue<>();
  private final AtomicLong early = new AtomicLong();
  private final CountDownLatch left;
  private final long started = System.nanoTime();

  Retries(int works) {
    this.works = works;
    this.left = new CountDownLatch(works);
  }

  private static final class State {
    private int failures;
    private long due;
  }

  /// Backoff after a failure: 1 s to 5 min, a hundred times faster.
  ///
  /// @param failure from 1
  static Duration backoff(int failure) {
    return Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failure - 1, 20)));
  }

  /// A worker has a work.
  ///
  /// @param number of the work, from 0
  /// @return after which time it wants it again, because it fails; empty when it went well
  Optional<Duration> begins(int number, String work) {
    State state = states.computeIfAbsent(work, _ -> new State());
    synchronized (state) {
      long now = System.nanoTime();
      if (state.failures > 0 && number >= works / 5) {
        long micros = (now - state.due) / 1_000;
        late.add(micros);
        if (micros < -1_000) {
          early.incrementAndGet();
        }
      }
      if (state.failures == FAILURES) {
        states.remove(work);
        left.countDown();
        return Optional.empty();
      }
      Duration backoff = backoff(++state.failures);
      state.due = now + backoff.toNanos();
      return Optional.of(backoff);
    }
  }

  /// Waits for the last work, and says what was measured.
  String await(Duration most) throws InterruptedException {
    boolean all = left.await(most.toMillis(), TimeUnit.MILLISECONDS);
    long[] micros = late.stream().mapToLong(Long::longValue).toArray();
    return CanonicalJson.write(
        Map.of(
            "complete",
            all,
            "retries",
            micros.length,
            "early",
            early.get(),
            "seconds",
            (System.nanoTime() - started) / 1e9,
            "lateP50",
            Results.percentile(micros, 0.5) / 1e3,
            "lateP99",
            Results.percentile(micros, 0.99) / 1e3,
            "lateMost",
            Results.percentile(micros, 1) / 1e3));
  }
}
