package io.raptorflow.lords.host;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.bus.kafka.streams.Alarm;
import io.raptorflow.bus.kafka.streams.CommitPace;
import io.raptorflow.lords.Chamber;
import io.raptorflow.lords.Desk;
import io.raptorflow.lords.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one Lord's decisions: decode, let it decide, store the desk, send what it wants. Lives
/// on one Streams thread.
final class LordProcessor<S extends java.lang.Record>
    implements Processor<byte[], byte[], byte[], Routed> {
  private static final Logger LOG = LoggerFactory.getLogger(LordProcessor.class);
  private static final long REGISTRY_RETRY_MILLIS = 500;
  private static final int REGISTRY_RETRIES_MAX = 240;

  private final LordHost.Seat<S> seat;
  private final Bus bus;
  private final CommitPace shared;
  private final DeadLetters deadLetters;
  private final ClaimedBodies bodies;
  private final Map<String, Map<String, Instant>> timers = new HashMap<>();
  private final Unset<ProcessorContext<byte[], Routed>> context = new Unset<>();
  private final Unset<CommitPace.Step> pace = new Unset<>();
  private final Unset<Alarm> deadline = new Unset<>();
  private final Unset<DeskShelf<S>> desks = new Unset<>();

  /// @param pace of the thread, for all its tasks
  LordProcessor(LordHost.Seat<S> seat, Bus bus, CommitPace pace) {
    this.seat = seat;
    this.bus = bus;
    this.shared = pace;
    this.deadLetters = new DeadLetters(bus.time(), seat.applicationId());
    this.bodies = new ClaimedBodies(bus.claims());
  }

  /// A field that Streams sets in [#init], before anything else is called.
  private static final class Unset<T> {
    private @Nullable T value;

    void set(T given) {
      value = given;
    }

    T get() {
      if (value == null) {
        throw new IllegalStateException("the processor was not initialised");
      }
      return value;
    }
  }

  @Override
  public void init(ProcessorContext<byte[], Routed> given) {
    context.set(given);
    pace.set(shared.of(given));
    deadline.set(shared.alarm(given, this::tick));
    KeyValueStore<String, byte[]> store = given.getStateStore(LordHost.DESKS);
    DeskCodec<S> codec = new DeskCodec<>(seat.lord().blank().getClass());
    desks.set(new DeskShelf<>(store, codec));
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> remember(codec.read(entry.value)));
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    pace.get().read();
    RecordMetadata at =
        context.get().recordMetadata().orElseThrow(() -> new IllegalStateException("no position"));
    if (isForOthers(record) || isForAnotherLord(record, at)) {
      return;
    }
    Optional<BusEvent> decoded = decode(record, at);
    if (decoded.isEmpty()) {
      return;
    }
    Event event = event(decoded.get());
    if (!isWellKeyed(decoded.get(), record, at)) {
      return;
    }
    for (ProgressFrame frame : seat.narrator().apply(event)) {
      forward(Outgoing.to(Topic.STATE_UPDATE, frame), record.timestamp());
      pace.get().noted(record.timestamp());
    }
    if (!seat.lord().concerns(event) || isUnasked(event)) {
      return;
    }
    try {
      sit(run(decoded.get()), workspace(decoded.get()), event, position(at), record.timestamp());
    } catch (RuntimeException fault) {
      refuse(record, at, FailureClass.TRANSIENT, "the Lord could not decide: " + fault, fault);
    }
  }

  /// A Lord's desk is there before it asks anybody, so an answer without one answers somebody else,
  /// such as a producer that writes tasks itself; it would make a desk that nobody clears.
  private boolean isUnasked(Event event) {
    return event instanceof Event.Answered answered
        && desks.get().get(answered.answer().run().toString()) == null;
  }

  /// A retry is read by the one group that failed.
  private boolean isForOthers(Record<byte[], byte[]> record) {
    Header only = record.headers().lastHeader(Headers.ONLY_GROUP);
    return only != null
        && !seat.applicationId().equals(new String(only.value(), StandardCharsets.UTF_8));
  }

  /// A directive's header names its Lord, so that the others need not decode it. Who answers for
  /// the topic decodes all.
  private boolean isForAnotherLord(Record<byte[], byte[]> record, RecordMetadata at) {
    if (!at.topic().equals(Topic.DIRECTIVES.topicName())
        || seat.answersFor().contains(at.topic())) {
      return false;
    }
    Header to = record.headers().lastHeader(Headers.AGENT);
    return to != null
        && !seat.lord().id().value().equals(new String(to.value(), StandardCharsets.UTF_8));
  }

  private static String position(RecordMetadata at) {
    return at.topic() + ":" + at.partition() + ":" + at.offset();
  }

  private void sit(RunId run, WorkspaceId workspace, Event event, String position, long timestamp) {
    Desk<S> stored = desks.get().get(run.toString());
    Desk<S> desk = stored == null ? Desk.blank(run, workspace, seat.lord().blank()) : stored;
    Chamber.Session<S> session = Chamber.sit(seat.lord(), desk, event, position, bodies);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Outgoing out : session.outgoing()) {
      records.add(bus.outbox().record(addressed(bodies.light(out))));
    }
    desks.get().put(session.desk());
    remember(session.desk());
    records.forEach(record -> forward(record, timestamp));
    if (records.isEmpty()) {
      pace.get().noted(timestamp);
    } else {
      pace.get().wrote(timestamp);
    }
  }

  private static Outgoing addressed(Outgoing out) {
    return out.event() instanceof CouncilDirective directive
        ? new Outgoing(out.topic(), directive, Map.of(Headers.AGENT, directive.to().value()))
        : out;
  }

  /// Deadlines that have passed.
  private void tick(long now) {
    List<Map.Entry<String, Map.Entry<String, Instant>>> due = new ArrayList<>();
    timers.forEach(
        (run, set) ->
            set.entrySet().stream()
                .filter(timer -> timer.getValue().toEpochMilli() <= now)
                .forEach(timer -> due.add(Map.entry(run, timer))));
    for (Map.Entry<String, Map.Entry<String, Instant>> timer : due) {
      Desk<S> desk = desks.get().get(timer.getKey());
      if (desk == null) {
        timers.remove(timer.getKey());
        continue;
      }
      String name = timer.getValue().getKey();
      Instant at = timer.getValue().getValue();
      try {
        sit(
            desk.run(),
            desk.workspace(),
            new Event.DeadlinePassed(desk.run(), desk.workspace(), name, at),
            "timer:" + name + ":" + at.toEpochMilli(),
            now);
      } catch (RuntimeException fault) {
        timers.getOrDefault(timer.getKey(), new HashMap<>()).remove(name);
        LOG.atError()
            .addKeyValue("lord", seat.lord().id())
            .addKeyValue("runId", desk.run())
            .setCause(fault)
            .log("a Lord could not decide on a deadline");
      }
    }
    timers.values().forEach(this::wakeFor);
  }

  private void remember(Desk<S> desk) {
    if (desk.timers().isEmpty()) {
      timers.remove(desk.run().toString());
    } else {
      timers.put(desk.run().toString(), new HashMap<>(desk.timers()));
      wakeFor(desk.timers());
    }
  }

  private void wakeFor(Map<String, Instant> deadlines) {
    deadlines.values().forEach(at -> deadline.get().at(at.toEpochMilli()));
  }

  /// Decodes; a record that is none of ours becomes a dead letter, a registry that is away is
  /// waited for.
  private Optional<BusEvent> decode(Record<byte[], byte[]> record, RecordMetadata at) {
    for (int tries = 1; ; tries++) {
      try {
        return Optional.of(bus.codec().decode(at.topic(), record.value()));
      } catch (UndecodableRecord broken) {
        refuse(record, at, FailureClass.POISON, String.valueOf(broken.getMessage()), broken);
        return Optional.empty();
      } catch (RegistryUnavailable away) {
        if (tries == REGISTRY_RETRIES_MAX) {
          throw away;
        }
        pause(away);
      }
    }
  }

  private static void pause(RegistryUnavailable away) {
    try {
      var _ = new CountDownLatch(1).await(REGISTRY_RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw away;
    }
  }

  /// All events of a run must lie in one partition, or two desks would know halves of it.
  private boolean isWellKeyed(BusEvent event, Record<byte[], byte[]> record, RecordMetadata at) {
    byte[] expected = event.key().getBytes(StandardCharsets.UTF_8);
    int partitions = Topic.of(at.topic()).map(Topic::partitions).orElse(at.partition() + 1);
    int home = Utils.toPositive(Utils.murmur2(expected)) % partitions;
    if (Arrays.equals(expected, record.key()) && home == at.partition()) {
      return true;
    }
    refuse(
        record,
        at,
        FailureClass.POISON,
        "the key must be '%s' in partition %d (murmur2), was '%s' in %d"
            .formatted(
                event.key(),
                home,
                record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                at.partition()),
        null);
    return false;
  }

  private void refuse(
      Record<byte[], byte[]> record,
      RecordMetadata at,
      FailureClass failure,
      String why,
      @Nullable Throwable cause) {
    boolean mine = seat.answersFor().contains(at.topic()) || failure != FailureClass.POISON;
    if (!mine) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("lord", seat.lord().id())
        .addKeyValue("topic", at.topic())
        .addKeyValue("error", why)
        .log("a record became a dead letter");
    ConsumerRecord<byte[], byte[]> original =
        new ConsumerRecord<>(
            at.topic(),
            at.partition(),
            at.offset(),
            record.timestamp(),
            TimestampType.CREATE_TIME,
            record.key() == null ? 0 : record.key().length,
            record.value() == null ? 0 : record.value().length,
            record.key(),
            record.value(),
            new RecordHeaders(record.headers()),
            Optional.empty());
    forward(
        deadLetters.of(
            original, seat.applicationId(), new WorkResult.Failed(failure, why, cause, null)),
        record.timestamp());
    pace.get().noted(record.timestamp());
  }

  private void forward(Outgoing out, long timestamp) {
    forward(bus.outbox().record(out), timestamp);
  }

  private void forward(ProducerRecord<byte[], byte[]> out, long timestamp) {
    context
        .get()
        .forward(
            new Record<>(
                out.key(),
                new Routed(out.topic(), out.value()),
                Math.max(0, timestamp),
                new RecordHeaders(out.headers())));
  }

  private static Event event(BusEvent event) {
    return switch (event) {
      case CampaignCommand command -> new Event.Commanded(command);
      case CouncilDirective directive -> new Event.Directed(directive);
      case AgentAnswer answer -> new Event.Answered(answer);
      case CouncilDecision decision -> new Event.Decided(decision);
      case BusEvent other ->
          throw new IllegalStateException(
              "a Lord reads no " + other.getClass().getSimpleName() + "; the codec lets none pass");
    };
  }

  private static RunId run(BusEvent event) {
    return RunId.of(event.key());
  }

  private static WorkspaceId workspace(BusEvent event) {
    return switch (event) {
      case CampaignCommand command -> command.workspace();
      case CouncilDirective directive -> directive.workspace();
      case AgentAnswer answer -> answer.workspace();
      case CouncilDecision decision -> decision.workspace();
      case BusEvent _ -> throw new IllegalStateException("no workspace");
    };
  }
}
