package io.raptorflow.lords.host;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// A timer that goes off once, at the earliest of the times that it was asked for. Streams ends a
/// transaction after every call of a timer, so there is one only while something waits for it.
/// Lives on one Streams thread.
final class Alarm {
  private final ProcessorContext<?, ?> context;
  private final LongConsumer ring;
  private @Nullable Cancellable set;
  private long at = Long.MAX_VALUE;

  /// @param ring what is done then; it is given the time, in epoch milliseconds
  Alarm(ProcessorContext<?, ?> context, LongConsumer ring) {
    this.context = context;
    this.ring = ring;
  }

  /// Has it go off at a time, in epoch milliseconds, unless it goes off before that anyway.
  void at(long millis) {
    if (millis >= at) {
      return;
    }
    silence();
    at = millis;
    set =
        context.schedule(
            Duration.ofMillis(Math.max(1, millis - context.currentSystemTimeMs())),
            PunctuationType.WALL_CLOCK_TIME,
            now -> {
              silence();
              ring.accept(now);
            });
  }

  /// It does not go off.
  void silence() {
    Cancellable waiting = set;
    if (waiting != null) {
      waiting.cancel();
    }
    set = null;
    at = Long.MAX_VALUE;
  }
}
