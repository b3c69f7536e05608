package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
  private static final TopicPartition PARTITION = new TopicPartition("inbox", 0);

  /// Written by a process that died.
  private static final int OTHER_PROCESS = Integer.MAX_VALUE;

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
    assertThat(note(now.commit()).deaths()).isEqualTo(Map.of(0, 1, 1, 2));
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
    assertThat(note(now.commit()).begun()).isEqualTo(BitSet.valueOf(new long[] {2}));
    assertThat(now.differs()).isFalse();
    now.again();
    assertThat(now.differs()).as("the commit did not count").isTrue();
    now.restsAll();
    assertThat(note(now.commit()).begun().isEmpty()).isTrue();
  }

  @Test
  void marksOldWorkOnceWhenThePartitionWasGivenBackInOrder() {
    Assignment first = new Assignment(PARTITION, null, 100);
    assertThat(first.isToBeMarked(100)).as("nobody has it yet").isTrue();
    assertThat(first.isToBeMarked(101)).as("came later").isFalse();
    first.written();
    assertThat(first.isToBeMarked(100)).isFalse();
    first.restsAll();

    Assignment second = new Assignment(PARTITION, first.commit(), 200);
    assertThat(second.isToBeMarked(150)).isTrue();
    second.written();
    assertThat(second.isToBeMarked(150)).isFalse();
    OffsetAndMetadata last = second.commit();

    Assignment afterDeath = new Assignment(PARTITION, last, 300);
    afterDeath.written();
    assertThat(afterDeath.isToBeMarked(150)).as("may have ended the one before").isTrue();
  }

  @Test
  void saysThatItGoesInOrderOnlyWhereItSaidThatItCame() {
    Assignment now = new Assignment(PARTITION, null, 0);
    now.restsAll();
    assertThat(now.differs()).as("nobody knows that it was here").isFalse();

    now.written();
    now.restsAll();

    assertThat(now.differs()).isTrue();
  }

  /// Records with holes between them, taken in hand in any order as far as may be, finished and
  /// committed in any order: whatever is finished, the next process learns it.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void commitsNothingThatANoteHasNoRoomFor(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Assignment now = new Assignment(PARTITION, new OffsetAndMetadata(10), 0);
    List<Long> waiting = new ArrayList<>();
    List<Long> inHand = new ArrayList<>();
    Set<Long> finished = new HashSet<>();
    long next = 10;
    int farthest = 0;
    for (int step = 0; step < 30_000; step++) {
      for (int n = 0; n < 20 && !now.isFull(); n++) {
        next += random.nextInt(4) == 0 ? random.nextInt(1, 30) : 1;
        if (now.begin(next)) {
          waiting.add(next);
        }
      }
      for (int n = 0; n < 40 && inHand.size() < 1_000 && !waiting.isEmpty(); n++) {
        // Now and then the oldest, as it would have its turn.
        int at = random.nextInt(seed % 2 == 0 ? 20 : 3) == 0 ? 0 : random.nextInt(waiting.size());
        if (now.take(waiting.get(at))) {
          inHand.add(waiting.remove(at));
        }
      }
      for (int n = random.nextInt(60); n > 0 && !inHand.isEmpty(); n--) {
        long offset = inHand.remove(random.nextInt(inHand.size()));
        now.finish(offset);
        finished.add(offset);
        farthest = Math.max(farthest, (int) (offset - 10));
      }
      if (step % 500 == 0) {
        OffsetAndMetadata commit = now.commit();
        assertThat(commit.metadata().length()).isLessThanOrEqualTo(4_096);
        for (long offset : finished) {
          assertThat(Assignment.covers(commit, offset)).isTrue();
        }
        for (long offset : inHand) {
          assertThat(Assignment.covers(commit, offset)).isFalse();
        }
        finished.removeIf(offset -> offset < commit.offset());
      }
    }
    assertThat(farthest).as("far above the watermark").isGreaterThan(100_000);
  }

  private static CommitNote note(OffsetAndMetadata commit) {
    return CommitNote.read(commit.metadata(), commit.offset());
  }

  private static Assignment assigned(CommitNote note) {
    return new Assignment(PARTITION, new OffsetAndMetadata(10, note.write(10)), 0);
  }

  private static CommitNote note(Map<Integer, Integer> deaths, int... begun) {
    BitSet atWork = new BitSet();
    for (int place : begun) {
      atWork.set(place);
    }
    return new CommitNote(OTHER_PROCESS, new BitSet(), atWork, deaths);
  }
}
