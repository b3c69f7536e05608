package io.raptorflow.dlq;

import io.micrometer.core.instrument.Counter;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.RetryDecision.Effect;
import io.raptorflow.dlq.foreign.Adoption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Hosts the [RetryPolicy] for one partition: reads events, keeps rows, sends what follows. Row and
/// records leave in one transaction of Kafka Streams.
final class RetryProcessor implements Processor<byte[], byte[], byte[], Emission> {
  static final String STORE = "rows";
  private static final Duration EXPIRY_TICK = Duration.ofHours(1);
  private static final Duration KEEP = Duration.ofDays(30);
  private static final long SENDABLE_BYTES_MAX = 1_000_000;

  private final Bus bus;
  private final InstantSource time;
  private final StreamPort port;
  private final ReplayerSettings settings;
  private final RetryPolicy policy;
  private final OutageWatch outages;
  private final Consequences consequences;
  private final StreamPort.Once<RowStore> rows = new StreamPort.Once<>();
  private final StreamPort.Once<LogReader> log = new StreamPort.Once<>();

  RetryProcessor(Bus bus, ReplayerSettings settings, InstantSource time) {
    this.bus = bus;
    this.time = time;
    this.port = new StreamPort(bus, time);
    this.settings = settings;
    this.policy = new RetryPolicy(settings);
    this.outages = new OutageWatch(settings.outage());
    this.consequences = new Consequences(bus);
  }

  @Override
  public void init(ProcessorContext<byte[], Emission> given) {
    port.open(given);
    rows.set(new RowStore(given.getStateStore(STORE)));
    log.set(bus.newLogReader());
    given.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, _ -> fireDue());
    given.schedule(EXPIRY_TICK, PunctuationType.WALL_CLOCK_TIME, _ -> expire());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String topic = port.at().topic();
    if (topic.equals(Topic.DLQ_OPS.topicName())) {
      port.event(record).ifPresent(event -> command((ReplayOperation) event));
    } else if (topic.startsWith("sys.dlq.")) {
      Letter letter =
          Letters.read(
              record.headers(), port.coordinates(), Instant.ofEpochMilli(record.timestamp()));
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
    port.close();
    log.get().close();
  }

  private void command(ReplayOperation operation) {
    apply(operation.work().toString(), new RetryInput.Commanded(operation, port.coordinates()));
  }

  private RetryInput.Cause cause(Letter letter) {
    return outages.isOutage(letter, time.instant())
        ? RetryInput.Cause.OUTAGE
        : RetryInput.Cause.OWN;
  }

  private void fireDue() {
    for (RetryRow row : rows.get().due(time.instant(), settings.firesPerTick())) {
      apply(row.key(), new RetryInput.Due());
    }
  }

  private void expire() {
    for (String work : rows.get().expire(time.instant().minus(KEEP))) {
      port.send(
          new Emission(
              Topic.DLQ_STATE.topicName(),
              work.getBytes(StandardCharsets.UTF_8),
              null,
              new RecordHeaders()));
    }
  }

  private void apply(String work, RetryInput input) {
    Instant now = time.instant();
    Optional<RetryRow> row = rows.get().find(work);
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
              rows.get().put(row);
              port.send(port.patiently(() -> consequences.row(row)));
            });
    for (Effect effect : decision.effects()) {
      count(effect);
      List<Emission> emissions =
          switch (effect) {
            case Effect.Fire fire -> fire(fire);
            case Effect.Announce announce ->
                port.patiently(() -> consequences.announce(announce, now));
            case Effect.GiveUp giveUp ->
                port.patiently(() -> consequences.giveUp(giveUp, letter(giveUp.row()), now));
            case Effect.Report report ->
                List.of(port.patiently(() -> consequences.report(report.outcome())));
          };
      emissions.forEach(port::send);
    }
  }

  /// Counts per agent for operators; a transaction that is done again counts again.
  private void count(Effect effect) {
    switch (effect) {
      case Effect.Fire fire -> counter("raptor.dlq.retries", fire.row()).increment();
      case Effect.GiveUp giveUp -> counter("raptor.dlq.dead.letters", giveUp.row()).increment();
      case Effect.Announce _, Effect.Report _ -> {}
    }
  }

  private Counter counter(String name, RetryRow row) {
    return bus.meters()
        .counter(
            name,
            "agent",
            row.agent().isEmpty() ? row.group() : row.agent(),
            "reason",
            row.failure().name());
  }

  private List<Emission> fire(Effect.Fire fire) {
    return letter(fire.row())
        .map(letter -> Consequences.fire(fire, letter, value(fire.row(), letter)))
        .stream()
        .toList();
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
    byte[] value;
    try {
      value = value(row, letter.get());
      if (row.edited() != null) {
        port.patiently(() -> bus.codec().decode(row.originalTopic(), value));
      }
    } catch (UndecodableRecord wrong) {
      return Optional.of("the edited bytes do not fit its topic: " + wrong.getMessage());
    }
    long bytes = value == null ? 0 : value.length;
    for (Header header : letter.get().headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes > SENDABLE_BYTES_MAX
        ? Optional.of("its %d bytes are too many to be sent again".formatted(bytes))
        : Optional.empty();
  }

  /// The bytes to send: the operator's, where there was an edit.
  private byte @Nullable [] value(RetryRow row, ConsumerRecord<byte[], byte[]> letter) {
    Coordinates edited = row.edited();
    if (edited == null) {
      return letter.value();
    }
    ConsumerRecord<byte[], byte[]> command = log.get().read(edited);
    return Edits.value(
        (ReplayOperation)
            port.patiently(() -> bus.codec().decode(edited.topic(), command.value())));
  }

  private Optional<ConsumerRecord<byte[], byte[]>> letter(RetryRow row) {
    return log.get().find(row.letter());
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
