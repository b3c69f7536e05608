package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.RetryDecision.Effect;
import io.raptorflow.dlq.foreign.Adoption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Hosts the [RetryPolicy] for one partition: reads events, keeps rows, sends what follows. Row and
/// records leave in one transaction of Kafka Streams.
final class RetryProcessor implements Processor<byte[], byte[], byte[], Emission> {
  static final String STORE = "rows";
  private static final Duration EXPIRY_TICK = Duration.ofHours(1);
  private static final Duration KEEP = Duration.ofDays(30);
  private static final long SENDABLE_BYTES_MAX = 1_000_000;
  private static final int REGISTRY_TRIES_MAX = 120;
  private static final long REGISTRY_PAUSE_MILLIS = 500;

  private final Bus bus;
  private final ReplayerSettings settings;
  private final InstantSource time;
  private final RetryPolicy policy;
  private final OutageWatch outages;
  private final Consequences consequences;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable ProcessorContext<byte[], Emission> context;
  private @Nullable RowStore rows;
  private @Nullable LogReader log;

  RetryProcessor(Bus bus, ReplayerSettings settings, InstantSource time) {
    this.bus = bus;
    this.settings = settings;
    this.time = time;
    this.policy = new RetryPolicy(settings);
    this.outages = new OutageWatch(settings.outage());
    this.consequences = new Consequences(bus);
  }

  @Override
  public void init(ProcessorContext<byte[], Emission> started) {
    context = started;
    rows = new RowStore(started.getStateStore(STORE));
    log = bus.newLogReader();
    started.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, _ -> fireDue());
    started.schedule(EXPIRY_TICK, PunctuationType.WALL_CLOCK_TIME, _ -> expire());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context().recordMetadata().orElseThrow();
    if (at.topic().equals(Topic.DLQ_OPS.topicName())) {
      command(record, at);
    } else if (at.topic().startsWith("sys.dlq.")) {
      Letter letter =
          Letters.read(
              record.headers(),
              new Coordinates(at.topic(), at.partition(), at.offset()),
              Instant.ofEpochMilli(record.timestamp()));
      Optional<String> adopted = Letters.text(record.headers(), Adoption.ADOPTED);
      apply(
          letter.work().toString(),
          adopted.isPresent()
              ? new RetryInput.Adopted(letter, adopted.get())
              : new RetryInput.Failed(letter, cause(letter)));
    } else if (record.key() != null) {
      apply(new String(record.key(), StandardCharsets.UTF_8), new RetryInput.Answered());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (log != null) {
      log.close();
    }
  }

  private RetryInput.Cause cause(Letter letter) {
    return outages.isOutage(letter, time.instant())
        ? RetryInput.Cause.OUTAGE
        : RetryInput.Cause.OWN;
  }

  private void command(Record<byte[], byte[]> record, RecordMetadata at) {
    try {
      ReplayOperation operation =
          (ReplayOperation) patiently(() -> bus.codec().decode(at.topic(), record.value()));
      apply(operation.work().toString(), new RetryInput.Commanded(operation));
    } catch (UndecodableRecord wrong) {
      // A command that nobody can read is a failure like any other, and is kept as one.
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
          new DeadLetters(time)
              .of(
                  original,
                  Replayer.APPLICATION_ID,
                  new WorkResult.Failed(
                      FailureClass.POISON, String.valueOf(wrong.getMessage()), wrong, null));
      send(new Emission(letter.topic(), letter.key(), letter.value(), letter.headers()));
    }
  }

  private void fireDue() {
    for (RetryRow row : rows().due(time.instant(), settings.firesPerTick())) {
      apply(row.key(), new RetryInput.Due());
    }
  }

  private void expire() {
    for (String work : rows().expire(time.instant().minus(KEEP))) {
      send(
          new Emission(
              Topic.DLQ_STATE.topicName(),
              work.getBytes(StandardCharsets.UTF_8),
              null,
              new RecordHeaders()));
    }
  }

  private void apply(String work, RetryInput input) {
    Instant now = time.instant();
    Optional<RetryRow> row = rows().find(work);
    carryOut(policy.decide(row, input, now), now);
  }

  private void carryOut(RetryDecision decision, Instant now) {
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.Fire(RetryRow row, int _, var _)) {
        Optional<String> hindrance = hindrance(row);
        if (hindrance.isPresent()) {
          carryOut(policy.unsendable(row, hindrance.get(), now), now);
          return;
        }
      }
    }
    decision
        .row()
        .ifPresent(
            row -> {
              rows().put(row);
              send(patiently(() -> consequences.row(row)));
            });
    for (Effect effect : decision.effects()) {
      List<Emission> emissions =
          switch (effect) {
            case Effect.Fire fire ->
                letter(fire.row()).map(found -> Consequences.fire(fire, found)).stream().toList();
            case Effect.Announce announce -> patiently(() -> consequences.announce(announce, now));
            case Effect.GiveUp giveUp ->
                patiently(() -> consequences.giveUp(giveUp, letter(giveUp.row()), now));
          };
      emissions.forEach(this::send);
    }
  }

  /// Why the work cannot be handed back; a record that the cluster refuses would stop the replayer.
  private Optional<String> hindrance(RetryRow row) {
    Optional<ConsumerRecord<byte[], byte[]>> letter = letter(row);
    if (letter.isEmpty()) {
      return Optional.of("the original bytes are gone from the log");
    }
    if (row.originalTopic().isEmpty() || !bus.hasTopic(row.originalTopic())) {
      return Optional.of("its topic '" + row.originalTopic() + "' does not exist");
    }
    long bytes = letter.get().serializedValueSize();
    for (Header header : letter.get().headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes > SENDABLE_BYTES_MAX
        ? Optional.of("its %d bytes are too many to be sent again".formatted(bytes))
        : Optional.empty();
  }

  private Optional<ConsumerRecord<byte[], byte[]>> letter(RetryRow row) {
    LogReader reader = log;
    return reader == null ? Optional.empty() : reader.find(row.letter());
  }

  private void send(Emission emission) {
    context()
        .forward(
            new Record<>(
                key(emission), emission, time.instant().toEpochMilli(), emission.headers()));
  }

  @SuppressWarnings("NullAway") // A record may have no key; Streams takes null for that.
  private static byte[] key(Emission emission) {
    return emission.key();
  }

  /// An outage of the registry holds the work up; it must not fail it.
  private <T> T patiently(Supplier<T> call) {
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

  private ProcessorContext<byte[], Emission> context() {
    ProcessorContext<byte[], Emission> now = context;
    if (now == null) {
      throw new IllegalStateException("Kafka Streams calls init first");
    }
    return now;
  }

  private RowStore rows() {
    RowStore now = rows;
    if (now == null) {
      throw new IllegalStateException("Kafka Streams calls init first");
    }
    return now;
  }

  /// Keeps answers that end the wait for a work, under the work's id.
  static final class Outcomes implements Processor<byte[], byte[], byte[], byte[]> {
    private @Nullable ProcessorContext<byte[], byte[]> context;

    @Override
    public void init(ProcessorContext<byte[], byte[]> started) {
      context = started;
    }

    @Override
    public void process(Record<byte[], byte[]> answer) {
      Optional<String> work = Letters.text(answer.headers(), Headers.WORK_ID);
      ProcessorContext<byte[], byte[]> onward = context;
      if (onward != null && work.isPresent() && Consequences.isOutcome(answer.headers())) {
        onward.forward(
            answer.withKey(work.get().getBytes(StandardCharsets.UTF_8)).withValue(new byte[] {1}));
      }
    }
  }
}
