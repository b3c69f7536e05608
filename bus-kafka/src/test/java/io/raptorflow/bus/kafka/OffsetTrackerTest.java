package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
  private static final long STEPS = Long.getLong("raptor.steps", 4_000_000L);
  private static final long SEED = Long.getLong("raptor.seed", 20_261_120L);
  private static final int BITS = 512;

  @Test
  void stopsAtTheFirstUnfinishedRecord() {
    OffsetTracker tracker = new OffsetTracker(10);
    tracker.begin(10);
    tracker.begin(11);
    tracker.begin(12);

    tracker.finish(12);
    tracker.finish(10);

    assertThat(tracker.watermark()).isEqualTo(11);
    assertThat(tracker.finishedAbove(100)).isEqualTo(BitSet.valueOf(new long[] {0b10}));
  }

  @Test
  void crossesGapsThatNoRecordFills() {
    OffsetTracker tracker = new OffsetTracker(0);
    tracker.begin(3);
    tracker.begin(9);

    tracker.finish(3);

    assertThat(tracker.watermark()).isEqualTo(9);
  }

  @Test
  void doesNotBeginAgainWhatACommitSaysIsFinished() {
    OffsetTracker tracker = new OffsetTracker(5, BitSet.valueOf(new long[] {0b1010}));

    List<Boolean> begun = List.of(tracker.begin(5), tracker.begin(6), tracker.begin(8));

    assertThat(begun).containsExactly(true, false, false);
  }

  @Test
  void keepsFinishedRecordsThatWereNotReadAgainYet() {
    OffsetTracker tracker = new OffsetTracker(5, BitSet.valueOf(new long[] {0b1000}));
    tracker.begin(5);

    tracker.finish(5);

    assertThat(tracker.watermark()).isEqualTo(6);
    assertThat(tracker.finishedAbove(100)).isEqualTo(BitSet.valueOf(new long[] {0b100}));
  }

  @Test
  void takesAHoleForFinishedWithTheRecordBeforeIt() {
    OffsetTracker tracker = new OffsetTracker(0);
    List.of(0L, 1L, 3L, 5L).forEach(tracker::begin);

    tracker.finish(1);
    tracker.finish(3);

    assertThat(tracker.finishedAbove(100)).isEqualTo(BitSet.valueOf(new long[] {0b11110}));
  }

  @Test
  void handsEachRecordOutOnce() {
    OffsetTracker tracker = new OffsetTracker(5, BitSet.valueOf(new long[] {0b100}));
    List.of(5L, 6L, 7L).forEach(tracker::begin);
    tracker.finish(5);

    List<Boolean> taken =
        List.of(
            tracker.take(5), tracker.take(6), tracker.take(6), tracker.take(7), tracker.take(8));

    assertThat(taken)
        .as("finished, free, taken, finished before, not there")
        .containsExactly(false, true, false, false, false);
  }

  @Test
  void goesOnAfterAGapThatNoMemoryHolds() {
    OffsetTracker tracker = new OffsetTracker(0);
    long far = 1L << 40;

    tracker.begin(far);

    assertThat(tracker.watermark()).isEqualTo(far);
    assertThat(tracker.finish(far)).isTrue();
  }

  @Test
  void ignoresRecordsThatItDidNotBegin() {
    OffsetTracker tracker = new OffsetTracker(0);
    tracker.begin(0);

    boolean known = tracker.finish(1);

    assertThat(known).isFalse();
    assertThat(tracker.watermark()).isZero();
  }

  /// Random begins with gaps, finishes in any order, late and doubled finishes, repeated begins,
  /// and restarts from a commit, each step compared with sets that know no cleverness.
  /// `-Draptor.steps=N` and `-Draptor.seed=N` make it longer and other.
  @Test
  void agreesWithANaiveOracleOverMillionsOfSteps() {
    SplittableRandom random = new SplittableRandom(SEED);
    Oracle oracle = new Oracle(0, new TreeSet<>());
    OffsetTracker tracker = new OffsetTracker(0);
    long next = 0;

    for (long step = 0; step < STEPS; step++) {
      int choice = random.nextInt(100);
      if (choice < 45 && oracle.open.size() < 64) {
        next += random.nextInt(8) == 0 ? random.nextInt(1, 6) : 0;
        check(tracker.begin(next) == oracle.begin(next), step, "begin " + next);
        next++;
      } else if (choice < 90 && !oracle.open.isEmpty()) {
        long offset = oracle.open.get(random.nextInt(oracle.open.size()));
        check(tracker.finish(offset) == oracle.finish(offset), step, "finish " + offset);
      } else if (choice < 95) {
        long offset = Math.max(0, next - random.nextInt(80));
        check(tracker.finish(offset) == oracle.finish(offset), step, "late finish " + offset);
      } else if (choice < 99) {
        long offset = Math.max(0, next - 1 - random.nextInt(20));
        if (next > offset) {
          check(tracker.begin(offset) == oracle.begin(offset), step, "second begin " + offset);
        }
      } else if (random.nextInt(20) == 0) {
        long watermark = tracker.watermark();
        BitSet note =
            CommitNote.read(
                    new CommitNote(1, tracker.finishedAbove(BITS), new BitSet(), Map.of())
                        .write(watermark),
                    watermark)
                .finished();
        tracker = new OffsetTracker(watermark, note);
        oracle = oracle.restarted(watermark);
        next = watermark;
      }
      check(tracker.watermark() == oracle.watermark(), step, "watermark");
      check(tracker.unfinished() == oracle.open.size(), step, "unfinished");
      if (step % 64 == 0) {
        check(tracker.finishedAbove(BITS).equals(oracle.finishedAbove()), step, "bitmap");
      }
    }

    assertThat(next).isPositive();
  }

  private static void check(boolean agrees, long step, String what) {
    if (!agrees) {
      throw new AssertionError("step " + step + ": tracker and oracle differ on " + what);
    }
  }

  /// The same rules in sets: what was begun, what is open, what is finished.
  private static final class Oracle {
    final List<Long> open = new ArrayList<>();
    private final TreeSet<Long> before;
    private final TreeMap<Long, Boolean> records = new TreeMap<>();
    private long next;

    Oracle(long position, TreeSet<Long> before) {
      this.next = position;
      this.before = before;
    }

    boolean begin(long offset) {
      if (offset < next) {
        return false;
      }
      next = offset + 1;
      records.put(offset, before.contains(offset));
      if (before.contains(offset)) {
        return false;
      }
      open.add(offset);
      return true;
    }

    boolean finish(long offset) {
      if (!open.remove((Long) offset)) {
        return false;
      }
      records.put(offset, true);
      records.headMap(watermark() - 100).clear();
      return true;
    }

    long watermark() {
      long lowest = next;
      for (long offset : open) {
        lowest = Math.min(lowest, offset);
      }
      return lowest;
    }

    /// What was read goes by the last record at or below it, what was not by the commit before.
    BitSet finishedAbove() {
      BitSet bits = new BitSet();
      for (int bit = 0; bit < BITS; bit++) {
        long offset = watermark() + bit;
        Map.Entry<Long, Boolean> record = records.floorEntry(offset);
        boolean finished =
            offset < next ? record == null || record.getValue() : before.contains(offset);
        bits.set(bit, finished);
      }
      return bits;
    }

    Oracle restarted(long watermark) {
      TreeSet<Long> finished = new TreeSet<>();
      finishedAbove().stream().forEach(bit -> finished.add(watermark + bit));
      return new Oracle(watermark, finished);
    }
  }
}
