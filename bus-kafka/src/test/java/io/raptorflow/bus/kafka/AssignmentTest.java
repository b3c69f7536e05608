package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final TopicPartition PARTITION = new TopicPartition("inbox", 0);

  /// Written by a process that died.
  private static final int OTHER_PROCESS = 0;

  @Test
  void suspectsWhatWasAtWorkInAnotherProcess() {
    Assignment now = assigned(note(Map.of(), 1));

    assertThat(now.deaths(11)).isEqualTo(1);
    assertThat(now.deaths(10)).isZero();
  }

  @Test
  void countsDeathsUntilTheWorkIsFinished() {
    Assignment now = assigned(note(Map.of(1, 1, 3, 2), 1, 2));

    assertThat(now.deaths(11)).isEqualTo(2);
    assertThat(now.deaths(12)).isEqualTo(1);
    assertThat(now.deaths(13)).as("waited for its turn").isEqualTo(2);
    now.begin(11);
    now.finish(11);
    assertThat(now.deaths(11)).isZero();
    assertThat(CommitNote.read(now.commit().metadata()).deaths()).isEqualTo(Map.of(0, 1, 1, 2));
  }

  @Test
  void suspectsNothingThatWasAtWorkInThisProcess() {
    Assignment before = new Assignment(PARTITION, new OffsetAndMetadata(10), 0);
    before.begin(10);
    before.works(10);

    Assignment again = new Assignment(PARTITION, before.commit(), 0);

    assertThat(again.deaths(10)).isZero();
  }

  @Test
  void saysWhatIsAtWorkUntilItRests() {
    Assignment now = new Assignment(PARTITION, new OffsetAndMetadata(10), 0);
    now.begin(10);
    now.begin(11);
    assertThat(now.differs()).isFalse();

    now.works(11);

    assertThat(now.differs()).isTrue();
    assertThat(CommitNote.read(now.commit().metadata()).begun())
        .isEqualTo(BitSet.valueOf(new long[] {2}));
    assertThat(now.differs()).isFalse();
    now.again();
    assertThat(now.differs()).as("the commit did not count").isTrue();
    now.restsAll();
    assertThat(CommitNote.read(now.commit().metadata()).begun().isEmpty()).isTrue();
  }

  private static Assignment assigned(CommitNote note) {
    return new Assignment(PARTITION, new OffsetAndMetadata(10, note.write()), 0);
  }

  private static CommitNote note(Map<Integer, Integer> deaths, int... begun) {
    BitSet atWork = new BitSet();
    for (int place : begun) {
      atWork.set(place);
    }
    return new CommitNote(OTHER_PROCESS, new BitSet(), atWork, deaths);
  }
}
