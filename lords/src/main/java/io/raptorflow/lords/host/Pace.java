package io.raptorflow.lords.host;

import org.apache.kafka.streams.processor.api.ProcessorContext;

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
  private final Alarm end;
  private long openSince = Long.MAX_VALUE;

  Pace(ProcessorContext<?, ?> context) {
    this.context = context;
    this.end = new Alarm(context, _ -> commit());
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
    if (openSince + millis <= now) {
      commit();
    } else {
      end.at(openSince + millis);
    }
  }

  private void commit() {
    end.silence();
    openSince = Long.MAX_VALUE;
    context.commit();
  }
}
