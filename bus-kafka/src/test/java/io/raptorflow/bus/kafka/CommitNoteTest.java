package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CommitNoteTest {
  /// Default of the broker's `offset.metadata.max.bytes`.
  private static final int BROKER_BYTES_MAX = 4_096;

  @Test
  void fitsTheBrokersLimitAtItsFullest() {
    BitSet all = new BitSet();
    all.set(0, CommitNote.BITS_MAX);

    String note = CommitNote.write(all);

    assertThat(note.length()).isLessThanOrEqualTo(BROKER_BYTES_MAX);
    assertThat(CommitNote.read(note)).isEqualTo(all);
  }

  @Test
  void takesForeignNotesForEmpty() {
    assertThat(CommitNote.read("written by somebody else")).isEqualTo(new BitSet());
    assertThat(CommitNote.read("r1:***")).isEqualTo(new BitSet());
    assertThat(CommitNote.read(null)).isEqualTo(new BitSet());
  }
}
