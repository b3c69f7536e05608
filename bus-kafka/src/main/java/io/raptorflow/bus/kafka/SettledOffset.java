package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.jspecify.annotations.Nullable;

/// What a group has committed, once nothing can take it back (KIP-447, `require.stable`).
///
/// A coordinator answers a plain question from what it knows to be on all replicas. One that has
/// just followed another may know less of it than the other did, for as long as a replica is away,
/// and then tells of an older offset.
final class SettledOffset {
  private SettledOffset() {}

  /// Asks for it.
  ///
  /// @return null when nothing was ever committed
  /// @throws ExecutionException when nobody answered in that time, or with an
  ///   [UnstableOffsetCommitException] while a transaction may still change it
  static @Nullable OffsetAndMetadata of(
      Admin admin, String group, TopicPartition partition, Duration most)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> answer =
        admin
            .listConsumerGroupOffsets(
                Map.of(
                    group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
                new ListConsumerGroupOffsetsOptions()
                    .requireStable(true)
                    .timeoutMs(Math.toIntExact(most.toMillis())))
            .partitionsToOffsetAndMetadata(group)
            .get();
    // Kafka's client leaves a partition with an error out; one without a commit is there, as null.
    if (!answer.containsKey(partition)) {
      throw new ExecutionException(
          new UnstableOffsetCommitException(
              "a transaction on %s of %s has not ended".formatted(partition, group)));
    }
    return answer.get(partition);
  }
}
