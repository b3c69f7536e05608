package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Alert;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.Work;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BusFixture.class)
class ReplayerGuarantee {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory = Path.of("");
  private LiveBus live;
  private AgentId agent;
  private RunId run;
  private DeadLetterDesk desk;
  private final List<Replayer> replayers = new ArrayList<>();
  private final List<Inbox> inboxes = new ArrayList<>();

  @BeforeEach
  void connect(LiveBus bus) {
    live = bus;
    agent = live.newAgent(Guild.MUSE);
    run = live.newRun();
    desk = new DeadLetterDesk(live.bus());
  }

  @AfterEach
  void stop() {
    inboxes.forEach(Inbox::stop);
    replayers.forEach(Replayer::stop);
  }

  @Test
  void retriesUntilTheAgentAnswersAndMarksTheWorkResolved() throws Exception {
    replayer(rule(FailureClass.TRANSIENT, 50, 5));
    inbox(
        work ->
            work.attempt() < 2
                ? WorkResult.Failed.because(FailureClass.TRANSIENT, "reset by peer")
                : answered(work));

    live.bus().outbox().publish(Outgoing.to(Topic.inbox(agent), task(1, SOON)));

    live.await().untilAsserted(() -> assertThat(rows(Status.RESOLVED)).hasSize(1));
    RetryRow row = rows(Status.RESOLVED).getFirst();
    assertThat(row.failures()).isEqualTo(2);
    assertThat(row.history()).hasSize(2);
    assertThat(answers()).singleElement().matches(a -> a.outcome() == AgentAnswer.Outcome.ANSWERED);
    assertThat(frames()).hasSize(2).allMatch(frame -> frame.text().contains(agent.value()));
    List<ConsumerRecord<byte[], byte[]>> deliveries = live.records(Topic.inbox(agent));
    assertThat(deliveries)
        .extracting(d -> LiveBus.header(d, Headers.ATTEMPT))
        .containsExactlyInAnyOrder("", "1", "2");
    assertThat(deliveries)
        .allMatch(d -> java.util.Arrays.equals(d.value(), deliveries.getFirst().value()));
    assertThat(deliveries)
        .allMatch(d -> java.util.Arrays.equals(d.key(), deliveries.getFirst().key()));
    assertThat(deliveries).allMatch(d -> LiveBus.header(d, "kafka_dlt-original-topic").isEmpty());
  }

  @Test
  void givesUpSoThatTheLordCanGoOn() throws Exception {
    replayer(rule(FailureClass.TRANSIENT, 20, 2));
    inbox(work -> WorkResult.Failed.because(FailureClass.TRANSIENT, "still down"));

    AgentTask task = task(1, SOON);
    live.bus().outbox().publish(Outgoing.to(Topic.inbox(agent), task));

    live.await().untilAsserted(() -> assertThat(rows(Status.PARKED)).hasSize(1));
    live.await().untilAsserted(() -> assertThat(answers()).hasSize(1));
    AgentAnswer answer = answers().getFirst();
    assertThat(answer.outcome()).isEqualTo(AgentAnswer.Outcome.GAVE_UP);
    assertThat(answer.work()).isEqualTo(task.work());
    assertThat(answer.reasons()).anyMatch(reason -> reason.contains("still down"));
    assertThat(live.records(Topic.DLQ_MAX_RETRIES_EXCEEDED.topicName()))
        .anyMatch(record -> LiveBus.header(record, Headers.WORK_ID).equals(task.work().toString()));
    assertThat(live.events(Topic.ALERT_WARNING.topicName(), Alert.class))
        .anyMatch(alert -> run.equals(alert.run()));
    assertThat(live.records(Topic.inbox(agent))).hasSize(3);
    assertThat(count("raptor.dlq.retries")).isEqualTo(2);
    assertThat(count("raptor.dlq.dead.letters")).isEqualTo(1);
    assertThat(
            desk.list(
                DeadLetterQuery.parse(
                    "header.raptor-run-id=%s and payload.$.run.value=\"%s\" and age<1h"
                        .formatted(run, run))))
        .extracting(RetryRow::work)
        .containsExactly(task.work());
  }

  @Test
  void losesNoWaitingRetryOverARestartAndFiresNoneEarly() throws Exception {
    int items = 30;
    Set<String> early = ConcurrentHashMap.newKeySet();
    Replayer first = replayer(rule(FailureClass.TRANSIENT, 6_000, 3));
    inbox(
        work -> {
          if (work.attempt() == 0) {
            return WorkResult.Failed.because(FailureClass.TRANSIENT, "down: " + cause(work));
          }
          RetryRow row = find(work);
          if (Instant.now().isBefore(row.lastFailedAt().plusMillis(3_000))) {
            early.add(row.key());
          }
          return answered(work);
        });
    live.bus()
        .outbox()
        .publishAll(
            IntStream.range(0, items)
                .mapToObj(n -> Outgoing.to(Topic.inbox(agent), task(n, SOON)))
                .toList());
    live.await().untilAsserted(() -> assertThat(rows(Status.SCHEDULED)).hasSize(items));
    first.stop();

    // The second has an empty directory: what it knows comes from the log.
    replayers.remove(first);
    Replayer second =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(directory.resolve("second"))
                .withRule(
                    FailureClass.TRANSIENT,
                    new RetryRule(
                        Duration.ofMillis(6_000), Duration.ofMinutes(1), 3, Status.PARKED)),
            InstantSource.system());
    replayers.add(second);
    second.start();

    live.await().untilAsserted(() -> assertThat(rows(Status.RESOLVED)).hasSize(items));
    assertThat(early).isEmpty();
    assertThat(answers()).hasSize(items);
    assertThat(live.records(Topic.inbox(agent))).hasSize(2 * items);
  }

  @Test
  void quarantinesPoisonAndReplaysItForAnOperator() throws Exception {
    replayer(rule(FailureClass.TRANSIENT, 50, 1));
    Set<Integer> repaired = ConcurrentHashMap.newKeySet();
    inbox(
        work ->
            repaired.isEmpty()
                ? WorkResult.Failed.because(FailureClass.BUDGET, "no money left")
                : answered(work));
    AgentTask task = task(1, SOON);
    live.bus().outbox().publish(Outgoing.to(Topic.inbox(agent), task));
    live.await().untilAsserted(() -> assertThat(rows(Status.PARKED)).hasSize(1));
    repaired.add(1);

    ReplayOutcome outcome = desk.replay(task.work(), "ann", "budget raised");

    assertThat(outcome).isInstanceOf(ReplayOutcome.Accepted.class);
    live.await().untilAsserted(() -> assertThat(rows(Status.RESOLVED)).hasSize(1));
    DeadLetterDetails details = desk.show(task.work()).orElseThrow();
    assertThat(details.event()).contains(task);
    assertThat(details.row().history()).anyMatch(line -> line.contains("ann"));
    assertThat(details.headers()).containsEntry(Headers.REASON_CLASS, "BUDGET");
    assertThat(desk.replay(task.work(), "ann", "again")).isInstanceOf(ReplayOutcome.Refused.class);
    assertThat(desk.replay(new WorkId(new java.util.UUID(1, 1)), "ann", "unknown"))
        .isInstanceOf(ReplayOutcome.Refused.class);
  }

  @Test
  void survivesACommandThatItCannotObey() throws Exception {
    replayer(rule(FailureClass.TRANSIENT, 50, 1));
    inbox(ReplayerGuarantee::answered);
    byte[] huge = new byte[1_010_000];
    sendRaw(Topic.inbox(agent), run + "/" + agent, huge);
    sendRaw(Topic.DLQ_OPS.topicName(), "nonsense", new byte[] {9, 9, 9});
    live.await().untilAsserted(() -> assertThat(rowsOfInbox(Status.QUARANTINED)).hasSize(1));
    RetryRow row = rowsOfInbox(Status.QUARANTINED).getFirst();

    desk.replay(row.work(), "ann", "try it");

    live.await().untilAsserted(() -> assertThat(rowsOfInbox(Status.PARKED)).hasSize(1));
    live.await()
        .untilAsserted(
            () ->
                assertThat(desk.list(DeadLetterQuery.parse("status=QUARANTINED")))
                    .anyMatch(bad -> bad.originalTopic().equals(Topic.DLQ_OPS.topicName())));
  }

  /// A cause of its own for each work, so that they are no outage; numbers would not tell them
  /// apart.
  private static String cause(Work work) {
    long number = ((AgentTask) work.event()).seed();
    return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  private List<RetryRow> rowsOfInbox(Status status) {
    return desk.list(DeadLetterQuery.parse("status=" + status)).stream()
        .filter(row -> row.originalTopic().equals(Topic.inbox(agent)))
        .toList();
  }

  private void sendRaw(String topic, String key, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                live.bus().settings().bootstrapServers(),
                "max.request.size",
                2_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      assertThat(
              producer.send(
                  new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)))
          .succeedsWithin(SOON);
    }
  }

  private Replayer replayer(ReplayerSettings settings) throws InterruptedException {
    Replayer replayer = new Replayer(live.bus(), settings, InstantSource.system());
    replayers.add(replayer);
    replayer.start();
    assertThat(replayer.awaitReady(Duration.ofSeconds(60))).isTrue();
    return replayer;
  }

  private ReplayerSettings rule(FailureClass failure, int baseMillis, int retries) {
    return ReplayerSettings.standard(directory.resolve("first"))
        .withRule(
            failure,
            new RetryRule(
                Duration.ofMillis(baseMillis), Duration.ofMinutes(1), retries, Status.PARKED));
  }

  private void inbox(WorkHandler handler) {
    Inbox inbox =
        new Inbox(
            live.bus(),
            InboxSettings.standard(),
            Topic.inbox(agent),
            agent.group(),
            handler,
            new RunControl(live.bus()));
    inboxes.add(inbox);
    inbox.start();
  }

  private RetryRow find(Work work) {
    WorkId id = ((AgentTask) work.event()).work();
    return desk.show(id).orElseThrow().row();
  }

  private List<RetryRow> rows(Status status) {
    return desk.list(DeadLetterQuery.parse("run=" + run + " and status=" + status));
  }

  private List<AgentAnswer> answers() {
    return live.events(Topic.broadcast(agent.guild()), AgentAnswer.class).stream()
        .filter(answer -> answer.run().equals(run))
        .toList();
  }

  private double count(String name) {
    return live.bus().meters().get(name).tag("agent", agent.value()).counter().count();
  }

  private List<ProgressFrame> frames() {
    return live.events(Topic.STATE_UPDATE.topicName(), ProgressFrame.class).stream()
        .filter(frame -> frame.run().equals(run) && frame.kind().equals("agent.retrying"))
        .toList();
  }

  private AgentTask task(int number, Duration time) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new AgentTask(
        new WorkId(NameUuid.of(run.toString(), Integer.toString(number))),
        run,
        new WorkspaceId("tarn"),
        "node",
        agent,
        0,
        Lane.NORMAL,
        now.plus(time.multipliedBy(10)),
        number,
        List.of(),
        List.of(),
        BigDecimal.ONE,
        now);
  }

  private static WorkResult answered(Work work) {
    return Tasks.answered((AgentTask) work.event());
  }
}
