package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.kafka.support.KafkaHeaders;

/// What waits behind the window of an inbox: other workspaces are found there, and nothing is lost
/// or done twice.
@ExtendWith(LocalBus.class)
class InboxBacklogIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int WINDOW = 20;
  private static final WorkspaceId SMALL = new WorkspaceId("small");

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
  void findsTheWorkOfAnotherWorkspaceFarBehindItsWindow() {
    List<WorkspaceId> order = new CopyOnWriteArrayList<>();
    Set<Coordinates> places = ConcurrentHashMap.newKeySet();
    CountDownLatch gate = new CountDownLatch(1);
    Inbox inbox =
        start(
            1,
            work -> {
              assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
              order.add(((AgentTask) work.event()).workspace());
              places.add(work.at());
              return new WorkResult.Done(List.of());
            });
    publish(run, 0, 2_000, Samples.WORKSPACE, Lane.NORMAL);
    publish(run, 2_000, 2_010, SMALL, Lane.NORMAL);
    await().atMost(SOON).until(() -> inbox.status().lag() == 2_010 - WINDOW);
    assertThat(inbox.status().inFlight()).as("two of the small workspace").isEqualTo(WINDOW);

    gate.countDown();

    await().atMost(SOON).untilAsserted(() -> assertThat(order).hasSize(2_010));
    assertThat(order.lastIndexOf(SMALL)).isLessThan(100);
    assertThat(places).hasSize(2_010);
    await().atMost(SOON).untilAsserted(() -> assertThat(inbox.status().lag()).isZero());
  }

  @Test
  void letsUrgentWorkOvertakeWhatWaitsBehindTheWindow() {
    List<Lane> order = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    Inbox inbox =
        start(
            1,
            work -> {
              assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
              order.add(((AgentTask) work.event()).lane());
              return new WorkResult.Done(List.of());
            });
    publish(run, 0, 500, Samples.WORKSPACE, Lane.LOW);
    await().atMost(SOON).until(() -> inbox.status().lag() == 500 - WINDOW * 9 / 10);
    publish(run, 500, 530, Samples.WORKSPACE, Lane.CRITICAL);
    await().atMost(SOON).until(() -> inbox.status().lag() == 530 - WINDOW);

    gate.countDown();

    await().atMost(SOON).untilAsserted(() -> assertThat(order).hasSize(530));
    assertThat(order.lastIndexOf(Lane.CRITICAL)).isLessThan(100);
  }

  @Test
  void makesDeadLettersWithTheirOwnPlaceOfWorkThatWaitedBehindTheWindow() {
    Inbox inbox =
        start(4, work -> WorkResult.Failed.because(FailureClass.POISON, "refused " + work.at()));
    publish(run, 0, 300, Samples.WORKSPACE, Lane.NORMAL);

    await().atMost(SOON).until(() -> inbox.status().failed() == 300);

    Set<Long> offsets = ConcurrentHashMap.newKeySet();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          FailureClass.POISON.deadLetterTopic().topicName(),
          record -> {
            if (RecordHeaders.text(record.headers(), KafkaHeaders.DLT_ORIGINAL_TOPIC)
                .filter(Topic.inbox(agent)::equals)
                .isPresent()) {
              byte[] offset = record.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET).value();
              offsets.add(ByteBuffer.wrap(offset).getLong());
            }
          });
    }
    assertThat(offsets).hasSize(300);
  }

  /// Every 500th work does not end, the first one among them, and all others do: what is done lies
  /// farther above the first unfinished one than bits have room in the note of a commit.
  @Test
  void knowsAfterARestartWhatItDidFarAboveWhatIsUnfinished() {
    Set<Long> stuck = ConcurrentHashMap.newKeySet();
    Inbox first =
        start(
            100,
            work -> {
              AgentTask task = (AgentTask) work.event();
              if (task.seed() % 500 == 0) {
                stuck.add(task.seed());
                var _ = new CountDownLatch(1).await(10, TimeUnit.MINUTES);
              }
              return new WorkResult.Done(List.of());
            });
    publish(run, 0, 20_000, Samples.WORKSPACE, Lane.NORMAL);
    await().atMost(SOON).until(() -> first.status().done() == 20_000 - 40);
    first.stop();
    Set<Long> again = ConcurrentHashMap.newKeySet();

    Inbox second =
        start(
            100,
            work -> {
              again.add(((AgentTask) work.event()).seed());
              return new WorkResult.Done(List.of());
            });

    await().atMost(SOON).until(() -> second.status().done() == 40);
    publish(run, 20_000, 20_001, Samples.WORKSPACE, Lane.NORMAL);
    await().atMost(SOON).until(() -> second.status().done() == 41);
    stuck.add(20_000L);
    assertThat(again).isEqualTo(stuck);
  }

  @Test
  void sharesWhatWaitsWithAnInboxThatComesLater() {
    WorkHandler answers =
        work -> {
          var _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
          return new WorkResult.Done(
              List.of(Samples.sent(Samples.answer((AgentTask) work.event()))));
        };
    Inbox first = start(4, answers);
    for (int n = 0; n < 20; n++) {
      publish(Samples.run(), n * 50, n * 50 + 50, n % 3 == 0 ? SMALL : Samples.WORKSPACE, Lane.LOW);
    }
    await().atMost(SOON).until(() -> first.status().done() > 50);

    Inbox second = start(4, answers);

    await().atMost(SOON).until(() -> first.status().done() + second.status().done() >= 1_000);
    assertThat(second.status().done()).isPositive();
    Map<String, Integer> counts = answers();
    assertThat(counts).hasSize(1_000);
    assertThat(counts.values()).allMatch(count -> count == 1);
  }

  private Inbox start(int concurrency, WorkHandler handler) {
    InboxSettings settings =
        new InboxSettings(
            concurrency > 10 ? 1_000 : WINDOW,
            64_000_000,
            concurrency,
            1_000_000,
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            2,
            Optional.empty());
    Inbox inbox =
        new Inbox(bus, settings, Topic.inbox(agent), agent.group(), handler, new RunControl(bus));
    inboxes.add(inbox);
    inbox.start();
    return inbox;
  }

  private void publish(RunId of, int from, int to, WorkspaceId workspace, Lane lane) {
    bus.outbox()
        .publishAll(
            IntStream.range(from, to)
                .mapToObj(
                    n -> Samples.sent(Samples.in(lane, workspace, Samples.task(agent, of, n))))
                .toList());
  }

  private Map<String, Integer> answers() {
    Map<String, Integer> counts = new HashMap<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          Topic.broadcast(agent.guild()),
          record -> {
            AgentAnswer answer = (AgentAnswer) bus.codec().decode(record.topic(), record.value());
            if (answer.agent().equals(agent)) {
              counts.merge(answer.work().toString(), 1, Integer::sum);
            }
          });
    }
    return counts;
  }
}
