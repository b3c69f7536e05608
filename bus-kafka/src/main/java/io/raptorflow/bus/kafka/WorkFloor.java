package io.raptorflow.bus.kafka;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.kafka.Backlog.Stretch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The items in an inbox's hands: those that wait for their turn, those at work, and those finished
/// but not yet visible, all within the window; and, of what the window has no room for, where it
/// lies. Thread-safe.
///
/// A tenth of the window is kept for workspaces beside the one that has most in hand, so that a
/// newcomer finds room in it however much work another has waiting.
final class WorkFloor {
  private final InboxSettings settings;
  private final LongSupplier nanos;
  private final FairQueue waiting = new FairQueue();
  private final Backlog backlog = new Backlog();
  private final Map<Item, Long> working = new HashMap<>();
  private final Map<String, Hand> hands = new HashMap<>();
  private final Hand all = new Hand();
  private final Hand share;
  private long released;
  private boolean closed;

  /// Records and their bytes.
  private static final class Hand {
    private int items;
    private long bytes;

    private void add(Item item) {
      items++;
      bytes += item.bytes();
    }

    private void remove(Item item) {
      items--;
      bytes -= item.bytes();
    }
  }

  /// @param nanos as [System#nanoTime]: a clock that is set must not make a workspace pay for work
  ///   that took no time
  WorkFloor(InboxSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    this.share = new Hand();
    share.items = settings.windowItems() - settings.windowItems() / 10;
    share.bytes = settings.windowBytes() - settings.windowBytes() / 10;
  }

  /// Takes an item in hand.
  ///
  /// @return whether there is room for it, and nothing of its workspace waits that comes before it
  synchronized boolean take(Item item) {
    boolean first = !backlog.holds(item.workspace());
    boolean urgent = !first && item.turn() < backlog.firstTurn(item.workspace());
    boolean room = first ? hasRoom(item.workspace()) : urgent && hasRoom();
    return !closed && room && add(item);
  }

  private boolean add(Item item) {
    if (!item.assignment().take(item.offset())) {
      return false;
    }
    all.add(item);
    hands.computeIfAbsent(item.workspace(), _ -> new Hand()).add(item);
    waiting.add(item);
    return true;
  }

  /// Keeps no more of an item than where it lies, until there is room for it.
  synchronized void defer(Item item) {
    if (!closed && !item.assignment().isLost()) {
      backlog.add(item);
    }
  }

  /// Takes out what is to be read again now that there is room for it; null while there is none.
  /// What comes of it goes to [#recalled]. The workspace that has least in hand is the first.
  synchronized @Nullable Stretch recall() {
    if (!hasRoom()) {
      return null;
    }
    // Many at once: to read one record takes as long as to read a hundred.
    boolean roomForMany = all.items <= share.items && all.bytes <= share.bytes;
    String next = null;
    int fewest = Integer.MAX_VALUE;
    for (String workspace : backlog.workspaces()) {
      Hand has = hands.get(workspace);
      int items = has == null ? 0 : has.items;
      boolean low = has == null || (items <= share.items / 2 && has.bytes <= share.bytes / 2);
      boolean wanted = low && items < fewest && (items == 0 || roomForMany);
      if (wanted && backlog.isReady(workspace)) {
        next = workspace;
        fewest = items;
      }
      if (fewest == 0) {
        break;
      }
    }
    return next == null ? null : backlog.take(next);
  }

  /// Takes the records of a stretch in hand, as far as there is room; the rest waits on.
  ///
  /// @param records those from its beginning on that are still in the log
  /// @param readTo the last offset that was looked at
  /// @return how many records of the stretch are gone from the log and so will never be worked on
  synchronized int recalled(
      Stretch stretch, Iterable<ConsumerRecord<byte[], byte[]>> records, long readTo) {
    Assignment assignment = stretch.assignment();
    if (closed || assignment.isLost()) {
      return 0;
    }
    long at = stretch.from();
    int taken = 0;
    int gone = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      long offset = record.offset();
      gone += assignment.finishUnread(at, offset);
      at = offset;
      if (assignment.isFree(offset)) {
        if (!hasRoom(stretch.workspace()) || !add(new Item(record, assignment, stretch.turn()))) {
          backlog.putBack(stretch, at, taken + gone);
          return gone;
        }
        taken++;
      }
      at++;
    }
    long end = Math.min(readTo, stretch.to()) + 1;
    gone += assignment.finishUnread(at, end);
    if (end <= stretch.to()) {
      backlog.putBack(stretch, end, taken + gone);
    }
    return gone;
  }

  /// A stretch could not be read; it waits on.
  synchronized void notRecalled(Stretch stretch) {
    if (!closed && !stretch.assignment().isLost()) {
      backlog.putBack(stretch, stretch.from(), 0);
    }
  }

  private boolean hasRoom() {
    return !closed && all.items < settings.windowItems() && all.bytes < settings.windowBytes();
  }

  private boolean hasRoom(String workspace) {
    Hand has = hands.get(workspace);
    return hasRoom() && (has == null || (has.items < share.items && has.bytes < share.bytes));
  }

  /// Starts as many waiting items as may be at work.
  synchronized void start(Consumer<Item> worker) {
    while (!closed && working.size() < settings.concurrency()) {
      Item item = waiting.poll();
      if (item == null) {
        return;
      }
      working.put(item, nanos.getAsLong());
      worker.accept(item);
    }
  }

  /// An item is no longer at work; it stays in the window until [#release].
  synchronized void workEnds(Item item) {
    Long begun = working.remove(item);
    if (begun != null) {
      waiting.ends(item, Duration.ofNanos(nanos.getAsLong() - begun));
    }
  }

  /// An item leaves the window.
  ///
  /// @return whether something waits for the room
  synchronized boolean release(Item item) {
    released++;
    all.remove(item);
    Hand has = hands.get(item.workspace());
    if (has != null) {
      has.remove(item);
      if (has.items == 0) {
        hands.remove(item.workspace());
      }
    }
    return backlog.records() > 0;
  }

  /// Forgets what waits for lost partitions and stops the work on it.
  synchronized void dropLost() {
    backlog.dropLost();
    dropWaiting(item -> item.assignment().isLost());
    working.keySet().stream().filter(item -> item.assignment().isLost()).forEach(Item::abandon);
  }

  /// Starts nothing more and forgets what waits.
  synchronized void close() {
    closed = true;
    backlog.clear();
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

  /// Items in the window.
  synchronized int items() {
    return all.items;
  }

  synchronized int working() {
    return working.size();
  }

  /// Records for which the window had no room.
  synchronized int behind() {
    return backlog.records();
  }

  /// Items that have left the window since the start.
  synchronized long released() {
    return released;
  }

  synchronized boolean isHalfEmpty() {
    return all.items <= settings.windowItems() / 2 && all.bytes <= settings.windowBytes() / 2;
  }

  private void dropWaiting(Predicate<Item> which) {
    waiting.remove(which).forEach(this::release);
  }
}
