package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.bus.kafka.TopicFollower;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the rows of failed work: first what is there, then each change as it comes, none of it
/// twice and none left out. Thread-safe.
public final class DeadLetterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWatch.class);
  private static final Duration START_WAIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  /// What is told of each row that the filter admits, on the watch's own thread.
  public interface Listener {
    /// A row that was there before the watch began.
    void known(RetryRow row);

    /// A row that was written since.
    void changed(RetryRow row);
  }

  private final Bus bus;
  private final DeadLetterQuery query;
  private final Listener listener;
  private final TopicFollower follower;
  private final CountDownLatch caughtUp = new CountDownLatch(1);

  public DeadLetterWatch(Bus bus, DeadLetterQuery query, Listener listener) {
    this.bus = bus;
    this.query = query;
    this.listener = listener;
    this.follower = new TopicFollower(bus, "dead-letter-watch", new Reading());
  }

  /// Starts, and waits until what is there now is known.
  ///
  /// @throws IllegalStateException when that takes longer than a minute
  public void start() throws InterruptedException {
    follower.start();
    if (!caughtUp.await(START_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the watch did not catch up within " + START_WAIT);
    }
  }

  @Override
  public void close() {
    follower.close();
  }

  private final class Reading implements TopicFollower.Reader {
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    @Override
    public void assign(Consumer<byte[], byte[]> consumer) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.DLQ_STATE.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      if (ends.isEmpty()) {
        ends.putAll(consumer.endOffsets(partitions));
      }
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
      for (TopicPartition partition : partitions) {
        long beginning = beginnings.getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(beginning, positions.getOrDefault(partition, beginning)));
      }
    }

    @Override
    public void step(Consumer<byte[], byte[]> consumer) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Optional<RetryRow> row = row(record);
        positions.put(partition, record.offset() + 1);
        boolean before = record.offset() < ends.getOrDefault(partition, 0L);
        row.filter(this::admits)
            .ifPresent(
                admitted -> {
                  if (before) {
                    listener.known(admitted);
                  } else {
                    listener.changed(admitted);
                  }
                });
      }
      if (ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        caughtUp.countDown();
      }
    }

    private boolean admits(RetryRow row) {
      return query.admits(new LoggedCandidate(row, bus), bus.time().instant());
    }

    private Optional<RetryRow> row(ConsumerRecord<byte[], byte[]> record) {
      while (record.value() != null && follower.isOpen()) {
        try {
          return Optional.of((RetryRow) bus.codec().decode(record.topic(), record.value()));
        } catch (UndecodableRecord | ClassCastException foreign) {
          LOG.atWarn()
              .addKeyValue("topic", record.topic())
              .addKeyValue("offset", record.offset())
              .addKeyValue("error", foreign.getMessage())
              .log("the watch skips a row that it cannot read");
          return Optional.empty();
        } catch (RegistryUnavailable outage) {
          follower.pause();
        }
      }
      return Optional.empty();
    }
  }
}
