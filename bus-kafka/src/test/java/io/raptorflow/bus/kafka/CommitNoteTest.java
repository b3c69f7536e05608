package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
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
      Map<Integer, Integer> deaths = new HashMap<>();
      for (int left = random.nextInt(4); left > 0; left--) {
        deaths.put(random.nextInt(CommitNote.BITS_MAX), random.nextInt(1, 300));
      }
      CommitNote note =
          new CommitNote(random.nextInt(), bits(300, 9_000), bits(200, 9_000), deaths);

      CommitNote read = CommitNote.read(note.write());

      if (note.write().isEmpty()) {
        assertThat(note.finished().isEmpty() && note.begun().isEmpty()).isTrue();
      } else {
        assertThat(read).isEqualTo(note);
      }
    }
  }

  @Test
  void fitsTheBrokersLimitAtItsFullestAndThenSaysOnlyWhatIsFinished() {
    BitSet all = new BitSet();
    all.set(0, CommitNote.BITS_MAX);

    String note = new CommitNote(1, all, bits(2_000, 24_000), Map.of(7, 1)).write();

    assertThat(note.length()).isLessThanOrEqualTo(BROKER_BYTES_MAX);
    assertThat(CommitNote.read(note)).isEqualTo(new CommitNote(1, all, new BitSet(), Map.of()));
  }

  @Test
  void saysNothingWhenThereIsNothingToSay() {
    assertThat(new CommitNote(1, new BitSet(), new BitSet(), Map.of()).write()).isEmpty();
    assertThat(CommitNote.read("")).isEqualTo(CommitNote.EMPTY);
  }

  @Test
  void readsWhatAnEarlierVersionWrote() {
    CommitNote read = CommitNote.read("r1:Bw");

    assertThat(read.finished()).isEqualTo(BitSet.valueOf(new long[] {7}));
    assertThat(read.begun().isEmpty()).isTrue();
  }

  @Test
  void takesForeignNotesForEmpty() {
    for (String foreign :
        new String[] {"written by somebody else", "r1:***", "r2:", "r2:AAAA", "r2:AAAAAf////8P"}) {
      assertThat(CommitNote.read(foreign)).as(foreign).isEqualTo(CommitNote.EMPTY);
    }
    assertThat(CommitNote.read(null)).isEqualTo(CommitNote.EMPTY);
  }

  private BitSet bits(int most, int below) {
    BitSet bits = new BitSet();
    for (int left = random.nextInt(most); left > 0; left--) {
      bits.set(random.nextInt(below));
    }
    return bits;
  }
}
