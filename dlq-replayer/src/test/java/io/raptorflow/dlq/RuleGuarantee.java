package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.DeadLetterRule.Action;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Work that waits for something, with a real replayer: an outage, an operator's rule, a time.
@ExtendWith(BusFixture.class)
class RuleGuarantee {
  private static final int WORKS = 40;

  @TempDir private Path directory = Path.of("");
  private LiveBus live;
  private Replayer replayer;
  private RuleDesk rules;

  @BeforeEach
  void start(LiveBus bus) throws InterruptedException {
    live = bus;
    rules = new RuleDesk(bus.bus());
    replayer =
        new Replayer(
            bus.bus(),
            ReplayerSettings.standard(directory)
                .withOutage(
                    new OutageRule(5, Duration.ofSeconds(60)),
                    new ReleaseRamp(20, Duration.ofSeconds(1)),
                    Duration.ofMillis(500))
                .withRule(
                    FailureClass.TRANSIENT,
                    new RetryRule(Duration.ofMillis(200), Duration.ofSeconds(1), 2, Status.PARKED)),
            InstantSource.system());
    replayer.start();
    assertThat(replayer.awaitReady(Duration.ofSeconds(60))).isTrue();
  }

  @AfterEach
  void stop() {
    replayer.stop();
  }

  @Test
  void anOutageUsesUpNoRetriesAndEndsWithAProbe() {
    AtomicBoolean down = new AtomicBoolean(true);
    try (ParkedWork work =
        ParkedWork.handledBy(
            live,
            one ->
                down.get()
                    ? WorkResult.Failed.because(FailureClass.TRANSIENT, "the provider is down")
                    : Tasks.answered((AgentTask) one.event()))) {
      work.send(WORKS);
      live.await().untilAsserted(() -> assertThat(work.rows(Status.HELD)).hasSizeGreaterThan(30));
      assertThat(rules.list())
          .anyMatch(
              rule ->
                  rule.origin() == DeadLetterRule.Origin.OUTAGE
                      && rule.query().contains(work.agent().group()));

      down.set(false);

      live.await().untilAsserted(() -> assertThat(work.rows(Status.RESOLVED)).hasSize(WORKS));
      assertThat(work.answers()).hasSize(WORKS);
      assertThat(live.records(Topic.DLQ_MAX_RETRIES_EXCEEDED.topicName()))
          .noneMatch(record -> LiveBus.header(record, Headers.AGENT).equals(work.agent().value()));
      assertThat(rules.list()).noneMatch(rule -> rule.query().contains(work.agent().group()));
    }
  }

  @Test
  void anOperatorsRuleHoldsWhatFailsUntilItIsTakenBack() {
    try (ParkedWork work =
        ParkedWork.handledBy(
            live,
            one ->
                one.attempt() == 0
                    ? WorkResult.Failed.because(FailureClass.BAD_OUTPUT, "no JSON")
                    : Tasks.answered((AgentTask) one.event()))) {
      rules.make(
          new RuleDesk.Draft(
              "until-2.1.4",
              DeadLetterQuery.parse("agent=\"%s\"".formatted(work.agent())),
              Action.HOLD,
              null),
          "ann",
          "2.1.4 mends it");
      work.send(4);
      live.await().untilAsserted(() -> assertThat(work.rows(Status.HELD)).hasSize(4));
      assertThat(work.rows(Status.HELD))
          .allMatch(row -> "until-2.1.4".equals(row.heldBy()) && row.failures() == 1);
      RetryRow held = work.rows(Status.HELD).getFirst();
      DeadLetterDesk desk = new DeadLetterDesk(live.bus());
      desk.replay(held.work(), "ann", "impatient");

      rules.takeBack("until-2.1.4", "ann", "2.1.4 is deployed");

      live.await().untilAsserted(() -> assertThat(work.rows(Status.RESOLVED)).hasSize(4));
      assertThat(work.deliveries()).isEqualTo(8);
      assertThat(desk.show(held.work()).orElseThrow().row().replays()).isZero();
    }
  }

  @Test
  void f11AReleaseCanBeHurried() throws InterruptedException {
    replayer.stop();
    replayer =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(directory.resolve("slow"))
                .withOutage(
                    new OutageRule(1_000, Duration.ofSeconds(60)),
                    new ReleaseRamp(0.001, Duration.ofDays(1)),
                    Duration.ofSeconds(60)),
            InstantSource.system());
    replayer.start();
    try (ParkedWork work =
        ParkedWork.handledBy(
            live,
            one ->
                one.attempt() == 0
                    ? WorkResult.Failed.because(FailureClass.BAD_OUTPUT, "no JSON")
                    : Tasks.answered((AgentTask) one.event()))) {
      holdAll("first", work);
      work.send(6);
      live.await().untilAsserted(() -> assertThat(work.rows(Status.HELD)).hasSize(6));

      rules.takeBack("first", "ann", "it is urgent", 0.0);

      live.await().untilAsserted(() -> assertThat(work.rows(Status.RESOLVED)).hasSize(6));
      assertThat(rules.history().getLast().releasePerSecond()).isZero();

      holdAll("first", work);
      work.send(6);
      live.await().untilAsserted(() -> assertThat(work.rows(Status.HELD)).hasSize(6));
      rules.takeBack("first", "ann", "no hurry");
      live.await().untilAsserted(() -> assertThat(work.rows(Status.HELD)).isEmpty());
      assertThat(work.rows(Status.SCHEDULED))
          .as("a rule of the same name has the ramp again")
          .hasSizeGreaterThan(1)
          .anyMatch(row -> Objects.requireNonNull(row.dueAt()).isAfter(row.at().plusSeconds(600)));
    }
  }

  private void holdAll(String name, ParkedWork work) {
    rules.make(
        new RuleDesk.Draft(
            name, DeadLetterQuery.parse("agent=\"%s\"".formatted(work.agent())), Action.HOLD, null),
        "ann",
        "a test");
  }

  @Test
  void aRuleDecidesInPlaceOfTheFailureClass() {
    try (ParkedWork work =
        ParkedWork.handledBy(
            live,
            one ->
                one.attempt() == 0
                    ? WorkResult.Failed.because(FailureClass.AUTH, "403 for a moment")
                    : Tasks.answered((AgentTask) one.event()))) {
      rules.make(
          new RuleDesk.Draft(
              "flaky-403",
              DeadLetterQuery.parse("agent=\"%s\" and message~\"403.*\"".formatted(work.agent())),
              Action.RETRY_AS,
              FailureClass.TRANSIENT),
          "ann",
          "their gateway says 403 when it restarts");

      work.send(3);

      live.await().untilAsserted(() -> assertThat(work.rows(Status.RESOLVED)).hasSize(3));
      rules.takeBack("flaky-403", "ann", "test over");
    }
  }

  @Test
  void aReplayCanWaitForItsTimeAndAskForNewAnswers() {
    try (ParkedWork work = new ParkedWork(live, _ -> true)) {
      List<RetryRow> parked = work.park(2);
      JobPlan plan = JobPlan.of(Verb.REPLAY, "", parked);
      Instant later = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(4);
      new ReplayJobs(live.bus())
          .start(
              plan,
              ReplayJobs.Pace.unlimited(),
              new ReplayTerms(true, null, later),
              "ann",
              "when the night run is over");
      live.await().untilAsserted(() -> assertThat(work.rows(Status.SCHEDULED)).hasSize(2));
      assertThat(work.rows(Status.SCHEDULED)).extracting(RetryRow::dueAt).containsOnly(later);

      live.await().untilAsserted(() -> assertThat(work.rows(Status.RESOLVED)).hasSize(2));
      assertThat(work.rows(Status.RESOLVED)).allMatch(row -> !row.at().isBefore(later));
      assertThat(live.records(work.inboxTopic()))
          .filteredOn(record -> LiveBus.header(record, Headers.ATTEMPT).equals("1"))
          .hasSize(2)
          .noneMatch(record -> LiveBus.header(record, Headers.FRESH).isEmpty());
    }
  }

  @Test
  void aReplayCanGoToAnotherTopicThatTakesItsBytes() throws Exception {
    String elsewhere = "elsewhere-" + UUID.randomUUID();
    live.bus().admin().createTopics(List.of(new NewTopic(elsewhere, 1, (short) 1))).all().get();
    try (ParkedWork work = new ParkedWork(live, _ -> false)) {
      List<RetryRow> parked = work.park(1);
      replay(parked, Topic.DLQ_OPS.topicName());
      live.await()
          .untilAsserted(
              () ->
                  assertThat(work.rows(Status.PARKED))
                      .anyMatch(row -> row.history().getLast().contains("do not fit")));

      replay(work.rows(Status.PARKED), elsewhere);

      live.await().untilAsserted(() -> assertThat(live.records(elsewhere)).hasSize(1));
      ConsumerRecord<byte[], byte[]> sent = live.records(elsewhere).getFirst();
      assertThat(sent.value()).isEqualTo(live.records(work.inboxTopic()).getFirst().value());
      assertThat(LiveBus.header(sent, Headers.ONLY_GROUP)).isEmpty();
      assertThat(work.deliveries()).isEqualTo(1);
    }
  }

  private void replay(List<RetryRow> rows, String to) {
    new ReplayJobs(live.bus())
        .start(
            JobPlan.of(Verb.REPLAY, "", rows),
            ReplayJobs.Pace.unlimited(),
            new ReplayTerms(false, to, null),
            "ann",
            "its agent is gone");
  }
}
