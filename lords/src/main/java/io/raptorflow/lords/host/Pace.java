package io.raptorflow.lords.host;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// When a Lord's transaction ends. What it wrote about a fresh event is seen at once. An event that
/// has waited says that there are more of them than transactions can carry one by one: then the
/// transaction stays open for a part of that time and takes others along (decision 0026). Lives on
/// one Streams thread.
final class Pace {
  private static final long FRESH_MILLIS = 25;
  private static final int PART = 2;
  private static final long MOST_MILLIS = 250;
  private static final long LEISURE_MILLIS = 100;

  private final ProcessorContext<?, ?> context;
  private @Nullable Cancellable end;
  private long openSince = Long.MAX_VALUE;
  private long endsAt = Long.MAX_VALUE;

  Pace(ProcessorContext<?, ?> context) {
    this.context = context;
  }

  /// Something was written about an event that others wait for.
  ///
  /// @param eventMillis when the event happened, in epoch milliseconds
  void wrote(long eventMillis) {
    long age = context.currentSystemTimeMs() - eventMillis;
    endIn(age < FRESH_MILLIS ? 0 : Math.min(MOST_MILLIS, age / PART));
  }

  /// Something was written that nobody waits for.
  void noted() {
    endIn(LEISURE_MILLIS);
  }

  private void endIn(long millis) {
    long now = context.currentSystemTimeMs();
    openSince = Math.min(openSince, now);
    long at = openSince + millis;
    if (at <= now) {
      commit();
    } else if (at < endsAt) {
      silence();
      endsAt = at;
      end =
          context.schedule(
              Duration.ofMillis(at - now), PunctuationType.WALL_CLOCK_TIME, _ -> commit());
    }
  }

  private void commit() {
    silence();
    openSince = Long.MAX_VALUE;
    context.commit();
  }

  private void silence() {
    Cancellable set = end;
    if (set != null) {
      set.cancel();
    }
    end = null;
    endsAt = Long.MAX_VALUE;
  }
}
