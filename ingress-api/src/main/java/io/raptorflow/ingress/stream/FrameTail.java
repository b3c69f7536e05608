package io.raptorflow.ingress.stream;

import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.TopicFollower;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the end of the frames' topic once for all clients of this process. Thread-safe.
public final class FrameTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrameTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration READY_WAIT = Duration.ofSeconds(10);
  private static final String TOPIC = Topic.STATE_UPDATE.topicName();

  private final Bus bus;
  private final int listenersMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RunId, List<Listener>> listeners = new HashMap<>();
  private final Map<Integer, Long> next = new HashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final TopicFollower follower;
  private int listening;
  private boolean open = true;

  /// @param listenersMax clients that may listen at the same time
  public FrameTail(Bus bus, int listenersMax) {
    this.bus = bus;
    this.listenersMax = listenersMax;
    this.follower = new TopicFollower(bus, "frame-tail", new Reading());
  }

  public void start() {
    follower.start();
  }

  /// A listener that gets every frame of the run from now on; empty when there are too many, or the
  /// tail cannot read.
  Optional<Listener> join(RunId run, int capacity) throws InterruptedException {
    if (!ready.await(READY_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    lock.lock();
    try {
      if (listening >= listenersMax || !open) {
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
    lock.lock();
    try {
      open = false;
      listeners.values().forEach(all -> all.forEach(Listener::stop));
    } finally {
      lock.unlock();
    }
    follower.close();
  }

  private final class Reading implements TopicFollower.Reader {
    /// The first time at the end; after a fault where it stopped, so that no listener misses one.
    @Override
    public void assign(Consumer<byte[], byte[]> consumer) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(known -> new TopicPartition(TOPIC, known.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      lock.lock();
      try {
        for (TopicPartition partition : partitions) {
          long from = next.computeIfAbsent(partition.partition(), _ -> ends.get(partition));
          consumer.seek(partition, from);
        }
      } finally {
        lock.unlock();
      }
      ready.countDown();
    }

    @Override
    public void step(Consumer<byte[], byte[]> consumer) {
      consumer.poll(POLL).forEach(FrameTail.this::hand);
    }
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
}
