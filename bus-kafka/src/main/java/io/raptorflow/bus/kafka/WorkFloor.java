package io.raptorflow.bus.kafka;

import io.raptorflow.bus.RunId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The items in an inbox's hands: those that wait for their turn, those at work, and those finished
/// but not yet visible, all within the window. Thread-safe.
final class WorkFloor {
  private final InboxSettings settings;
  private final InstantSource time;
  private final FairQueue waiting = new FairQueue();
  private final Map<Item, Instant> working = new HashMap<>();
  private int items;
  private long bytes;
  private boolean closed;

  WorkFloor(InboxSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  synchronized void add(Item item) {
    items++;
    bytes += item.bytes();
    waiting.add(item);
  }

  /// Starts as many waiting items as may be at work.
  synchronized void start(Consumer<Item> worker) {
    while (!closed && working.size() < settings.concurrency()) {
      Item item = waiting.poll();
      if (item == null) {
        return;
      }
      working.put(item, time.instant());
      worker.accept(item);
    }
  }

  /// An item is no longer at work; it stays in the window until [#release].
  synchronized void workEnds(Item item) {
    Instant begun = working.remove(item);
    if (begun != null) {
      waiting.ends(item, Duration.between(begun, time.instant()));
    }
  }

  /// An item leaves the window.
  synchronized void release(Item item) {
    items--;
    bytes -= item.bytes();
  }

  /// Forgets what waits for lost partitions and stops the work on it.
  synchronized void dropLost() {
    dropWaiting(item -> item.assignment().isLost());
    working.keySet().stream().filter(item -> item.assignment().isLost()).forEach(Item::abandon);
  }

  /// Starts nothing more and forgets what waits.
  synchronized void close() {
    closed = true;
    dropWaiting(_ -> true);
  }

  /// Stops all work, unfinished.
  synchronized void abandonAll() {
    working.keySet().forEach(Item::abandon);
  }

  /// Stops the work of a run.
  synchronized void cancel(RunId run) {
    for (Item item : working.keySet()) {
      if (item.run().filter(run::equals).isPresent()) {
        item.cancel();
      }
    }
  }

  synchronized int items() {
    return items;
  }

  synchronized int working() {
    return working.size();
  }

  synchronized boolean isFull() {
    return items >= settings.windowItems() || bytes >= settings.windowBytes();
  }

  synchronized boolean isHalfEmpty() {
    return items <= settings.windowItems() / 2 && bytes <= settings.windowBytes() / 2;
  }

  private void dropWaiting(Predicate<Item> which) {
    waiting.remove(which).forEach(this::release);
  }
}
