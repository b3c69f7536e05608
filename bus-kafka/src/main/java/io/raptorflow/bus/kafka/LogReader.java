package io.raptorflow.bus.kafka;

import io.raptorflow.bus.Coordinates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads the log at given places, committed records only. Thread-safe; one reading at a time.
public final class LogReader implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final int WAITS_MAX = 50;

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Neighbours neighbours = new Neighbours();

  LogReader(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /// The record at a place; empty when it is gone (retention, compaction) or not yet written.
  /// Neighbours that come along are remembered, so looking up many in a row costs few fetches.
  public Optional<ConsumerRecord<byte[], byte[]>> find(Coordinates at) {
    lock.lock();
    try {
      Optional<ConsumerRecord<byte[], byte[]>> known = neighbours.find(at);
      return known.isPresent() ? known : fetch(at);
    } finally {
      lock.unlock();
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> fetch(Coordinates at) {
    TopicPartition partition = new TopicPartition(at.topic(), at.partition());
    if (!consumer.assignment().equals(Set.of(partition))) {
      consumer.assign(List.of(partition));
    }
    consumer.seek(partition, at.offset());
    for (int waits = 0; waits < WAITS_MAX; waits++) {
      ConsumerRecords<byte[], byte[]> batch = consumer.poll(WAIT);
      if (!batch.isEmpty()) {
        neighbours.keep(batch);
        return neighbours.find(at);
      }
      // Only asked when nothing came: a question for offsets costs as much as the record itself.
      if (consumer.position(partition) > at.offset()
          || at.offset() >= consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L)) {
        return Optional.empty();
      }
    }
    throw new IllegalStateException("the broker did not deliver " + at);
  }

  /// The record at a place.
  ///
  /// @throws IllegalStateException when there is none
  public ConsumerRecord<byte[], byte[]> read(Coordinates at) {
    return find(at).orElseThrow(() -> new IllegalStateException("no record at " + at));
  }

  /// Hands over every record of a topic from a time on, up to the end at the call.
  public void scan(String topic, Instant from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    lock.lock();
    try {
      List<TopicPartition> partitions = partitions(topic);
      Map<TopicPartition, Long> wanted = new HashMap<>();
      partitions.forEach(partition -> wanted.put(partition, Math.max(0, from.toEpochMilli())));
      Map<TopicPartition, Long> starts = new HashMap<>();
      Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp at = found.get(partition);
        if (at != null) {
          starts.put(partition, at.offset());
        }
      }
      drain(starts, reader);
    } finally {
      consumer.unsubscribe();
      lock.unlock();
    }
  }

  /// Hands over every record of a topic that is still there, up to the end at the call.
  public void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    lock.lock();
    try {
      drain(consumer.beginningOffsets(partitions(topic)), reader);
    } finally {
      consumer.unsubscribe();
      lock.unlock();
    }
  }

  /// Hands over every record of one partition from an offset on, up to the end at the call.
  public void scan(Coordinates from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    lock.lock();
    try {
      drain(Map.of(new TopicPartition(from.topic(), from.partition()), from.offset()), reader);
    } finally {
      consumer.unsubscribe();
      lock.unlock();
    }
  }

  /// Hands over records of one partition from an offset on, as long as the reader wants more and up
  /// to the end at the call.
  void scanWhile(Coordinates from, Predicate<ConsumerRecord<byte[], byte[]>> wantsMore) {
    lock.lock();
    try {
      drain(Map.of(new TopicPartition(from.topic(), from.partition()), from.offset()), wantsMore);
    } finally {
      consumer.unsubscribe();
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      Bus.close(consumer);
    } finally {
      lock.unlock();
    }
  }

  private List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private void drain(
      Map<TopicPartition, Long> starts, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    drain(
        starts,
        record -> {
          reader.accept(record);
          return true;
        });
  }

  private void drain(
      Map<TopicPartition, Long> starts, Predicate<ConsumerRecord<byte[], byte[]>> wantsMore) {
    if (starts.isEmpty()) {
      return;
    }
    Collection<TopicPartition> partitions = starts.keySet();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    consumer.assign(partitions);
    starts.forEach(
        (partition, start) ->
            consumer.seek(partition, Math.max(start, beginnings.getOrDefault(partition, 0L))));
    int idle = 0;
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
      ConsumerRecords<byte[], byte[]> batch = consumer.poll(WAIT);
      idle = batch.isEmpty() ? idle + 1 : 0;
      if (idle > WAITS_MAX) {
        throw new IllegalStateException("the broker did not deliver " + partitions + " to the end");
      }
      for (ConsumerRecord<byte[], byte[]> record : batch) {
        long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
        if (record.offset() < end && !wantsMore.test(record)) {
          return;
        }
      }
    }
  }
}
