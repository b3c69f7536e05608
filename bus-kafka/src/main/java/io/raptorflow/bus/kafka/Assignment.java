package io.raptorflow.bus.kafka;

import java.util.BitSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One partition from the moment it was assigned until it is taken away. A partition that comes
/// back is another assignment, so what finishes late for the old one is recognised. Thread-safe.
final class Assignment {
  private final TopicPartition partition;
  private final OffsetTracker tracker;
  private volatile boolean lost;

  Assignment(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    this.partition = partition;
    this.tracker =
        committed == null
            ? new OffsetTracker(0)
            : new OffsetTracker(committed.offset(), CommitNote.read(committed.metadata()));
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
  }

  synchronized OffsetAndMetadata commit() {
    BitSet above = tracker.finishedAbove(CommitNote.BITS_MAX);
    return new OffsetAndMetadata(tracker.watermark(), CommitNote.write(above));
  }

  /// Whether the note of the next commit might not hold every finished record.
  synchronized boolean isFull() {
    return tracker.span() > CommitNote.BITS_MAX - 1_000;
  }

  /// Whether a commit says that a record is finished.
  static boolean covers(@Nullable OffsetAndMetadata commit, long offset) {
    return commit != null
        && (offset < commit.offset()
            || CommitNote.read(commit.metadata()).get((int) (offset - commit.offset())));
  }
}
