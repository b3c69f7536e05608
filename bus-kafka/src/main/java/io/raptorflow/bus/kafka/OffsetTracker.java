package io.raptorflow.bus.kafka;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// Which records of one partition are finished, when they finish in any order.
///
/// Offsets begin in rising order but not without gaps: transaction markers and compaction leave
/// holes, so nothing here assumes that the next record has the next offset. Not thread-safe.
public final class OffsetTracker {
  private static final class Slot {
    final long offset;
    boolean finished;

    Slot(long offset) {
      this.offset = offset;
    }
  }

  private final ArrayDeque<Slot> open = new ArrayDeque<>();
  private final Map<Long, Slot> unfinished = new HashMap<>();
  private final TreeSet<Long> finishedBefore = new TreeSet<>();
  private long next;

  /// A tracker of a partition that is read from `position` on.
  public OffsetTracker(long position) {
    this.next = position;
  }

  /// A tracker that goes on from a commit: bit `i` says that offset `position + i` is finished.
  public OffsetTracker(long position, BitSet finished) {
    this(position);
    finished.stream().forEach(bit -> finishedBefore.add(position + bit));
  }

  /// Takes a record in.
  ///
  /// @return whether it must be worked on; false when it is finished or already taken
  public boolean begin(long offset) {
    if (offset < next) {
      return false;
    }
    next = offset + 1;
    // What compaction removed since will never begin and would otherwise be remembered for ever.
    finishedBefore.headSet(offset).clear();
    Slot slot = new Slot(offset);
    open.add(slot);
    if (finishedBefore.remove(offset)) {
      slot.finished = true;
      advance();
      return false;
    }
    unfinished.put(offset, slot);
    return true;
  }

  /// Marks a record as finished.
  ///
  /// @return whether it was begun and unfinished
  public boolean finish(long offset) {
    Slot slot = unfinished.remove(offset);
    if (slot == null) {
      return false;
    }
    slot.finished = true;
    advance();
    return true;
  }

  /// The offset to commit: every record below it is finished.
  public long watermark() {
    Slot first = open.peekFirst();
    return first == null ? next : first.offset;
  }

  /// Finished records at or above the watermark: bit `i` stands for `watermark() + i`.
  ///
  /// @param bits records further above are left out and would run again after a crash
  public BitSet finishedAbove(int bits) {
    long base = watermark();
    BitSet finished = new BitSet();
    for (Slot slot : open) {
      if (slot.finished && slot.offset - base < bits) {
        finished.set((int) (slot.offset - base));
      }
    }
    for (long offset : finishedBefore.subSet(base, base + bits)) {
      finished.set((int) (offset - base));
    }
    return finished;
  }

  /// Records begun and unfinished.
  public int unfinished() {
    return unfinished.size();
  }

  /// Distance from the watermark to the next offset.
  public long span() {
    return next - watermark();
  }

  private void advance() {
    while (!open.isEmpty() && open.getFirst().finished) {
      open.removeFirst();
    }
  }
}
