package io.raptorflow.dlq;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// A timer that is set for one look at a time, and only while there is something to look at.
/// Streams ends a transaction after every call of a timer, whatever it did, and an idle replayer
/// would end five a second. Lives on one Streams thread.
final class Ticks {
  /// Looks are no closer, so that what is due at about the same time leaves in one transaction.
  private static final Duration LEAST = Duration.ofMillis(50);

  private final StreamPort.Once<Clock> clock = new StreamPort.Once<>();
  private @Nullable Cancellable running;
  private long at;

  /// How it is set.
  private interface Clock {
    Cancellable set(Duration delay);
  }

  /// @param look is to say when the next look is due, by [#in]
  void open(ProcessorContext<?, ?> context, Runnable look) {
    clock.set(
        delay ->
            context.schedule(
                delay,
                PunctuationType.WALL_CLOCK_TIME,
                _ -> {
                  never();
                  look.run();
                }));
  }

  /// Sets the timer, unless it goes off before that anyway.
  void in(Duration delay) {
    Duration wait = delay.compareTo(LEAST) < 0 ? LEAST : delay;
    long then = System.nanoTime() + wait.toNanos();
    if (running != null && then - at > -TimeUnit.MILLISECONDS.toNanos(1)) {
      return;
    }
    never();
    running = clock.get().set(wait);
    at = then;
  }

  /// There is nothing to look at.
  void never() {
    Cancellable now = running;
    if (now != null) {
      now.cancel();
      running = null;
    }
  }
}
