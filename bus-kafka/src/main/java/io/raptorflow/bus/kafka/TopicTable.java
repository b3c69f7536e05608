package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The latest event of each key of a compacted topic, kept in memory and followed. Thread-safe.
///
/// Above its limit the table forgets the keys that changed longest ago. Records that cannot be
/// decoded are skipped and logged: a table must not be stopped by one of them.
public final class TopicTable<E extends BusEvent> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTable.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_BEHIND = Duration.ofMillis(100);

  /// Limits of a table.
  ///
  /// @param entriesMax keys kept
  /// @param startWait how long [#start] waits until the table has caught up
  public record Settings(int entriesMax, Duration startWait) {
    public static Settings standard() {
      return new Settings(100_000, Duration.ofSeconds(60));
    }
  }

  private final Bus bus;
  private final String topic;
  private final Class<E> type;
  private final Settings settings;
  private final BiConsumer<String, Optional<E>> listener;
  private final Map<String, E> entries = new LinkedHashMap<>();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final TopicFollower follower;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  public TopicTable(Bus bus, String topic, Class<E> type, Settings settings) {
    this(bus, topic, type, settings, (_, _) -> {});
  }

  /// @param listener told of each change, in order, on the table's own thread; must not block
  public TopicTable(
      Bus bus,
      String topic,
      Class<E> type,
      Settings settings,
      BiConsumer<String, Optional<E>> listener) {
    this.bus = bus;
    this.topic = topic;
    this.type = type;
    this.settings = settings;
    this.listener = listener;
    this.follower = new TopicFollower(bus, "table-" + topic, new Reading());
  }

  /// Starts to follow and waits until everything that is there now is known.
  ///
  /// @throws IllegalStateException when it does not catch up in time
  public void start() {
    follower.start();
    try {
      if (!caughtUp.await(settings.startWait().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "table of " + topic + " did not catch up within " + settings.startWait());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + topic, stopped);
    }
  }

  public Optional<E> get(String key) {
    synchronized (entries) {
      return Optional.ofNullable(entries.get(key));
    }
  }

  public Collection<E> values() {
    synchronized (entries) {
      return List.copyOf(entries.values());
    }
  }

  @Override
  public void close() {
    follower.close();
  }

  private final class Reading implements TopicFollower.Reader {
    @Override
    public void assign(Consumer<byte[], byte[]> consumer) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      ends.clear();
      ends.putAll(consumer.endOffsets(partitions));
    }

    @Override
    public void step(Consumer<byte[], byte[]> consumer) {
      ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      if (ends.isEmpty()) {
        caughtUp.countDown();
      }
      for (ConsumerRecord<byte[], byte[]> record :
          consumer.poll(ends.isEmpty() ? POLL : POLL_BEHIND)) {
        apply(record);
      }
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    Optional<E> event = record.value() == null ? Optional.empty() : decode(record);
    if (record.value() != null && event.isEmpty()) {
      return;
    }
    synchronized (entries) {
      entries.remove(key);
      event.ifPresent(present -> entries.put(key, present));
      if (entries.size() > settings.entriesMax()) {
        var eldest = entries.entrySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    listener.accept(key, event);
  }

  private Optional<E> decode(ConsumerRecord<byte[], byte[]> record) {
    while (follower.isOpen()) {
      try {
        return Optional.of(type.cast(bus.codec().decode(topic, record.value())));
      } catch (UndecodableRecord | ClassCastException wrong) {
        LOG.atWarn()
            .addKeyValue("topic", topic)
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .addKeyValue("error", wrong.getMessage())
            .log("table skips a record");
        return Optional.empty();
      } catch (RegistryUnavailable outage) {
        follower.pause();
      }
    }
    return Optional.empty();
  }
}
