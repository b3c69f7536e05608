package io.raptorflow.ingress.stream;

import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.bus.kafka.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the end of the frames' topic once for all clients of this process. Thread-safe.
public final class FrameTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrameTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration READY_WAIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
  private static final String TOPIC = Topic.STATE_UPDATE.topicName();

  private final Bus bus;
  private final int listenersMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RunId, List<Listener>> listeners = new HashMap<>();
  private final Map<Integer, Long> next = new HashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch stop = new CountDownLatch(1);
  private int listening;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile @Nullable Thread thread;

  /// @param listenersMax clients that may listen at the same time
  public FrameTail(Bus bus, int listenersMax) {
    this.bus = bus;
    this.listenersMax = listenersMax;
  }

  public void start() {
    thread = Thread.ofVirtual().name("frame-tail").start(this::follow);
  }

  /// A listener that gets every frame of the run from now on; empty when there are too many, or the
  /// tail cannot read.
  Optional<Listener> join(RunId run, int capacity) throws InterruptedException {
    if (!ready.await(READY_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    lock.lock();
    try {
      if (listening >= listenersMax || stop.getCount() == 0) {
        return Optional.empty();
      }
      Listener listener = new Listener(run, next, capacity);
      listeners.computeIfAbsent(run, _ -> new ArrayList<>()).add(listener);
      listening++;
      return Optional.of(listener);
    } finally {
      lock.unlock();
    }
  }

  void leave(Listener listener) {
    lock.lock();
    try {
      listening--;
      remove(listener);
    } finally {
      lock.unlock();
    }
  }

  /// Clients that listen now.
  public int listening() {
    lock.lock();
    try {
      return listening;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    lock.lock();
    try {
      listeners.values().forEach(all -> all.forEach(Listener::stop));
    } finally {
      lock.unlock();
    }
    Consumer<byte[], byte[]> following = consumer;
    if (following != null) {
      following.wakeup();
    }
    Thread running = thread;
    if (running != null) {
      try {
        if (!running.join(CLOSE_WAIT)) {
          LOG.atWarn().log("the tail of the frames did not stop in time");
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void follow() {
    while (stop.getCount() > 0) {
      try (Consumer<byte[], byte[]> following =
          bus.consumer(
              null,
              Map.of(
                  ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                  (int) POLL.toMillis(),
                  ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                  false))) {
        consumer = following;
        assign(following);
        while (stop.getCount() > 0) {
          for (ConsumerRecord<byte[], byte[]> record : following.poll(POLL)) {
            hand(record);
          }
        }
      } catch (WakeupException stopped) {
        // Only close wakes the consumer up.
      } catch (KafkaException | RegistryUnavailable broken) {
        LOG.atWarn().setCause(broken).log("the tail of the frames reads again");
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  /// The first time at the end; after a fault where it stopped, so that no listener misses one.
  private void assign(Consumer<byte[], byte[]> following) {
    List<TopicPartition> partitions =
        following.partitionsFor(TOPIC).stream()
            .map(known -> new TopicPartition(TOPIC, known.partition()))
            .toList();
    following.assign(partitions);
    Map<TopicPartition, Long> ends = following.endOffsets(partitions);
    lock.lock();
    try {
      for (TopicPartition partition : partitions) {
        long from = next.computeIfAbsent(partition.partition(), _ -> ends.get(partition));
        following.seek(partition, from);
      }
    } finally {
      lock.unlock();
    }
    ready.countDown();
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    lock.lock();
    try {
      List<Listener> hearing = record.key() == null ? List.of() : hearing(record);
      if (!hearing.isEmpty()) {
        decode(bus, record)
            .ifPresent(
                frame ->
                    List.copyOf(hearing).stream()
                        .filter(listener -> !listener.missed(frame.id()))
                        .filter(listener -> !listener.offer(frame))
                        .forEach(this::remove));
      }
      next.put(record.partition(), record.offset() + 1);
    } finally {
      lock.unlock();
    }
  }

  private List<Listener> hearing(ConsumerRecord<byte[], byte[]> record) {
    if (listeners.isEmpty()) {
      return List.of();
    }
    try {
      RunId run = RunId.of(new String(record.key(), StandardCharsets.UTF_8));
      return listeners.getOrDefault(run, List.of());
    } catch (IllegalArgumentException foreign) {
      return List.of();
    }
  }

  private void remove(Listener listener) {
    List<Listener> all = listeners.get(listener.run());
    if (all != null && all.remove(listener) && all.isEmpty()) {
      listeners.remove(listener.run());
    }
  }

  /// Empty for bytes that are no frame.
  static Optional<Frame> decode(Bus bus, ConsumerRecord<byte[], byte[]> record) {
    try {
      return bus.codec().decode(TOPIC, record.value()) instanceof ProgressFrame progress
          ? Optional.of(new Frame(new FrameId(record.partition(), record.offset()), progress))
          : Optional.empty();
    } catch (UndecodableRecord bad) {
      LOG.atWarn()
          .addKeyValue("topic", TOPIC)
          .addKeyValue("offset", record.offset())
          .addKeyValue("error", bad.getMessage())
          .log("a frame is skipped");
      return Optional.empty();
    }
  }

  private void pause() {
    try {
      if (stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("the tail of the frames stops");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }
}
