package io.raptorflow.bus.kafka;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One partition from the moment it was assigned until it is taken away. A partition that comes
/// back is another assignment, so what finishes late for the old one is recognised. Thread-safe.
final class Assignment {
  /// Tells this process from others.
  private static final int PROCESS = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

  /// One byte less than a note's, as the watermark may lie anywhere in its byte.
  private static final int NEAR = CommitNote.NEAR - Byte.SIZE;

  /// Offsets between the watermark and the last record read, at most: less than a note can speak
  /// of, by more than one poll brings.
  private static final int SPAN_MAX = CommitNote.PLACES - 50_000;

  private final TopicPartition partition;
  private final OffsetTracker tracker;
  private final long sinceMillis;
  private final Set<Long> begun = new HashSet<>();
  private final Map<Long, Integer> deaths = new HashMap<>();

  /// Records in hand that lie far above the watermark and are not yet finished in a commit.
  private final TreeSet<Long> far = new TreeSet<>();

  /// Whether whoever had the partition before gave it back in order.
  private final boolean inOrder;

  private int farBytes;
  private boolean differs;
  private boolean resting;
  private volatile boolean written;
  private volatile boolean lost;

  /// @param sinceMillis when it was assigned, in epoch milliseconds
  Assignment(TopicPartition partition, @Nullable OffsetAndMetadata committed, long sinceMillis) {
    this.partition = partition;
    this.sinceMillis = sinceMillis;
    if (committed == null) {
      this.tracker = new OffsetTracker(0);
      this.inOrder = true;
      return;
    }
    CommitNote note = CommitNote.read(committed.metadata(), committed.offset());
    this.inOrder = note.process() == CommitNote.NOBODY;
    this.farBytes = note.farBytes(committed.offset());
    this.tracker = new OffsetTracker(committed.offset(), note.finished());
    note.deaths().forEach((at, count) -> deaths.put(committed.offset() + at, count));
    if (note.process() != PROCESS) {
      note.begun().stream().forEach(at -> deaths.merge(committed.offset() + at, 1, Integer::sum));
    }
  }

  TopicPartition partition() {
    return partition;
  }

  boolean isLost() {
    return lost;
  }

  void lose() {
    lost = true;
  }

  synchronized boolean begin(long offset) {
    return tracker.begin(offset);
  }

  /// Takes a record in hand. Not every one may be: a commit says what is finished in few bytes, so
  /// far above the watermark there is room for the ends of some only.
  ///
  /// @return whether there is room for its end, and it is open and in nobody's hands
  synchronized boolean take(long offset) {
    if (!hasRoom(offset) || !tracker.take(offset)) {
      return false;
    }
    if (isFar(offset)) {
      far.add(offset);
    }
    return true;
  }

  /// Whether a commit has room for the end of a record.
  synchronized boolean hasRoom(long offset) {
    if (!isFar(offset)) {
      return true;
    }
    far.headSet(tracker.watermark() + NEAR).clear();
    return offset - tracker.watermark() < CommitNote.PLACES
        && farBytes + CommitNote.FAR_BYTES_EACH * (far.size() + 1) <= CommitNote.FAR_BYTES;
  }

  private boolean isFar(long offset) {
    return offset - tracker.watermark() >= NEAR;
  }

  /// Whether a record was begun, is unfinished and in nobody's hands.
  synchronized boolean isFree(long offset) {
    return tracker.isFree(offset);
  }

  /// Finishes what is free between two offsets: it was there once, and the log holds it no more.
  ///
  /// @param end the first offset behind
  /// @return how many records that are
  synchronized int finishUnread(long from, long end) {
    int gone = 0;
    for (long offset = from; offset < end; offset++) {
      if (tracker.take(offset)) {
        finish(offset);
        gone++;
      }
    }
    return gone;
  }

  synchronized void finish(long offset) {
    tracker.finish(offset);
    begun.remove(offset);
    deaths.remove(offset);
  }

  /// Work on a record begins; the next commit says so.
  synchronized void works(long offset) {
    begun.add(offset);
    differs = true;
  }

  /// Nobody works on a record any more, although it is unfinished; the next commit says so.
  synchronized void rests(long offset) {
    differs |= begun.remove(offset);
  }

  /// The partition is given back in order, with nothing at work; the next commit says so, if there
  /// was one before it that says whose it is.
  synchronized void restsAll() {
    differs |= written;
    resting = true;
    begun.clear();
  }

  /// How many processes died while they worked on a record.
  synchronized int deaths(long offset) {
    return deaths.getOrDefault(offset, 0);
  }

  /// Whether it must be written down that work on a record begins before it does: the record was
  /// there before this process had the partition, and a process before it may have died of it
  /// before it could say so. Where the last one gave the partition back in order none did, and once
  /// a commit says that this process has it, a death would not look like that.
  boolean isToBeMarked(long recordMillis) {
    return recordMillis <= sinceMillis && !(inOrder && written);
  }

  /// Whether the last commit says something else of what is at work.
  synchronized boolean differs() {
    return differs;
  }

  /// What is to be committed now. When the commit fails, [#again] has it said again.
  synchronized OffsetAndMetadata commit() {
    long base = tracker.watermark();
    BitSet atWork = new BitSet();
    for (long offset : begun) {
      if (offset - base < CommitNote.PLACES) {
        atWork.set((int) (offset - base));
      }
    }
    Map<Integer, Integer> died = new HashMap<>();
    deaths.forEach(
        (offset, count) -> {
          if (offset >= base && offset - base < CommitNote.PLACES) {
            died.put((int) (offset - base), count);
          }
        });
    differs = false;
    CommitNote note =
        new CommitNote(
            resting ? CommitNote.NOBODY : PROCESS,
            tracker.finishedAbove(CommitNote.PLACES),
            atWork,
            died);
    farBytes = note.farBytes(base);
    far.removeIf(offset -> !tracker.isOpen(offset));
    return new OffsetAndMetadata(base, note.write(base));
  }

  /// A commit counts.
  void written() {
    written = true;
  }

  /// The last commit did not count.
  synchronized void again() {
    differs = true;
  }

  /// Whether no more may be read: a note could not speak of it.
  synchronized boolean isFull() {
    return tracker.span() > SPAN_MAX;
  }

  /// Whether a commit says that a record is finished.
  static boolean covers(@Nullable OffsetAndMetadata commit, long offset) {
    return commit != null
        && (offset < commit.offset()
            || CommitNote.read(commit.metadata(), commit.offset())
                .finished()
                .get((int) (offset - commit.offset())));
  }
}
