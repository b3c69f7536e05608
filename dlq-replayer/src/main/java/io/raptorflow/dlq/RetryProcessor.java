package io.raptorflow.dlq;

import io.micrometer.core.instrument.Counter;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.bus.kafka.streams.Alarm;
import io.raptorflow.bus.kafka.streams.CommitPace;
import io.raptorflow.dlq.RetryDecision.Effect;
import io.raptorflow.dlq.foreign.Adoption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
  private static final int SAME_CAUSE_MAX = 3;

  /// Looks are no closer, so that what is due at about the same time leaves in one transaction.
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private static final long SENDABLE_BYTES_MAX = 1_000_000;

  private final Bus bus;
  private final InstantSource time;
  private final StreamPort port;
  private final ReplayerSettings settings;
  private final RetryPolicy policy;
  private final Surroundings around;
  private final Consequences consequences;
  private final StreamPort.Once<RowStore> rows = new StreamPort.Once<>();
  private final Map<String, Release> released = new HashMap<>();
  private final StreamPort.Once<LogReader> log = new StreamPort.Once<>();
  private final StreamPort.Once<Alarm> next = new StreamPort.Once<>();

  /// When it was last looked what is due.
  private Instant looked = Instant.EPOCH;

  /// What the partitions of a process know together.
  record Surroundings(RuleBook rules, OutageWatch outages, AgentPulse pulse, CommitPace pace) {}

  RetryProcessor(Bus bus, ReplayerSettings settings, Surroundings around, InstantSource time) {
    this.bus = bus;
    this.time = time;
    this.port = new StreamPort(bus, around.pace(), time);
    this.settings = settings;
    this.policy = new RetryPolicy(settings, around.rules());
    this.around = around;
    this.consequences = new Consequences(bus);
  }

  @Override
  public void init(ProcessorContext<byte[], Emission> given) {
    port.open(given);
    rows.set(new RowStore(given.getStateStore(STORE)));
    log.set(bus.newRecordReader());
    next.set(port.alarm(_ -> tick()));
    setTicks();
    given.schedule(settings.probe(), PunctuationType.WALL_CLOCK_TIME, _ -> probe());
    given.schedule(EXPIRY_TICK, PunctuationType.WALL_CLOCK_TIME, _ -> expire());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    port.read();
    String topic = port.at().topic();
    if (topic.equals(Topic.DLQ_OPS.topicName())) {
      port.event(record).ifPresent(event -> command((ReplayOperation) event));
    } else if (topic.startsWith("sys.dlq.")) {
      Letter letter =
          Letters.read(
              record.headers(), port.coordinates(), Instant.ofEpochMilli(record.timestamp()));
      Optional<String> adopted = Letters.text(record.headers(), Adoption.ADOPTED);
      Optional<RetryRow> row = rows.get().find(letter.work().toString());
      apply(
          row,
          adopted.isPresent()
              ? new RetryInput.Adopted(letter, adopted.get(), edit(record))
              : new RetryInput.Failed(letter, cause(row, letter)));
    } else if (record.key() != null) {
      Letters.text(record.headers(), Headers.AGENT)
          .ifPresent(agent -> around.pulse().answered(agent, time.instant()));
      apply(
          rows.get().find(new String(record.key(), StandardCharsets.UTF_8)),
          new RetryInput.Answered());
    }
    port.settle(Instant.ofEpochMilli(record.timestamp()));
    setTicks();
  }

  /// Looks again when the next retry is due, and every tick while something waits: for its turn in
  /// its agent's budget, for the end of a rule, or by a clock that is not the machine's.
  private void setTicks() {
    if (!rows.get().hasWaiting()) {
      next.get().silence();
      return;
    }
    Instant now = time.instant();
    Duration tick = settings.tick();
    Duration left =
        rows.get()
            .dueAfter(looked)
            .map(due -> Duration.between(now, due))
            .filter(until -> until.compareTo(tick) < 0)
            .orElse(tick);
    next.get().in(left.compareTo(BETWEEN_LOOKS) < 0 ? BETWEEN_LOOKS : left);
  }

  private static RetryInput.Edit edit(Record<byte[], byte[]> letter) {
    return letter.headers().lastHeader(Edits.HEADER) == null
        ? RetryInput.Edit.NONE
        : RetryInput.Edit.IN_LETTER;
  }

  @Override
  public void close() {
    port.close();
    log.get().close();
  }

  private void command(ReplayOperation operation) {
    apply(
        rows.get().find(operation.work().toString()),
        new RetryInput.Commanded(operation, port.coordinates()));
  }

  private RetryInput.Cause cause(Optional<RetryRow> row, Letter letter) {
    if (around.outages().isOutage(letter, time.instant())) {
      return RetryInput.Cause.OUTAGE;
    }
    return row.filter(known -> isItsOwnFault(known, letter)).isPresent()
        ? RetryInput.Cause.WORK
        : RetryInput.Cause.OWN;
  }

  private boolean isItsOwnFault(RetryRow row, Letter letter) {
    return row.fingerprint().equals(letter.fingerprint())
        && row.sameCause() + 1 >= SAME_CAUSE_MAX
        && !letter.host().isEmpty()
        && row.hosts().stream().anyMatch(host -> !host.equals(letter.host()))
        && around.outages().works(letter.group(), letter.fingerprint()) == 1
        && around.pulse().hasAnsweredSince(letter.agent(), row.lastFailedAt());
  }

  private void tick() {
    Instant now = time.instant();
    looked = now;
    for (String rule : rows.get().holdingRules()) {
      if (around.rules().holding(rule).isEmpty()) {
        letGo(rule, now);
      }
    }
    released.keySet().retainAll(rows.get().holdingRules());
    List<RetryRow> due =
        rows.get()
            .due(
                now,
                settings.firesPerTick(),
                row -> row.terms() != null || around.pulse().mayRetry(row.agent(), now));
    Instant first = due.isEmpty() ? null : due.getFirst().dueAt();
    due.forEach(row -> apply(Optional.of(row), new RetryInput.Due()));
    port.settle(first == null ? now : first);
    setTicks();
  }

  /// Lets go, a part at a time, what a rule held that is gone; each work has its turn on the ramp,
  /// or at the pace that the operator wanted.
  private void letGo(String rule, Instant now) {
    // One that begins later than now began by a clock that was ahead.
    Release release =
        released.compute(
            rule, (_, begun) -> begun == null || begun.at.isAfter(now) ? new Release(now) : begun);
    OptionalDouble pace = around.rules().release(rule);
    for (RetryRow row : rows.get().heldBy(rule, settings.firesPerTick())) {
      long place = release.count++;
      Duration delay =
          pace.isPresent()
              ? ReleaseRamp.even(pace.getAsDouble(), place)
              : settings.ramp().delay(place);
      apply(Optional.of(row), new RetryInput.Released(release.at.plus(delay)));
    }
  }

  /// Of each outage one work is sent, to see whether it is over.
  private void probe() {
    for (String rule : rows.get().holdingRules()) {
      if (around.rules().holding(rule).filter(RetryProcessor::isOutage).isPresent()) {
        rows.get().heldBy(rule, 1).forEach(row -> apply(Optional.of(row), new RetryInput.Probed()));
      }
    }
    port.settle(time.instant());
  }

  private static boolean isOutage(DeadLetterRule rule) {
    return rule.origin() == DeadLetterRule.Origin.OUTAGE;
  }

  /// How far what a rule held is let go.
  private static final class Release {
    private final Instant at;
    private long count;

    Release(Instant at) {
      this.at = at;
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
    port.settle(time.instant());
  }

  /// @param row what is known of the work, read once: reading a row costs more than deciding on it
  private void apply(Optional<RetryRow> row, RetryInput input) {
    Instant now = time.instant();
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
            case Effect.Hold hold -> port.patiently(() -> consequences.hold(hold, now));
            case Effect.Rule(DeadLetterRule rule) -> List.of(rule(rule));
            case Effect.Healed(String rule) ->
                around
                    .rules()
                    .holding(rule)
                    .filter(RetryProcessor::isOutage)
                    .map(held -> rule(healed(held, now)))
                    .stream()
                    .toList();
          };
      emissions.forEach(port::send);
    }
  }

  /// The rule counts at once in this process, and in the others when they read it.
  private Emission rule(DeadLetterRule rule) {
    Emission emission = port.patiently(() -> consequences.rule(rule));
    around.rules().take(rule);
    return emission;
  }

  private static DeadLetterRule healed(DeadLetterRule held, Instant now) {
    return held.takenBack(Replayer.APPLICATION_ID, "a probe was answered", now);
  }

  /// Counts per agent for operators; a transaction that is done again counts again.
  private void count(Effect effect) {
    switch (effect) {
      case Effect.Fire fire -> counter("raptor.dlq.retries", fire.row()).increment();
      case Effect.GiveUp giveUp -> counter("raptor.dlq.dead.letters", giveUp.row()).increment();
      case Effect.Hold hold -> counter("raptor.dlq.held", hold.row()).increment();
      case Effect.Announce _, Effect.Report _, Effect.Rule _, Effect.Healed _ -> {}
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
    String topic = Consequences.topic(row);
    if (topic.isEmpty() || !bus.hasTopic(topic)) {
      return Optional.of("its topic '" + topic + "' does not exist");
    }
    byte[] value;
    try {
      value = value(row, letter.get());
      boolean another = !topic.equals(row.originalTopic());
      if (row.edited() != null || another && Topic.of(topic).isPresent()) {
        port.patiently(() -> bus.codec().decode(topic, value));
      }
    } catch (UndecodableRecord wrong) {
      return Optional.of("its bytes do not fit " + topic + ": " + wrong.getMessage());
    }
    long bytes = value == null ? 0 : value.length;
    for (Header header : letter.get().headers()) {
      boolean sent = header.value() != null && !header.key().equals(Edits.HEADER);
      bytes += header.key().length() + (sent ? header.value().length : 0);
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
    ConsumerRecord<byte[], byte[]> at =
        edited.equals(row.letter()) ? letter : log.get().read(edited);
    return port.patiently(() -> Edits.read(at, bus.codec()));
  }

  private Optional<ConsumerRecord<byte[], byte[]>> letter(RetryRow row) {
    return log.get().find(row.letter());
  }
}
