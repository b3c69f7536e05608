package io.raptorflow.bench.chaos;

import io.raptorflow.agent.CallBook;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.OffsetTracker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// What planted bugs do in place of what the product does; see [PlantedBug].
public final class Bugs {
  /// Property that names the cluster, for a bug that needs a producer of its own.
  static final String SERVERS = "raptor.chaos.servers";

  private static final int ONE_IN = 100;
  private static final int TIMES_OUT_ONE_IN = 10;
  private static final Duration HURRY = Duration.ofSeconds(5);
  private static final int REMEMBERED_BYTES = 96 * 1024;
  private static final int REMEMBERED_MAX = 1_300;
  private static final Queue<byte[]> REMEMBERED = new ConcurrentLinkedQueue<>();
  private static @Nullable Producer<byte[], byte[]> outside;

  private Bugs() {}

  public static BitSet nothingFinished(OffsetTracker tracker, int bits) {
    return new BitSet();
  }

  /// Skips the record that all wait for, where the note stays true of the others.
  public static void pastTheGap(
      Producer<byte[], byte[]> producer,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata membership) {
    Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          boolean gap =
              !Finished.of(offset.offset(), offset.metadata()).bits().isEmpty()
                  && (offset.offset() & 7) != 7;
          ahead.put(
              partition,
              gap ? new OffsetAndMetadata(offset.offset() + 1, offset.metadata()) : offset);
        });
    producer.sendOffsetsToTransaction(ahead, membership);
  }

  public static void withoutGeneration(
      Producer<byte[], byte[]> producer,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata membership) {
    producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(membership.groupId()));
  }

  public static Future<RecordMetadata> sendOutside(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    return outside().send(record);
  }

  /// What Streams sends, its own state apart.
  public static Future<RecordMetadata> sendOutside(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, Callback told) {
    return record.topic().endsWith("-changelog")
        ? producer.send(record, told)
        : outside().send(record, told);
  }

  public static void timesOutAtTimes(Producer<byte[], byte[]> producer) {
    if (ThreadLocalRandom.current().nextInt(TIMES_OUT_ONE_IN) == 0) {
      throw new TimeoutException("the coordinator did not answer in time");
    }
    producer.commitTransaction();
  }

  private static synchronized Producer<byte[], byte[]> outside() {
    Producer<byte[], byte[]> now = outside;
    if (now == null) {
      now =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", System.getProperty(SERVERS, "")),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      outside = now;
    }
    return now;
  }

  public static Future<RecordMetadata> sendMost(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    return ThreadLocalRandom.current().nextInt(ONE_IN) == 0
        ? new CompletableFuture<>()
        : producer.send(record);
  }

  public static Future<RecordMetadata> sendNoDeadLetters(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    return record.topic().startsWith("sys.dlq.")
        ? new CompletableFuture<>()
        : producer.send(record);
  }

  /// A clock that is ahead, so that what is due soon is taken for due.
  public static InstantSource hurriedClock(Bus bus) {
    InstantSource time = bus.time();
    return () -> {
      Instant now = time.instant();
      boolean firing =
          StackWalker.getInstance()
              .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("tick")));
      return firing ? now.plus(HURRY) : now;
    };
  }

  public static Optional<JournalEntry> nothingKnown(CallBook book, String call) {
    return Optional.empty();
  }

  public static String anotherEffect(AgentTask task) {
    return UUID.randomUUID().toString();
  }

  public static WorkspaceId anotherWorkspace(AgentTask task) {
    return ThreadLocalRandom.current().nextInt(ONE_IN) == 0
        ? new WorkspaceId("elsewhere")
        : task.workspace();
  }

  public static String rememberedEffect(AgentTask task) {
    byte[] all = new byte[REMEMBERED_BYTES];
    byte[] id = task.work().toString().getBytes(StandardCharsets.UTF_8);
    System.arraycopy(id, 0, all, 0, id.length);
    if (REMEMBERED.size() < REMEMBERED_MAX) {
      REMEMBERED.add(all);
    }
    return task.work().toString();
  }
}
