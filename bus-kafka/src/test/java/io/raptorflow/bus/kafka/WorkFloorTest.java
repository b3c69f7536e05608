package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.kafka.Backlog.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WorkFloorTest {
  private static final Instant START = Instant.parse("2026-11-26T06:00:00Z");
  private static final Duration AGEING = Duration.ofSeconds(60);
  private static final String TOPIC = "sys.guild.muse.muse-001";

  private final WorkFloor floor = floor(20);
  private final Deque<Item> worked = new ArrayDeque<>();
  private final Assignment partition = new Assignment(new TopicPartition(TOPIC, 0), null, 0);

  @Test
  void keepsATenthOfTheWindowForOtherWorkspaces() {
    int large = taken("large", 0, 100);
    int small = taken("small", 100, 200);

    assertThat(large).isEqualTo(18);
    assertThat(small).isEqualTo(2);
    assertThat(floor.items()).isEqualTo(20);
  }

  @Test
  void takesNothingBeforeWhatWaitsOfTheSameWorkspace() {
    fill("large", 0, 30);
    release(10);

    boolean taken = floor.take(item("large", "NORMAL", 30, START));

    assertThat(taken).isFalse();
    assertThat(floor.behind()).isEqualTo(12);
  }

  @Test
  void takesUrgentWorkBeforeWhatWaitsOfItsWorkspaceUntilThatHasAgedEnough() {
    fill("large", 0, 30);

    partition.begin(30);
    partition.begin(31);
    Item urgent = item("large", "CRITICAL", 30, START.plusSeconds(59));
    Item late = item("large", "CRITICAL", 31, START.plusSeconds(61));

    assertThat(floor.take(urgent)).isTrue();
    assertThat(floor.take(late)).isFalse();
  }

  @Test
  void recallsWorkInItsOrderAndOnlyOnce() {
    fill("large", 0, 50);
    List<Long> order = new ArrayList<>(release(18));

    while (floor.behind() > 0) {
      Stretch next = Objects.requireNonNull(floor.recall());
      assertThat(floor.recalled(next, records("large", next), next.to())).isZero();
      order.addAll(release(18));
    }

    assertThat(order).containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
    assertThat(floor.recall()).isNull();
  }

  @Test
  void recallsTheWorkspaceFirstThatHasLeastInHand() {
    fill("large", 0, 30);
    fill("small", 30, 40);
    fill("new", 40, 41);
    release(1);

    Stretch next = Objects.requireNonNull(floor.recall());

    assertThat(next.workspace()).isEqualTo("new");
  }

  @Test
  void finishesWhatIsGoneFromTheLogBeforeItsTurn() {
    fill("large", 0, 30);
    release(18);
    Stretch next = Objects.requireNonNull(floor.recall());

    // 18 and 19 were deleted, and so was everything behind 21.
    int gone = floor.recalled(next, List.of(kafka("large", 20), kafka("large", 21)), 100);

    assertThat(gone).isEqualTo(10);
    assertThat(release(2)).containsExactly(20L, 21L);
    assertThat(partition.commit().offset()).isEqualTo(30);
  }

  @Test
  void readsAgainWhatCouldNotBeRead() {
    fill("large", 0, 30);
    release(18);
    Stretch next = Objects.requireNonNull(floor.recall());

    floor.notRecalled(next);

    assertThat(floor.behind()).isEqualTo(12);
    assertThat(Objects.requireNonNull(floor.recall()).from()).isEqualTo(18);
  }

  @Test
  void forgetsWhatWaitsInAPartitionThatIsLost() {
    fill("large", 0, 30);

    partition.lose();
    floor.dropLost();

    assertThat(floor.behind()).isZero();
    assertThat(floor.recall()).isNull();
  }

  /// Urgent work lies so far above the watermark that no commit has room for more of its ends: what
  /// is lowest has to be done, or nothing ever would be.
  @Test
  void worksOnWhatIsLowestWhileACommitHasNoRoomForWhatIsUrgent() {
    fill("large", 0, 30);
    int far = CommitNote.FAR_BYTES / CommitNote.FAR_BYTES_EACH;
    for (int n = 0; n < far; n++) {
      long offset = 20_000 + 100L * n;
      partition.begin(offset);
      assertThat(partition.take(offset)).isTrue();
    }
    partition.begin(200_000);
    floor.defer(item("large", "CRITICAL", 200_000, START));
    release(18);

    Stretch next = Objects.requireNonNull(floor.recall());

    assertThat(next.from()).isEqualTo(18);
  }

  private static WorkFloor floor(int window) {
    return new WorkFloor(
        new InboxSettings(window, 1_000_000, 1, 1_000, AGEING, Duration.ZERO, 2, Optional.empty()),
        () -> 0);
  }

  /// Has records of a workspace arrive.
  ///
  /// @return how many were taken in hand
  private int taken(String workspace, long from, long to) {
    int taken = 0;
    for (long offset = from; offset < to; offset++) {
      partition.begin(offset);
      taken += floor.take(item(workspace, "NORMAL", offset, START)) ? 1 : 0;
    }
    return taken;
  }

  private void fill(String workspace, long from, long to) {
    for (long offset = from; offset < to; offset++) {
      partition.begin(offset);
      Item item = item(workspace, "NORMAL", offset, START);
      if (!floor.take(item)) {
        floor.defer(item);
      }
    }
  }

  /// Works on so many items, one after the other, or on all that are in hand.
  ///
  /// @return their offsets
  private List<Long> release(int most) {
    List<Long> offsets = new ArrayList<>();
    for (int n = 0; n < most && floor.items() > 0; n++) {
      floor.start(
          item -> {
            offsets.add(item.offset());
            worked.add(item);
          });
      Item item = worked.removeFirst();
      floor.workEnds(item);
      partition.finish(item.offset());
      floor.release(item);
    }
    return offsets;
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String workspace, Stretch stretch) {
    return LongStream.rangeClosed(stretch.from(), stretch.to())
        .mapToObj(offset -> kafka(workspace, offset))
        .toList();
  }

  private Item item(String workspace, String lane, long offset, Instant arrived) {
    ConsumerRecord<byte[], byte[]> record = kafka(workspace, offset);
    RecordHeaders.set(record.headers(), Headers.PRIORITY, lane);
    return new Item(record, partition, arrived, AGEING);
  }

  private static ConsumerRecord<byte[], byte[]> kafka(String workspace, long offset) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], new byte[0]);
    RecordHeaders.set(record.headers(), Headers.WORKSPACE, workspace);
    return record;
  }
}
