package io.raptorflow.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Reads a topic from its beginning, or from now on, each committed record once, so that waiting
/// for the last of a million costs the machine no more than reading them.
final class Follower implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(200);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecord<byte[], byte[]>> reading;
  private long records;

  private Follower(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Consumer<ConsumerRecord<byte[], byte[]>> reading) {
    this.consumer = consumer;
    this.reading = reading;
  }

  static Follower fromBeginning(
      Ground ground, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reading) {
    Follower follower = assigned(ground, topic, reading);
    follower.consumer.seekToBeginning(follower.consumer.assignment());
    return follower;
  }

  static Follower fromNow(
      Ground ground, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reading) {
    Follower follower = assigned(ground, topic, reading);
    follower.consumer.seekToEnd(follower.consumer.assignment());
    follower.consumer.assignment().forEach(follower.consumer::position);
    return follower;
  }

  private static Follower assigned(
      Ground ground, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reading) {
    var consumer = ground.bus().consumer(null, Map.of());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    return new Follower(consumer, reading);
  }

  /// Reads on until so many records were read in all.
  ///
  /// @throws IllegalStateException when they do not come within the time
  void await(long count, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (records < count) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "after %d s only %d of %d records".formatted(most.toSeconds(), records, count));
      }
      read();
    }
  }

  private void read() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
      records++;
      reading.accept(record);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
