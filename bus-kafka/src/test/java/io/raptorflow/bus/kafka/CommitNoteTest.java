package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitNoteTest {
  /// Default of the broker's `offset.metadata.max.bytes`.
  private static final int BROKER_BYTES_MAX = 4_096;

  /// `-Draptor.notes=N` makes it longer.
  private static final long NOTES = Long.getLong("raptor.notes", 2_000L);

  private final SplittableRandom random = new SplittableRandom(Long.getLong("raptor.seed", 3));

  @Test
  void comesBackFromItsText() {
    for (long i = 0; i < NOTES; i++) {
      long offset = random.nextLong(1L << 40);
      Map<Integer, Integer> deaths = new HashMap<>();
      for (int left = random.nextInt(4); left > 0; left--) {
        deaths.put(random.nextInt(24_000), random.nextInt(1, 300));
      }
      CommitNote note =
          new CommitNote(random.nextInt(), bits(300, 9_000), bits(200, 9_000), deaths);

      CommitNote read = CommitNote.read(note.write(offset), offset);

      if (note.write(offset).isEmpty()) {
        assertThat(note.finished().isEmpty() && note.begun().isEmpty()).isTrue();
      } else {
        assertThat(read).isEqualTo(note);
      }
    }
  }

  @Test
  void fitsTheBrokersLimitAtItsFullestAndThenSaysOnlyWhatIsFinished() {
    for (int shift = 0; shift < 8; shift++) {
      BitSet worst = new BitSet();
      BitSet begun = new BitSet();
      IntStream.range(0, 2_000).forEach(n -> begun.set(n * 500));
      IntStream.range(0, CommitNote.NEAR).filter(n -> n % 2 == 0).forEach(worst::set);
      int far = CommitNote.FAR_BYTES / CommitNote.FAR_BYTES_EACH;
      IntStream.range(1, far).forEach(n -> worst.set(n * 9_001, n * 9_001 + 4_000));

      String note = new CommitNote(1, worst, begun, Map.of(7, 1)).write(shift);

      assertThat(note.length()).isBetween(BROKER_BYTES_MAX / 2, BROKER_BYTES_MAX);
      assertThat(CommitNote.read(note, shift))
          .isEqualTo(new CommitNote(1, worst, new BitSet(), Map.of()));
    }
  }

  @Test
  void refusesToSayLessThanWhatIsFinished() {
    BitSet more = new BitSet();
    IntStream.range(0, 40_000).filter(n -> n % 2 == 0).forEach(more::set);

    assertThatThrownBy(() -> new CommitNote(1, more, new BitSet(), Map.of()).write(0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void knowsWhatAFinishedRecordFarAboveAddsAtMost() {
    for (int round = 0; round < 300; round++) {
      long offset = random.nextLong(1L << 40);
      BitSet finished = bits(400, 200_000);
      for (int more = 0; more < 20; more++) {
        int before = new CommitNote(1, finished, new BitSet(), Map.of()).farBytes(offset);
        int record = finished.nextClearBit(random.nextInt(CommitNote.NEAR, 200_000));
        int following = finished.nextSetBit(record);
        int hole = random.nextInt(1, 40_000);
        finished.set(record, following < 0 ? record + hole : Math.min(following, record + hole));

        int after = new CommitNote(1, finished, new BitSet(), Map.of()).farBytes(offset);

        assertThat(after - before).isLessThanOrEqualTo(CommitNote.FAR_BYTES_EACH);
      }
    }
  }

  @Test
  void saysNothingWhenThereIsNothingToSay() {
    assertThat(new CommitNote(1, new BitSet(), new BitSet(), Map.of()).write(5)).isEmpty();
    assertThat(CommitNote.read("", 5)).isEqualTo(CommitNote.EMPTY);
  }

  @Test
  void saysThatNobodyHasThePartition() {
    CommitNote rested = new CommitNote(CommitNote.NOBODY, new BitSet(), new BitSet(), Map.of());

    assertThat(CommitNote.read(rested.write(5), 5)).isEqualTo(rested);
    assertThat(CommitNote.EMPTY.process()).isNotEqualTo(CommitNote.NOBODY);
  }

  @Test
  void readsWhatAnEarlierVersionWrote() {
    CommitNote read = CommitNote.read("r1:Bw", 5);

    assertThat(read.finished()).isEqualTo(BitSet.valueOf(new long[] {7}));
    assertThat(read.begun().isEmpty()).isTrue();
    // Process 1, at work at 2, one death at 3, finished at 0 and 2.
    assertThat(CommitNote.read("r2:AAAAAQECAQMBBQ", 5))
        .isEqualTo(
            new CommitNote(
                1,
                BitSet.valueOf(new long[] {0b101}),
                BitSet.valueOf(new long[] {0b100}),
                Map.of(3, 1)));
  }

  @Test
  void takesForeignNotesForEmpty() {
    for (String foreign :
        new String[] {
          "written by somebody else",
          "r1:***",
          "r2:",
          "r2:AAAA",
          "r2:AAAAAf////8P",
          "r3:AAAAAQAA/////w8",
          "r3:AAAAAQAAAw"
        }) {
      assertThat(CommitNote.read(foreign, 5)).as(foreign).isEqualTo(CommitNote.EMPTY);
    }
    assertThat(CommitNote.read(null, 5)).isEqualTo(CommitNote.EMPTY);
  }

  private BitSet bits(int most, int below) {
    BitSet bits = new BitSet();
    for (int left = random.nextInt(most); left > 0; left--) {
      bits.set(random.nextInt(below));
    }
    return bits;
  }
}
