package io.raptorflow.bus.kafka;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One partition from the moment it was assigned until it is taken away. A partition that comes
/// back is another assignment, so what finishes late for the old one is recognised. Thread-safe.
final class Assignment {
  /// Tells this process from others.
  private static final int PROCESS = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

  private final TopicPartition partition;
  private final OffsetTracker tracker;
  private final long sinceMillis;
  private final Set<Long> begun = new HashSet<>();
  private final Map<Long, Integer> deaths = new HashMap<>();
  private boolean differs;
  private volatile boolean lost;

  /// @param sinceMillis when it was assigned, in epoch milliseconds
  Assignment(TopicPartition partition, @Nullable OffsetAndMetadata committed, long sinceMillis) {
    this.partition = partition;
    this.sinceMillis = sinceMillis;
    if (committed == null) {
      this.tracker = new OffsetTracker(0);
      return;
    }
    CommitNote note = CommitNote.read(committed.metadata());
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

  /// The same for all of its records.
  synchronized void restsAll() {
    differs |= !begun.isEmpty();
    begun.clear();
  }

  /// How many processes died while they worked on a record.
  synchronized int deaths(long offset) {
    return deaths.getOrDefault(offset, 0);
  }

  /// Whether a record was there before this process had the partition, so that a process before it
  /// may have died of it before it could say so.
  boolean isOlder(long recordMillis) {
    return recordMillis <= sinceMillis;
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
      if (offset - base < CommitNote.BITS_MAX) {
        atWork.set((int) (offset - base));
      }
    }
    Map<Integer, Integer> died = new HashMap<>();
    deaths.forEach(
        (offset, count) -> {
          if (offset >= base && offset - base < CommitNote.BITS_MAX) {
            died.put((int) (offset - base), count);
          }
        });
    differs = false;
    BitSet finished = tracker.finishedAbove(CommitNote.BITS_MAX);
    return new OffsetAndMetadata(base, new CommitNote(PROCESS, finished, atWork, died).write());
  }

  /// The last commit did not count.
  synchronized void again() {
    differs = true;
  }

  /// Whether the note of the next commit might not hold every finished record.
  synchronized boolean isFull() {
    return tracker.span() > CommitNote.BITS_MAX - 1_000;
  }

  /// Whether a commit says that a record is finished.
  static boolean covers(@Nullable OffsetAndMetadata commit, long offset) {
    return commit != null
        && (offset < commit.offset()
            || CommitNote.read(commit.metadata()).finished().get((int) (offset - commit.offset())));
  }
}
