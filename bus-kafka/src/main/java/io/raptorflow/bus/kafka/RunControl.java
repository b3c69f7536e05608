package io.raptorflow.bus.kafka;

import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.ControlFlag.RunFlag;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What nodes may do for each run, as `sys.control` says; a run without a flag is running. Start it
/// before the inboxes that obey it. Thread-safe.
public final class RunControl implements AutoCloseable {
  private final List<Consumer<ControlFlag>> listeners = new CopyOnWriteArrayList<>();
  private final TopicTable<ControlFlag> table;

  public RunControl(Bus bus) {
    this.table =
        new TopicTable<>(
            bus,
            Topic.CONTROL.topicName(),
            ControlFlag.class,
            TopicTable.Settings.standard(),
            this::changed);
  }

  /// Reads all flags and follows them.
  public void start() {
    table.start();
  }

  public RunFlag flag(RunId run) {
    return table.get(run.toString()).map(ControlFlag::flag).orElse(RunFlag.RUNNING);
  }

  /// The last flag of a run with its reason; empty when none was ever set.
  public Optional<ControlFlag> find(RunId run) {
    return table.get(run.toString());
  }

  /// Has a listener told of every change from now on, on one thread; it must not block.
  public void onChange(Consumer<ControlFlag> listener) {
    listeners.add(listener);
  }

  /// Stops telling a listener.
  public void forget(Consumer<ControlFlag> listener) {
    listeners.remove(listener);
  }

  @Override
  public void close() {
    table.close();
  }

  private void changed(String run, Optional<ControlFlag> flag) {
    flag.ifPresent(now -> listeners.forEach(listener -> listener.accept(now)));
  }
}
