package io.raptorflow.bus.kafka;

import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.ControlFlag.RunFlag;
import io.raptorflow.bus.kafka.InboxStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The poll thread of an inbox and the items in its hands.
final class InboxLoop {
  private static final Logger LOG = LoggerFactory.getLogger(InboxLoop.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_SOON = Duration.ofMillis(50);
  private static final Duration POLL_AT_ONCE = Duration.ofMillis(10);
  private static final Duration REVOKE_WAIT = Duration.ofSeconds(3);
  private static final Duration COMMITTED_WAIT = Duration.ofSeconds(30);
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
  private static final int RECALL_BYTES = 512 * 1024;

  /// Names of an inbox.
  record Identity(String topic, String group, String instance) {}

  private final Bus bus;
  private final InboxSettings settings;
  private final Identity identity;
  private final Desk desk;
  private final Emitter emitter;
  private final CautiousWorker worker;
  private final Map<TopicPartition, Assignment> assignments = new ConcurrentHashMap<>();
  private final WorkFloor floor;
  private final Intake intake;
  private final Lag lag;
  private final Recall recall;
  private final Coverage coverage;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final CountDownLatch assigned = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile State state = State.STOPPED;
  private volatile long waiting;
  private volatile boolean stopping;
  private volatile boolean paused;
  private volatile @Nullable ConsumerGroupMetadata membership;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  InboxLoop(Bus bus, InboxSettings settings, Identity identity, Desk desk) {
    this.bus = bus;
    this.settings = settings;
    this.identity = identity;
    this.desk = desk;
    this.floor = new WorkFloor(settings, System::nanoTime);
    this.intake = new Intake(floor, settings, identity.group());
    this.lag = new Lag(identity.group());
    this.coverage = new Coverage(bus.admin(), identity);
    this.recall =
        new Recall(floor, () -> bus.reader(RECALL_BYTES), assignments::values, this::dispatch);
    String transactionalId = "raptor." + identity.group() + "." + identity.instance();
    this.emitter =
        new Emitter(
            new Emitter.Wiring(
                identity.group(),
                bus,
                () -> bus.transactionalProducer(transactionalId, TRANSACTION_TIMEOUT),
                () -> membership,
                completion -> desk.refused(completion.item()),
                this::emitted,
                assignments::values));
    this.worker = new CautiousWorker(bus.turns(), desk, emitter, settings);
  }

  void start() {
    if (state != State.STOPPED || stopping) {
      return;
    }
    state = State.STARTING;
    Thread.ofPlatform().name("inbox-" + identity.group()).start(this::run);
  }

  void stop() {
    if (state == State.STOPPED) {
      return;
    }
    stopping = true;
    wake();
    try {
      if (!stopped.await(settings.drain().plusSeconds(20).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atError().addKeyValue("group", identity.group()).log("inbox did not stop in time");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  boolean awaitAssignment(Duration most) throws InterruptedException {
    return assigned.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  InboxStatus status() {
    State now = state == State.RUNNING && desk.isRegistryDown() ? State.REGISTRY_DOWN : state;
    return new InboxStatus(
        identity.topic(),
        identity.group(),
        now,
        assignments.keySet().stream().map(TopicPartition::partition).sorted().toList(),
        floor.items(),
        floor.working(),
        done.get(),
        failed.get(),
        waiting);
  }

  /// Stops the work of a cancelled run.
  void obey(ControlFlag flag) {
    if (flag.flag() == RunFlag.CANCELLED) {
      floor.cancel(flag.run());
    }
  }

  private void run() {
    Thread emitting = Thread.ofVirtual().name("emit-" + identity.group()).start(emitter);
    Thread recalling = Thread.ofVirtual().name("recall-" + identity.group()).start(recall);
    try {
      while (!stopping && state != State.FENCED) {
        read();
      }
    } finally {
      emitter.stop();
      recall.stop();
      try {
        emitting.join(REVOKE_WAIT);
        recalling.join(REVOKE_WAIT);
      } catch (InterruptedException impatient) {
        Thread.currentThread().interrupt();
      }
      state = state == State.FENCED ? State.FENCED : State.STOPPED;
      stopped.countDown();
    }
  }

  /// Reads with one consumer until it breaks or the inbox stops.
  private void read() {
    Consumer<byte[], byte[]> reading =
        bus.member(identity.group(), settings.instance(), Math.min(500, settings.windowItems()));
    try {
      consumer = reading;
      state = State.STARTING;
      reading.subscribe(List.of(identity.topic()), new Rebalance(reading));
      while (!stopping) {
        poll(reading);
      }
      drain(reading);
    } catch (FencedInstanceIdException taken) {
      LOG.atError()
          .addKeyValue("group", identity.group())
          .addKeyValue("instance", identity.instance())
          .log("another process has this inbox's instance name");
      state = State.FENCED;
    } catch (KafkaException | IllegalStateException broken) {
      LOG.atWarn()
          .addKeyValue("group", identity.group())
          .setCause(broken)
          .log("inbox reads again with a new consumer");
      pause();
    } finally {
      consumer = null;
      Bus.close(reading);
      intake.clear();
      lose(List.copyOf(assignments.keySet()));
    }
  }

  private void poll(Consumer<byte[], byte[]> reading) {
    try {
      regulate(reading);
      ConsumerRecords<byte[], byte[]> records = reading.poll(patience());
      Instant now = bus.time().instant();
      if (!assignments.keySet().equals(reading.assignment())) {
        // What comes of a partition that is not in hand would be passed over for ever.
        throw new IllegalStateException(
            "in hand are %s, assigned are %s"
                .formatted(assignments.keySet(), reading.assignment()));
      }
      for (TopicPartition partition : records.partitions()) {
        Assignment assignment = Objects.requireNonNull(assignments.get(partition));
        records.records(partition).forEach(record -> intake.accept(record, assignment, now));
      }
      intake.settle(now);
      if (floor.behind() > 0) {
        recall.ring();
      }
      membership = reading.groupMetadata();
      waiting = lag.of(reading, now) + intake.held() + floor.behind();
      if (state == State.RUNNING && coverage.hasGap(reading)) {
        reading.enforceRebalance("a partition belongs to nobody");
      }
    } catch (WakeupException woken) {
      // Somebody wants the loop to look at its state again.
      membership = reading.groupMetadata();
    }
    dispatch();
  }

  private void drain(Consumer<byte[], byte[]> reading) {
    state = State.DRAINING;
    floor.close();
    long end = System.nanoTime() + settings.drain().toNanos();
    boolean interrupted = false;
    while (floor.working() > 0 || emitter.pending() > 0) {
      reading.pause(reading.assignment());
      try {
        reading.poll(POLL_SOON).forEach(record -> reading.pause(reading.assignment()));
        membership = reading.groupMetadata();
      } catch (WakeupException woken) {
        membership = reading.groupMetadata();
      }
      if (System.nanoTime() - end > 0) {
        if (interrupted) {
          return;
        }
        interrupted = true;
        end += REVOKE_WAIT.toNanos();
        floor.abandonAll();
      }
    }
    rest(assignments.values());
  }

  /// Has it written down that nothing is at work in partitions that are given back: whoever takes
  /// them must not believe that this process died.
  private void rest(Collection<Assignment> given) {
    for (Assignment assignment : given) {
      assignment.restsAll();
      if (assignment.differs()) {
        emitter.offer(new ToCommit.Mark(assignment, new CountDownLatch(1)));
      }
    }
    emitter.awaitIdle(REVOKE_WAIT);
  }

  private Duration patience() {
    if (!paused) {
      return POLL;
    }
    return intake.held() > 0 ? POLL_AT_ONCE : POLL_SOON;
  }

  /// Reads no more than there is room for, and nothing while the registry is down.
  private void regulate(Consumer<byte[], byte[]> reading) {
    boolean full =
        !intake.wantsMore()
            || desk.isRegistryDown()
            || assignments.values().stream().anyMatch(Assignment::isFull);
    if (full) {
      // Partitions that come meanwhile are paused too.
      reading.pause(reading.assignment());
    } else if (paused) {
      reading.resume(reading.paused());
    }
    paused = full;
  }

  private void dispatch() {
    floor.start(
        item -> Thread.ofVirtual().name("work-" + identity.group()).start(() -> work(item)));
  }

  private void work(Item item) {
    try {
      worker.work(item);
    } catch (InterruptedException stopping) {
      item.assignment().rests(item.record().offset());
      emitter.look();
      floor.release(item);
    } finally {
      floor.workEnds(item);
      dispatch();
    }
  }

  private void emitted(Completion completion) {
    if (floor.release(completion.item())) {
      recall.ring();
    }
    if (!completion.assignment().isLost()) {
      (completion.kind() == Completion.Kind.DONE ? done : failed).incrementAndGet();
    }
  }

  private void lose(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      Assignment lost = assignments.remove(partition);
      if (lost != null) {
        lost.lose();
      }
    }
    floor.dropLost();
  }

  private void wake() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
  }

  private void pause() {
    try {
      if (stopped.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("only this thread releases the latch");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  /// What happens on the poll thread when partitions come and go.
  private final class Rebalance implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> reading;

    Rebalance(Consumer<byte[], byte[]> reading) {
      this.reading = reading;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (state == State.STARTING) {
        state = State.RUNNING;
      }
      if (!partitions.isEmpty()) {
        take(partitions);
      }
    }

    private void take(Collection<TopicPartition> partitions) {
      Map<TopicPartition, @Nullable OffsetAndMetadata> committed = committed(partitions);
      long now = bus.time().instant().toEpochMilli();
      for (TopicPartition partition : partitions) {
        assignments.put(partition, new Assignment(partition, committed.get(partition), now));
      }
      membership = reading.groupMetadata();
      assigned.countDown();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // What is finished may still be committed in this generation; what runs on is repeated by
      // the next owner.
      emitter.awaitIdle(REVOKE_WAIT);
      rest(partitions.stream().map(assignments::get).filter(Objects::nonNull).toList());
      lose(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      lose(partitions);
    }

    private Map<TopicPartition, @Nullable OffsetAndMetadata> committed(
        Collection<TopicPartition> partitions) {
      while (true) {
        try {
          return reading.committed(Set.copyOf(partitions), COMMITTED_WAIT);
        } catch (WakeupException woken) {
          // The answer is needed whatever the loop was woken for.
          LOG.atDebug().addKeyValue("group", identity.group()).log("asked again for offsets");
        }
      }
    }
  }
}
