package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class SettledOffsetIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String group = "settled-" + UUID.randomUUID();
  private final TopicPartition partition = new TopicPartition(group, 0);

  @BeforeEach
  void hasATopic(Bus bus) throws Exception {
    bus.admin().createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get();
  }

  @Test
  void isOnlyToldOnceNoTransactionCanChangeIt(Bus bus) throws Exception {
    Producer<byte[], byte[]> producer = bus.transactionalProducer(group, SOON);
    try {
      producer.initTransactions();
      move(producer, 5);
      producer.commitTransaction();
      settlesAt(5, bus);

      move(producer, 9);

      assertThatThrownBy(() -> SettledOffset.of(bus.admin(), group, partition, SOON))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnstableOffsetCommitException.class);
      producer.commitTransaction();
      settlesAt(9, bus);
    } finally {
      // With time to close, a producer waits for the transaction that a failed test left open.
      producer.close(Duration.ZERO);
    }
  }

  @Test
  void isNullWhereNothingWasCommitted(Bus bus) throws Exception {
    assertThat(SettledOffset.of(bus.admin(), group, partition, SOON)).isNull();
  }

  /// A commit is answered before the group's coordinator has heard of it.
  private void settlesAt(long offset, Bus bus) {
    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(failure -> failure.getCause() instanceof RetriableException)
        .until(
            () -> SettledOffset.of(bus.admin(), group, partition, SOON),
            settled -> new OffsetAndMetadata(offset).equals(settled));
  }

  private void move(Producer<byte[], byte[]> producer, long offset) {
    producer.beginTransaction();
    producer.sendOffsetsToTransaction(
        Map.of(partition, new OffsetAndMetadata(offset)), new ConsumerGroupMetadata(group));
  }
}
