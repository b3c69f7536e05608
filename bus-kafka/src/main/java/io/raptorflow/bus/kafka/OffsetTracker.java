package io.raptorflow.bus.kafka;

import java.util.BitSet;

/// Which records of one partition are finished, when they finish in any order.
///
/// Offsets begin in rising order but not without gaps: transaction markers and compaction leave
/// holes. A hole goes with the record before it, so that the finished records between two others
/// are one run of bits, however many markers lie among them. Three bits an offset. Not thread-safe.
public final class OffsetTracker {
  /// Offsets below the watermark that are forgotten together.
  private static final int TRIM = 1 << 14;

  /// Bit `i`: a record that was taken in lies at `base + i`.
  private BitSet records = new BitSet();

  /// Bit `i`: at `base + i` lies no work any more.
  private BitSet finished = new BitSet();

  /// Bit `i`: the record at `base + i` is in somebody's hands, or was.
  private BitSet taken = new BitSet();

  private long base;
  private long watermark;
  private long next;
  private int unfinished;

  /// A tracker of a partition that is read from `position` on.
  public OffsetTracker(long position) {
    this.base = position;
    this.watermark = position;
    this.next = position;
  }

  /// A tracker that goes on from a commit: bit `i` says that offset `position + i` is finished.
  public OffsetTracker(long position, BitSet finished) {
    this(position);
    this.finished.or(finished);
  }

  /// Takes a record in.
  ///
  /// @return whether it must be worked on; false when it is finished or already taken
  public boolean begin(long offset) {
    if (offset < next) {
      return false;
    }
    if (unfinished == 0) {
      // Nothing is open: whatever lies before is behind us, however far away the record is.
      watermark = offset;
      trim();
    } else if (offset > next) {
      finished.set(at(next), at(offset), finished.get(at(next - 1)));
    }
    next = offset + 1;
    records.set(at(offset));
    if (finished.get(at(offset))) {
      advance();
      return false;
    }
    unfinished++;
    return true;
  }

  /// Whether a record was begun, is unfinished and in nobody's hands.
  public boolean isFree(long offset) {
    return isOpen(offset) && !taken.get(at(offset));
  }

  /// Takes a record in hand.
  ///
  /// @return whether it was free
  public boolean take(long offset) {
    if (!isFree(offset)) {
      return false;
    }
    taken.set(at(offset));
    return true;
  }

  /// Marks a record as finished.
  ///
  /// @return whether it was begun and unfinished
  public boolean finish(long offset) {
    if (!isOpen(offset)) {
      return false;
    }
    int following = records.nextSetBit(at(offset) + 1);
    finished.set(at(offset), following < 0 ? at(next) : following);
    unfinished--;
    advance();
    return true;
  }

  /// Whether a record was begun and is unfinished.
  public boolean isOpen(long offset) {
    return offset >= watermark
        && offset < next
        && records.get(at(offset))
        && !finished.get(at(offset));
  }

  /// The offset to commit: every record below it is finished.
  public long watermark() {
    return watermark;
  }

  /// What needs no work at or above the watermark: bit `i` stands for `watermark() + i`.
  ///
  /// @param bits records further above are left out and would run again after a crash
  public BitSet finishedAbove(int bits) {
    return finished.get(at(watermark), at(watermark) + bits);
  }

  /// Records begun and unfinished.
  public int unfinished() {
    return unfinished;
  }

  /// Distance from the watermark to the next offset.
  public long span() {
    return next - watermark;
  }

  private int at(long offset) {
    return Math.toIntExact(offset - base);
  }

  private void advance() {
    watermark = unfinished == 0 ? next : base + finished.nextClearBit(at(watermark));
    trim();
  }

  private void trim() {
    long shift = watermark - base;
    if (shift >= TRIM) {
      records = shifted(records, shift);
      finished = shifted(finished, shift);
      taken = shifted(taken, shift);
      base = watermark;
    }
  }

  private static BitSet shifted(BitSet bits, long shift) {
    return shift >= bits.length() ? new BitSet() : bits.get((int) shift, bits.length());
  }
}
