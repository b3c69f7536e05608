package io.raptorflow.dlq;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// A timer that runs only while there is something to look at. Streams ends a transaction after
/// every call of a timer, whatever it did, and an idle replayer would end five a second.
final class Ticks {
  private final StreamPort.Once<Schedule> schedule = new StreamPort.Once<>();
  private @Nullable Cancellable running;

  /// How it is started.
  private interface Schedule {
    Cancellable start();
  }

  void open(ProcessorContext<?, ?> context, Duration every, Runnable look) {
    schedule.set(() -> context.schedule(every, PunctuationType.WALL_CLOCK_TIME, _ -> look.run()));
  }

  /// Starts or stops it.
  void whileNeeded(boolean needed) {
    Cancellable now = running;
    if (needed && now == null) {
      running = schedule.get().start();
    } else if (!needed && now != null) {
      now.cancel();
      running = null;
    }
  }
}
