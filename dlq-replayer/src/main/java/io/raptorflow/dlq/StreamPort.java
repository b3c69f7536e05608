package io.raptorflow.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.bus.kafka.streams.Alarm;
import io.raptorflow.bus.kafka.streams.CommitPace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// What the replayer's processors have to do with Kafka Streams and the bus: events in, raw records
/// out. A record that is no event becomes a dead letter; a registry that is away is waited for.
/// Lives on one Streams thread.
final class StreamPort {
  private static final int REGISTRY_TRIES_MAX = 120;
  private static final long REGISTRY_PAUSE_MILLIS = 500;

  private final Bus bus;
  private final InstantSource time;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Once<ProcessorContext<byte[], Emission>> context = new Once<>();
  private final Once<CommitPace.Step> pace = new Once<>();
  private final CommitPace shared;
  private boolean hasSent;

  /// @param pace of the thread, for all its tasks
  StreamPort(Bus bus, CommitPace pace, InstantSource time) {
    this.bus = bus;
    this.shared = pace;
    this.time = time;
  }

  /// A field that Streams sets before anything else is called.
  static final class Once<T> {
    private @Nullable T value;

    void set(T given) {
      value = given;
    }

    T get() {
      if (value == null) {
        throw new IllegalStateException("Kafka Streams calls init first");
      }
      return value;
    }
  }

  /// Called once, before anything else.
  void open(ProcessorContext<byte[], Emission> given) {
    context.set(given);
    pace.set(shared.of(given));
  }

  /// A timer of this task.
  Alarm alarm(LongConsumer ring) {
    return shared.alarm(context.get(), ring);
  }

  /// Makes a wait for the registry end.
  void close() {
    closed.countDown();
  }

  /// The event in the record that is processed now; empty when it became a dead letter.
  Optional<BusEvent> event(Record<byte[], byte[]> record) {
    RecordMetadata at = at();
    try {
      return Optional.of(patiently(() -> bus.codec().decode(at.topic(), record.value())));
    } catch (UndecodableRecord wrong) {
      refuse(record, at, wrong);
      return Optional.empty();
    }
  }

  /// Where the record lies that is processed now.
  RecordMetadata at() {
    return context.get().recordMetadata().orElseThrow();
  }

  Coordinates coordinates() {
    RecordMetadata at = at();
    return new Coordinates(at.topic(), at.partition(), at.offset());
  }

  void send(Emission emission) {
    hasSent = true;
    context
        .get()
        .forward(
            new Record<>(
                key(emission), emission, time.instant().toEpochMilli(), emission.headers()));
  }

  void send(Outgoing out) {
    ProducerRecord<byte[], byte[]> record = patiently(() -> bus.outbox().record(out));
    send(new Emission(record.topic(), record.key(), record.value(), record.headers()));
  }

  /// A record was read, whatever comes of it.
  void read() {
    pace.get().read();
  }

  /// Has what was sent for something made visible in time.
  ///
  /// @param since when that was, or was due
  void settle(Instant since) {
    if (hasSent) {
      pace.get().wrote(since.toEpochMilli());
      hasSent = false;
    }
  }

  /// Has what was only kept for something committed in time.
  ///
  /// @param since when that was
  void kept(Instant since) {
    pace.get().noted(since.toEpochMilli());
    hasSent = false;
  }

  /// An outage of the registry holds the work up; it must not fail it.
  <T> T patiently(Supplier<T> call) {
    for (int tries = 1; ; tries++) {
      try {
        return call.get();
      } catch (RegistryUnavailable outage) {
        if (tries >= REGISTRY_TRIES_MAX || pause()) {
          throw new StreamsException("the schema registry does not answer", outage);
        }
      }
    }
  }

  private boolean pause() {
    try {
      return closed.await(REGISTRY_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @SuppressWarnings("NullAway") // A record may have no key; Streams takes null for that.
  private static byte[] key(Emission emission) {
    return emission.key();
  }

  /// A command that nobody can read is a failure like any other, and is kept as one.
  private void refuse(Record<byte[], byte[]> record, RecordMetadata at, UndecodableRecord wrong) {
    ConsumerRecord<byte[], byte[]> original =
        new ConsumerRecord<>(
            at.topic(),
            at.partition(),
            at.offset(),
            record.timestamp(),
            TimestampType.CREATE_TIME,
            0,
            0,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty());
    ProducerRecord<byte[], byte[]> letter =
        new DeadLetters(time, Replayer.APPLICATION_ID)
            .of(
                original,
                Replayer.APPLICATION_ID,
                new WorkResult.Failed(
                    FailureClass.POISON, String.valueOf(wrong.getMessage()), wrong, null));
    send(new Emission(letter.topic(), letter.key(), letter.value(), letter.headers()));
  }
}
