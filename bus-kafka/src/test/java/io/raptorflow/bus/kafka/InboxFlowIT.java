package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class InboxFlowIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Inbox> inboxes = new ArrayList<>();
  private final RunId run = Samples.run();
  private Bus bus;
  private AgentId agent;

  @BeforeEach
  void connect(Bus connected) {
    bus = connected;
    agent = LocalBus.newAgent(bus);
  }

  @AfterEach
  void stop() {
    inboxes.forEach(Inbox::stop);
  }

  @Test
  void holdsNoMoreThanItsWindowAndStillFinishesEverything() {
    int window = 20;
    AtomicInteger most = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    Inbox inbox =
        start(
            settings(window, 8),
            work -> {
              assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
              return new WorkResult.Done(List.of());
            });
    publish(0, 500, Lane.NORMAL);
    // A tenth is kept for other workspaces.
    await().atMost(SOON).until(() -> inbox.status().inFlight() >= window * 9 / 10);
    await()
        .during(Duration.ofMillis(500))
        .atMost(SOON)
        .until(() -> most.updateAndGet(before -> Math.max(before, inbox.status().inFlight())) > 0);

    gate.countDown();

    await().atMost(SOON).until(() -> inbox.status().done() == 500);
    assertThat(most.get()).isLessThanOrEqualTo(window);
    assertThat(inbox.status().inFlight()).isZero();
    await().atMost(SOON).untilAsserted(() -> assertThat(inbox.status().lag()).isZero());
  }

  @Test
  void leavesWordThatItStoppedInOrder() throws Exception {
    publish(0, 10, Lane.NORMAL);
    Inbox inbox = start(settings(20, 8), work -> new WorkResult.Done(List.of()));
    await().atMost(SOON).until(() -> inbox.status().done() == 10);
    assertThat(inbox.status().state()).isEqualTo(InboxStatus.State.RUNNING);

    inbox.stop();

    assertThat(
            bus.admin()
                .listConsumerGroupOffsets(agent.group())
                .partitionsToOffsetAndMetadata()
                .get()
                .values())
        .isNotEmpty()
        .allSatisfy(
            commit ->
                assertThat(CommitNote.read(commit.metadata(), commit.offset()).process())
                    .isEqualTo(CommitNote.NOBODY));
  }

  @Test
  void letsUrgentWorkOvertakeWaitingWork() {
    List<Lane> order = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    Inbox inbox = startOneByOne(gate, task -> order.add(task.lane()));
    publish(0, 1, Lane.NORMAL);
    await().atMost(SOON).until(() -> inbox.status().running() == 1);
    publish(1, 4, Lane.LOW);
    publish(4, 7, Lane.NORMAL);
    publish(7, 10, Lane.CRITICAL);
    await().atMost(SOON).until(() -> inbox.status().inFlight() == 10);

    gate.countDown();

    await().atMost(SOON).untilAsserted(() -> assertThat(order).hasSize(10));
    assertThat(order.subList(1, 10)).isSorted();
  }

  @Test
  void doesNotLetAWorkspaceWaitForAllTheWorkOfAnother() {
    WorkspaceId small = new WorkspaceId("small");
    List<WorkspaceId> order = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    Inbox inbox = startOneByOne(gate, task -> order.add(task.workspace()));
    publish(0, 400, Lane.NORMAL);
    await().atMost(SOON).until(() -> inbox.status().running() == 1);
    publish(400, 410, Lane.NORMAL, small);
    await().atMost(SOON).until(() -> inbox.status().inFlight() == 410);

    gate.countDown();

    await().atMost(SOON).untilAsserted(() -> assertThat(order).hasSize(410));
    assertThat(order.lastIndexOf(small)).isLessThan(100);
  }

  @Test
  void finishesRunningWorkWhenItStops() {
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(5);
    Inbox inbox =
        start(
            settings(100, 5),
            work -> {
              begun.countDown();
              var _ = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
              finished.incrementAndGet();
              return new WorkResult.Done(List.of());
            });
    publish(0, 50, Lane.NORMAL);
    await().atMost(SOON).until(() -> begun.getCount() == 0);

    inbox.stop();

    assertThat(inbox.status().state()).isEqualTo(InboxStatus.State.STOPPED);
    assertThat(finished.get()).isBetween(5, 45);
    assertThat(inbox.status().done()).isEqualTo(finished.get());
  }

  @Test
  void leavesARetryToTheGroupThatItIsFor() {
    AtomicInteger worked = new AtomicInteger();
    Inbox inbox =
        start(
            InboxSettings.standard(),
            work -> {
              worked.incrementAndGet();
              return new WorkResult.Done(List.of());
            });
    Outgoing task = Samples.sent(Samples.task(agent, run, 1));
    bus.outbox()
        .publish(new Outgoing(task.topic(), task.event(), Map.of(Headers.ONLY_GROUP, "others")));

    bus.outbox()
        .publish(
            new Outgoing(task.topic(), task.event(), Map.of(Headers.ONLY_GROUP, agent.group())));

    await().atMost(SOON).until(() -> inbox.status().done() == 1);
    assertThat(worked).hasValue(1);
  }

  @Test
  void readsAPartitionThatIsAddedWhileItRuns() throws Exception {
    BusSettings settings =
        new BusSettings(
            bus.settings().bootstrapServers(),
            bus.settings().schemaRegistryUrl(),
            Map.of("metadata.max.age.ms", "500"));
    try (Bus attentive = Bus.connect(settings, bus.time())) {
      Inbox inbox =
          new Inbox(
              attentive,
              InboxSettings.standard(),
              Topic.inbox(agent),
              agent.group(),
              work -> new WorkResult.Done(List.of()),
              new RunControl(attentive));
      inboxes.add(inbox);
      inbox.start();
      assertThat(inbox.awaitAssignment(SOON)).isTrue();
      int added = inbox.status().assigned().size();

      bus.admin()
          .createPartitions(Map.of(Topic.inbox(agent), NewPartitions.increaseTo(added + 1)))
          .all()
          .get();
      publishInto(added);

      await().atMost(SOON).until(() -> inbox.status().done() == 1);
      inbox.stop();
    }
  }

  /// The group gives a member that has a name its partitions back without assigning any anew.
  @Test
  void readsAPartitionThatWasAddedWhileItWasAway() throws Exception {
    InboxSettings named = InboxSettings.standard().withInstance("one");
    Inbox before = start(named, work -> new WorkResult.Done(List.of()));
    assertThat(before.awaitAssignment(SOON)).isTrue();
    int added = before.status().assigned().size();
    before.stop();
    bus.admin()
        .createPartitions(Map.of(Topic.inbox(agent), NewPartitions.increaseTo(added + 1)))
        .all()
        .get();
    publishInto(added);

    Inbox after = start(named, work -> new WorkResult.Done(List.of()));

    await().atMost(SOON).until(() -> after.status().done() == 1);
  }

  private void publishInto(int partition) {
    ProducerRecord<byte[], byte[]> record =
        bus.outbox().record(Samples.sent(Samples.task(agent, run, 1)));
    bus.outbox()
        .publishRecords(
            List.of(
                new ProducerRecord<>(
                    record.topic(), partition, record.key(), record.value(), record.headers())));
  }

  private static InboxSettings settings(int window, int concurrency) {
    return new InboxSettings(
        window,
        64_000_000,
        concurrency,
        1_000_000,
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        2,
        Optional.empty());
  }

  private Inbox start(InboxSettings settings, WorkHandler handler) {
    Inbox inbox =
        new Inbox(bus, settings, Topic.inbox(agent), agent.group(), handler, new RunControl(bus));
    inboxes.add(inbox);
    inbox.start();
    return inbox;
  }

  /// Works on one task at a time, once the gate is open.
  private Inbox startOneByOne(CountDownLatch gate, Consumer<AgentTask> seen) {
    return start(
        settings(1_000, 1),
        work -> {
          assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
          seen.accept((AgentTask) work.event());
          return new WorkResult.Done(List.of());
        });
  }

  private void publish(int from, int to, Lane lane) {
    publish(from, to, lane, Samples.WORKSPACE);
  }

  private void publish(int from, int to, Lane lane, WorkspaceId workspace) {
    bus.outbox()
        .publishAll(
            IntStream.range(from, to)
                .mapToObj(
                    n -> Samples.sent(Samples.in(lane, workspace, Samples.task(agent, run, n))))
                .toList());
  }
}
