package io.raptorflow.bus.kafka.streams;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// A timer that goes off once, at the earliest of the times that it was asked for. Streams takes a
/// task whose timer went off for one that has something to commit, so there is one only while
/// something waits for it. Lives on one Streams thread.
public final class Alarm {
  private final ProcessorContext<?, ?> context;
  private final Timetable timetable;
  private final LongConsumer ring;
  private @Nullable Cancellable set;
  private long at = Long.MAX_VALUE;

  Alarm(ProcessorContext<?, ?> context, Timetable timetable, LongConsumer ring) {
    this.context = context;
    this.timetable = timetable;
    this.ring = ring;
  }

  /// Has it go off at a time, in epoch milliseconds, unless it goes off before that anyway; not at
  /// all at [Long#MAX_VALUE].
  public void at(long millis) {
    if (millis >= at) {
      return;
    }
    silence();
    at = millis;
    long delay = Math.max(1, millis - context.currentSystemTimeMs());
    timetable.goesOffIn(this, delay);
    set =
        context.schedule(
            Duration.ofMillis(delay),
            PunctuationType.WALL_CLOCK_TIME,
            now -> {
              silence();
              ring.accept(now);
            });
  }

  /// Has it go off after a time, unless it goes off before that anyway.
  public void in(Duration delay) {
    at(context.currentSystemTimeMs() + delay.toMillis());
  }

  /// It does not go off.
  public void silence() {
    Cancellable waiting = set;
    if (waiting != null) {
      waiting.cancel();
      timetable.goesOffNoMore(this);
    }
    set = null;
    at = Long.MAX_VALUE;
  }
}
