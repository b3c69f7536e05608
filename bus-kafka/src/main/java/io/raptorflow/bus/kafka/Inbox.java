package io.raptorflow.bus.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.kafka.InboxStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/// The consumer for work that takes seconds: many records of one topic at once, in any order, with
/// results, failures and offsets made visible together.
///
/// One thread polls and does no work, each record is worked on by a virtual thread of its own, and
/// one thread emits. A crash repeats what was not yet emitted and nothing else. Every record ends:
/// with results, or as a dead letter; bytes that are no event are dead letters too. While the
/// schema registry does not answer, work waits and nothing fails for it.
public final class Inbox implements SmartLifecycle {
  private final InboxLoop loop;
  private final RunControl control;
  private final Consumer<ControlFlag> obey;
  private final MeterRegistry meters;
  private final Tags tags;
  private final List<Meter> gauges = new CopyOnWriteArrayList<>();

  /// @param group consumer group; one per agent
  /// @param control whose cancellations stop running work; must be started for that
  public Inbox(
      Bus bus,
      InboxSettings settings,
      String topic,
      String group,
      WorkHandler handler,
      RunControl control) {
    String instance =
        settings.instance().orElseGet(() -> UUID.randomUUID().toString().substring(0, 8));
    InboxLoop.Identity identity = new InboxLoop.Identity(topic, group, instance);
    this.control = control;
    this.loop = new InboxLoop(bus, settings, identity, new Desk(bus, identity, handler, control));
    this.obey = loop::obey;
    this.meters = bus.meters();
    this.tags = Tags.of("group", group);
  }

  public InboxStatus status() {
    return loop.status();
  }

  /// Starts to read; returns at once. An inbox that was stopped does not start again.
  @Override
  public void start() {
    gauge("raptor.inbox.in.flight", () -> status().inFlight());
    gauge("raptor.inbox.lag", () -> status().lag());
    gauge("raptor.inbox.done", () -> status().done());
    gauge("raptor.inbox.failed", () -> status().failed());
    control.onChange(obey);
    loop.start();
  }

  /// Stops taking work, lets running work finish within the drain time, emits it, and leaves.
  @Override
  public void stop() {
    loop.stop();
    control.forget(obey);
    // A later inbox of the same group registers gauges of its own under these names.
    gauges.forEach(meters::remove);
    gauges.clear();
  }

  @Override
  public void stop(Runnable callback) {
    Thread.ofVirtual()
        .name("inbox-stop")
        .start(
            () -> {
              stop();
              callback.run();
            });
  }

  @Override
  public boolean isRunning() {
    State state = loop.status().state();
    return state != State.STOPPED;
  }

  private void gauge(String name, Supplier<Number> value) {
    gauges.add(Gauge.builder(name, value).tags(tags).register(meters));
  }

  /// Waits until the inbox has partitions.
  ///
  /// @return whether it has some within the time
  public boolean awaitAssignment(Duration most) throws InterruptedException {
    return loop.awaitAssignment(most);
  }
}
