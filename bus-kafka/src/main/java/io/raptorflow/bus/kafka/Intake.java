package io.raptorflow.bus.kafka;

import io.raptorflow.bus.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// How records come from the poll thread onto the floor.
///
/// While the window has no room, reading stops for as long as [#QUICK_PER_SECOND] works end: what
/// comes next will not wait for long. When work is slower than that the log is read on, and of what
/// the window has no room for only its place is kept: so the works of other workspaces are found
/// that lie behind it. Used by the poll thread only.
final class Intake {
  private static final int QUICK_PER_SECOND = 10_000;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final WorkFloor floor;
  private final InboxSettings settings;
  private final String group;

  /// Records of the last poll that have no room yet.
  private final Deque<Item> held = new ArrayDeque<>();

  private Instant measured = Instant.EPOCH;
  private long releasedThen;
  private boolean slow;
  private boolean behindTooMuch;

  Intake(WorkFloor floor, InboxSettings settings, String group) {
    this.floor = floor;
    this.settings = settings;
    this.group = group;
  }

  /// Takes a record in.
  ///
  /// @param now when its poll returned
  void accept(ConsumerRecord<byte[], byte[]> record, Assignment assignment, Instant now) {
    Item item = new Item(record, assignment, now, settings.ageing());
    boolean forOthers =
        item.header(Headers.ONLY_GROUP).filter(only -> !only.equals(group)).isPresent();
    // What is for others is as good as a hole in the log.
    if (forOthers || !assignment.begin(record.offset())) {
      return;
    }
    if (!held.isEmpty() || !floor.take(item)) {
      held.add(item);
    }
  }

  /// Finds room for what has none yet, or keeps no more than its place.
  void settle(Instant now) {
    if (held.isEmpty() && floor.behind() == 0) {
      slow = false;
      begin(now);
      return;
    }
    measure(now);
    if (held.isEmpty() || (!slow && !floor.isHalfEmpty())) {
      return;
    }
    for (Iterator<Item> rest = held.iterator(); rest.hasNext(); ) {
      Item item = rest.next();
      if (item.assignment().isLost() || floor.take(item)) {
        rest.remove();
      } else if (slow) {
        floor.defer(item);
        rest.remove();
      }
    }
  }

  /// Whether more is to be read.
  boolean wantsMore() {
    int behind = floor.behind();
    behindTooMuch =
        behindTooMuch ? behind > settings.aheadItems() / 2 : behind >= settings.aheadItems();
    return held.isEmpty() && !behindTooMuch && (slow || behind == 0);
  }

  /// Records that were read and wait for room.
  int held() {
    return held.size();
  }

  void clear() {
    held.clear();
  }

  /// Measures from when there is no room on: an inbox that waits for work is not slow.
  private void measure(Instant now) {
    Duration passed = Duration.between(measured, now);
    if (passed.isNegative()) {
      begin(now);
    } else if (passed.compareTo(LOOK) >= 0) {
      slow = floor.released() - releasedThen < QUICK_PER_SECOND * passed.toNanos() / 1e9;
      begin(now);
    }
  }

  private void begin(Instant now) {
    measured = now;
    releasedThen = floor.released();
  }
}
