package io.raptorflow.dlq.view;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.TopicFollower;
import io.raptorflow.dlq.view.RowIndex.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Reads the rows into an index. After a fault it goes on where it was, unless the topic no longer
/// reaches back to there; then the index is built again.
final class StateReader implements TopicFollower.Reader, AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_BEHIND = Duration.ofMillis(100);

  private final String topic;
  private final RowIndex index;
  private final Function<ConsumerRecord<byte[], byte[]>, Optional<RetryRow>> decode;
  private final DepthGauges gauges;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private volatile boolean caughtUp;

  StateReader(
      String topic,
      RowIndex index,
      Function<ConsumerRecord<byte[], byte[]>, Optional<RetryRow>> decode,
      DepthGauges gauges) {
    this.topic = topic;
    this.index = index;
    this.decode = decode;
    this.gauges = gauges;
  }

  boolean hasCaughtUp() {
    return caughtUp;
  }

  @Override
  public void assign(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> reached = consumer.endOffsets(partitions);
    boolean continues =
        positions.entrySet().stream()
            .allMatch(
                known ->
                    known.getValue() >= beginnings.getOrDefault(known.getKey(), Long.MAX_VALUE)
                        && known.getValue() <= reached.getOrDefault(known.getKey(), -1L));
    if (!continues) {
      positions.clear();
      index.clear();
      caughtUp = false;
    }
    consumer.assign(partitions);
    partitions.forEach(
        partition ->
            consumer.seek(
                partition,
                positions.getOrDefault(partition, beginnings.getOrDefault(partition, 0L))));
    ends.clear();
    ends.putAll(reached);
  }

  @Override
  public void step(Consumer<byte[], byte[]> consumer) {
    ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    if (ends.isEmpty()) {
      caughtUp = true;
    }
    if (caughtUp && gauges.isDue()) {
      gauges.measure(index);
    }
    List<Change> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(caughtUp ? POLL : POLL_BEHIND)) {
      change(record).ifPresent(changes::add);
    }
    if (!changes.isEmpty()) {
      index.apply(changes);
    }
    consumer
        .assignment()
        .forEach(partition -> positions.put(partition, consumer.position(partition)));
  }

  @Override
  public void close() {
    gauges.clear();
  }

  private Optional<Change> change(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      return decode
          .apply(record)
          .map(row -> new Change.Row(row, record.partition(), record.offset()));
    }
    return record.key() == null
        ? Optional.empty()
        : work(new String(record.key(), StandardCharsets.UTF_8)).map(Change.Gone::new);
  }

  private static Optional<UUID> work(String key) {
    try {
      return Optional.of(UUID.fromString(key));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
