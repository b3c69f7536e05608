package io.raptorflow.dlq.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raptorflow.bus.RetryRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateReaderTest {
  private static final String TOPIC = "state";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  private final RandomRows random = new RandomRows(1, "tarn", NOW);
  private final RowIndex index = new RowIndex(TOPIC, row -> new Letterless(row, _ -> {}));
  private final StateReader reader =
      new StateReader(
          TOPIC,
          index,
          record -> Optional.of(row(record)),
          new DepthGauges(new SimpleMeterRegistry(), () -> NOW));

  @Test
  void isReadyOnceItHasReadWhatWasThere() {
    MockConsumer<byte[], byte[]> consumer = consumer(0, 2);
    reader.assign(consumer);
    consumer.addRecord(record(0, 1, "row"));
    reader.step(consumer);
    boolean halfway = reader.hasCaughtUp();
    consumer.addRecord(record(1, 2, "row"));
    reader.step(consumer);
    reader.step(consumer);

    assertThat(halfway).isFalse();
    assertThat(reader.hasCaughtUp()).isTrue();
    assertThat(index.size()).isEqualTo(2);
  }

  @Test
  void forgetsWorkWhoseRowIsRemoved() {
    MockConsumer<byte[], byte[]> consumer = consumer(0, 3);
    reader.assign(consumer);
    consumer.addRecord(record(0, 1, "row"));
    consumer.addRecord(record(1, 2, "row"));
    consumer.addRecord(record(2, 1, null));

    reader.step(consumer);

    assertThat(index.size()).isEqualTo(1);
    assertThat(index.row(new io.raptorflow.bus.WorkId(new UUID(1, 2)))).isPresent();
  }

  @Test
  void goesOnWhereItWasAfterAFault() {
    MockConsumer<byte[], byte[]> first = consumer(0, 1);
    reader.assign(first);
    first.addRecord(record(0, 1, "row"));
    reader.step(first);
    reader.step(first);
    MockConsumer<byte[], byte[]> second = consumer(0, 2);

    reader.assign(second);

    assertThat(second.position(PARTITION)).isEqualTo(1);
    assertThat(index.size()).isEqualTo(1);
    assertThat(reader.hasCaughtUp()).isTrue();
  }

  @Test
  void beginsAnewWhenTheTopicNoLongerReachesBackToWhereItWas() {
    MockConsumer<byte[], byte[]> first = consumer(0, 1);
    reader.assign(first);
    first.addRecord(record(0, 1, "row"));
    reader.step(first);
    reader.step(first);
    MockConsumer<byte[], byte[]> second = consumer(40, 42);

    reader.assign(second);

    assertThat(second.position(PARTITION)).isEqualTo(40);
    assertThat(index.size()).isZero();
    assertThat(reader.hasCaughtUp()).isFalse();
  }

  private static MockConsumer<byte[], byte[]> consumer(long beginning, long end) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    Node node = new Node(0, "localhost", 9092);
    Node[] nodes = {node};
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, beginning));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    return consumer;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, int work, @Nullable String value) {
    return new ConsumerRecord<>(
        TOPIC,
        0,
        offset,
        new UUID(1, work).toString().getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private RetryRow row(ConsumerRecord<byte[], byte[]> record) {
    return random.row(UUID.fromString(new String(record.key(), StandardCharsets.UTF_8)));
  }
}
