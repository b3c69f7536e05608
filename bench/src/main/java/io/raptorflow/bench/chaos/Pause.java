package io.raptorflow.bench.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets time pass; a campaign works by the clock.
final class Pause {
  private Pause() {}

  static void of(Duration time) throws InterruptedException {
    if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("nobody counts down");
    }
  }

  static void ofMillis(long millis) throws InterruptedException {
    of(Duration.ofMillis(millis));
  }
}
