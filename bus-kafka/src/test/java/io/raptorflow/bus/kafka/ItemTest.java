package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ItemTest {
  private static final Instant START = Instant.parse("2026-11-20T06:00:00Z");
  private static final Assignment ASSIGNMENT =
      new Assignment(new TopicPartition("sys.guild.muse.muse-001", 0), null, 0);

  @Test
  void takesTheUpperLaneFirst() {
    Item low = item("LOW", 0, 0);
    Item critical = item("CRITICAL", 10, 1);

    assertThat(sorted(low, critical)).containsExactly(critical, low);
  }

  @Test
  void letsWaitingMakeUpForALowLane() {
    Item waitedLong = item("NORMAL", 0, 0);
    Item fresh = item("CRITICAL", 61, 1);

    assertThat(sorted(fresh, waitedLong)).containsExactly(waitedLong, fresh);
  }

  @Test
  void takesAnUnknownLaneForNormal() {
    Item unknown = item("EXPRESS", 0, 0);
    Item normal = item("NORMAL", 0, 1);

    assertThat(sorted(normal, unknown)).containsExactly(unknown, normal);
  }

  private static List<Item> sorted(Item... items) {
    List<Item> sorted = new ArrayList<>(List.of(items));
    Collections.sort(sorted);
    return sorted;
  }

  private static Item item(String lane, int secondsLater, long offset) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("sys.guild.muse.muse-001", 0, offset, new byte[0], new byte[0]);
    RecordHeaders.set(record.headers(), Headers.PRIORITY, lane);
    return new Item(record, ASSIGNMENT, START.plusSeconds(secondsLater), Duration.ofSeconds(60));
  }
}
