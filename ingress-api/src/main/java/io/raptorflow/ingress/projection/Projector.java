package io.raptorflow.ingress.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.TopicFollower;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.ingress.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/// Follows the topics and writes what they say into the database: rows and positions in one
/// transaction, so each record counts once whatever dies. Several processes may share a database;
/// the one whose transaction comes first wins, the others read on from there.
///
/// A record that cannot be decoded is skipped and counted: its Lord or agent dead-letters it.
public final class Projector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long UNKNOWN = -1;

  private final Bus bus;
  private final Database database;
  private final RowWriter rows;
  private final Counter skipped;
  private final TopicFollower follower;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile long lag = UNKNOWN;
  private volatile @Nullable Instant lastRead;

  public Projector(Bus bus, Database database) {
    this.bus = bus;
    this.database = database;
    this.rows = new RowWriter(bus.claims());
    this.skipped =
        Counter.builder("raptor.projection.skipped")
            .description("records that the projection could not read")
            .register(bus.meters());
    this.follower = new TopicFollower(bus, "projector", new Reading());
    Gauge.builder("raptor.projection.lag", this, Projector::lag)
        .description("records that lie unread; -1 while that is not known")
        .register(bus.meters());
  }

  public void start() {
    follower.start();
  }

  /// Records that lie unread, as of the last reading; -1 while that is not known.
  public long lag() {
    return lag;
  }

  /// When the topics were last read; null before the first time.
  public @Nullable Instant lastRead() {
    return lastRead;
  }

  /// Records skipped since the process started.
  public long skipped() {
    return (long) skipped.count();
  }

  /// Waits until a record is in the database, so that who wrote it can read it.
  ///
  /// @return whether it was in time
  public boolean await(Coordinates written, Duration most) throws InterruptedException {
    TopicPartition partition = new TopicPartition(written.topic(), written.partition());
    long nanos = most.toNanos();
    lock.lock();
    try {
      while (positions.getOrDefault(partition, 0L) <= written.offset()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = moved.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Empties the tables; they fill again from the beginning of the topics.
  public void rebuild() {
    database.write(
        session ->
            session
                .outside()
                .sql(
                    "truncate log_position, run, command, decision, answer, document, body, ledger,"
                        + " failure, agent, heartbeat")
                .update());
    lock.lock();
    try {
      positions.clear();
      lag = UNKNOWN;
    } finally {
      lock.unlock();
    }
    LOG.atInfo().log("the projection is emptied and reads the topics again");
  }

  @Override
  public void close() {
    follower.close();
  }

  static List<String> topics() {
    List<String> topics = new ArrayList<>();
    topics.add(Topic.COMMANDS.topicName());
    topics.add(Topic.DECISIONS.topicName());
    for (Guild guild : Guild.values()) {
      topics.add(Topic.broadcast(guild));
    }
    topics.add(Topic.LEDGER.topicName());
    topics.add(Topic.AGENT_REGISTRY.topicName());
    topics.add(Topic.HEARTBEAT.topicName());
    topics.addAll(deadLetters());
    return topics;
  }

  private static List<String> deadLetters() {
    return List.of(
        Topic.DLQ_PROCESSING_ERROR.topicName(),
        Topic.DLQ_PROCESSING_TIMEOUT.topicName(),
        Topic.DLQ_SCHEMA_VIOLATION.topicName(),
        Topic.DLQ_ROUTING_ERROR.topicName());
  }

  private void assign(Consumer<byte[], byte[]> following) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics()) {
      following
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    following.assign(partitions);
    Map<TopicPartition, Long> stored = LogPositions.load(database);
    Map<TopicPartition, Long> beginnings = following.beginningOffsets(partitions);
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long beginning = beginnings.getOrDefault(partition, 0L);
      following.seek(partition, Math.max(beginning, stored.getOrDefault(partition, 0L)));
      starts.put(partition, stored.getOrDefault(partition, 0L));
    }
    moveTo(starts);
  }

  private final class Reading implements TopicFollower.Reader {
    @Override
    public void assign(Consumer<byte[], byte[]> consumer) {
      Projector.this.assign(consumer);
    }

    @Override
    public void step(Consumer<byte[], byte[]> consumer) {
      try {
        Projector.this.step(consumer);
      } catch (LogPositions.Overtaken overtaken) {
        LOG.atDebug().addKeyValue("error", overtaken.getMessage()).log("projection reads on anew");
        Projector.this.assign(consumer);
      }
    }
  }

  private void step(Consumer<byte[], byte[]> following) {
    ConsumerRecords<byte[], byte[]> batch = following.poll(POLL);
    lastRead = bus.time().instant();
    if (batch.isEmpty()) {
      lag = unread(following);
      if (isEmptied()) {
        assign(following);
      }
      return;
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (TopicPartition partition : batch.partitions()) {
      ends.put(partition, following.position(partition));
    }
    Decoded decoded = decode(batch);
    try {
      apply(decoded.records(), ends);
    } catch (DataIntegrityViolationException refused) {
      oneByOne(decoded.records(), ends);
    }
    moveTo(ends);
    lag = unread(following);
  }

  /// Whether somebody called [#rebuild] in this process since the last step.
  private boolean isEmptied() {
    lock.lock();
    try {
      return positions.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void apply(List<Readable> records, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> from = from(ends);
    database.write(
        session -> {
          for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            LogPositions.move(
                session, end.getKey(), from.getOrDefault(end.getKey(), 0L), end.getValue());
          }
          records.forEach(record -> write(session, record));
          return records.size();
        });
  }

  /// The database refuses one of the records: all others are written, that one is skipped.
  private void oneByOne(List<Readable> records, Map<TopicPartition, Long> ends) {
    for (Readable record : records) {
      try {
        database.write(
            session -> {
              write(session, record);
              return 1;
            });
      } catch (DataIntegrityViolationException refused) {
        skip(record.record(), refused);
      }
    }
    apply(List.of(), ends);
  }

  private void write(Database.Session session, Readable record) {
    switch (record) {
      case Readable.Event event -> rows.write(session, event.event(), event.record().offset());
      case Readable.Letter letter -> rows.write(session, letter.failure());
    }
  }

  private Map<TopicPartition, Long> from(Map<TopicPartition, Long> ends) {
    lock.lock();
    try {
      Map<TopicPartition, Long> from = new HashMap<>(positions);
      from.keySet().retainAll(ends.keySet());
      return from;
    } finally {
      lock.unlock();
    }
  }

  private void moveTo(Map<TopicPartition, Long> ends) {
    lock.lock();
    try {
      positions.putAll(ends);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What a batch says.
  private record Decoded(List<Readable> records) {}

  /// A record that can be read.
  private sealed interface Readable {
    ConsumerRecord<byte[], byte[]> record();

    record Event(ConsumerRecord<byte[], byte[]> record, io.raptorflow.bus.BusEvent event)
        implements Readable {}

    record Letter(ConsumerRecord<byte[], byte[]> record, Failure failure) implements Readable {}
  }

  private Decoded decode(ConsumerRecords<byte[], byte[]> batch) {
    List<Readable> records = new ArrayList<>();
    List<String> letters = deadLetters();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      if (letters.contains(record.topic())) {
        Failure.of(record).ifPresent(failure -> records.add(new Readable.Letter(record, failure)));
      } else if (record.value() != null) {
        try {
          records.add(
              new Readable.Event(record, bus.codec().decode(record.topic(), record.value())));
        } catch (UndecodableRecord bad) {
          skip(record, bad);
        }
      }
    }
    return new Decoded(records);
  }

  private void skip(ConsumerRecord<byte[], byte[]> record, RuntimeException why) {
    skipped.increment();
    LOG.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("error", why.getMessage())
        .log("projection skips a record");
  }

  private static long unread(Consumer<byte[], byte[]> following) {
    long records = 0;
    for (TopicPartition partition : following.assignment()) {
      OptionalLong known = following.currentLag(partition);
      if (known.isEmpty()) {
        return UNKNOWN;
      }
      // After a seek forward the consumer's idea of the end may lie behind its position.
      records += Math.max(0, known.getAsLong());
    }
    return records;
  }
}
