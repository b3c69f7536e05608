package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.ReplayJobs.Pace;
import io.raptorflow.dlq.exchange.DeadLetterFile;
import io.raptorflow.dlq.exchange.ExportedLetter;
import io.raptorflow.dlq.exchange.Exporter;
import io.raptorflow.dlq.exchange.FileLine;
import io.raptorflow.dlq.exchange.Importer;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Jobs over many dead letters, on a real broker.
@ExtendWith(BusFixture.class)
class ReplayJobGuarantee {
  private static final Pace FAST = Pace.unlimited();

  @Test
  void replaysEveryWorkOnceAlthoughTheReplayerIsKilled(LiveBus live, @TempDir Path directory)
      throws Exception {
    int works = 300;
    try (ParkedWork parked = new ParkedWork(live, _ -> true)) {
      ForkedReplayer replayer = ForkedReplayer.start(live.bus().settings(), directory);
      ReplayJobs jobs = new ReplayJobs(live.bus());
      JobPlan plan = JobPlan.of(Verb.REPLAY, "", parked.park(works));
      UUID job = jobs.start(plan, new Pace(120, 10, 0, 0, false), "ann", "key renewed");
      for (int kills = 1; kills <= 2; kills++) {
        int sent = kills * 100;
        live.await()
            .atMost(Duration.ofSeconds(90))
            .until(() -> jobs.find(job).filter(state -> state.sent() >= sent).isPresent());
        replayer.kill();
        replayer = ForkedReplayer.start(live.bus().settings(), directory);
      }
      try {
        JobState end = awaitOver(live, jobs, job);

        assertThat(end.status()).isEqualTo(JobState.Status.FINISHED);
        assertThat(end.succeeded()).isEqualTo(works);
        assertThat(end.sent()).isEqualTo(works);
        assertThat(parked.deliveries()).as("each handed back once").isEqualTo(2 * works);
        assertThat(parked.answers())
            .extracting(AgentAnswer::work)
            .hasSize(works)
            .doesNotHaveDuplicates();
        assertThat(parked.rows(Status.RESOLVED)).hasSize(works);
      } finally {
        replayer.close();
      }
    }
  }

  @Test
  void leavesTheRestAloneWhenACanaryFails(LiveBus live, @TempDir Path directory) throws Exception {
    withReplayer(
        live,
        directory,
        _ -> false,
        parked -> {
          List<RetryRow> rows = parked.park(20);
          ReplayJobs jobs = new ReplayJobs(live.bus());

          UUID job =
              jobs.start(JobPlan.of(Verb.REPLAY, "", rows), new Pace(0, 1, 5, 0, false), "ann", "");
          JobState end = awaitOver(live, jobs, job);

          assertThat(end.status()).isEqualTo(JobState.Status.STOPPED);
          assertThat(end.sent()).isEqualTo(5);
          assertThat(end.note()).contains("failed again").contains("15 works are as they were");
          live.await().until(() -> parked.rows(Status.PARKED).size() == 20);
          assertThat(parked.deliveries()).isEqualTo(20 + 5);
        });
  }

  @Test
  void doesNotTouchWhatChangedSinceThePlan(LiveBus live, @TempDir Path directory) throws Exception {
    withReplayer(
        live,
        directory,
        _ -> true,
        parked -> {
          List<RetryRow> rows = parked.park(5);
          DeadLetterDesk desk = new DeadLetterDesk(live.bus());
          ReplayJobs jobs = new ReplayJobs(live.bus());
          JobPlan plan = JobPlan.of(Verb.REPLAY, "", rows);
          desk.discard(rows.getFirst().work(), "bob", "not needed");
          live.await().until(() -> parked.rows(Status.DISCARDED).size() == 1);

          UUID job = jobs.start(plan, FAST, "ann", "");
          JobState end = awaitOver(live, jobs, job);
          UUID again = jobs.start(plan, FAST, "bob", "the same plan by another");

          assertThat(end.succeeded()).isEqualTo(4);
          assertThat(end.refused()).isEqualTo(1);
          assertThat(again).as("the same set is one job").isEqualTo(job);
          assertThat(jobs.proposed(Verb.REPLAY, plan.hash()).orElseThrow().items())
              .isEqualTo(plan.items());
          InstantSource tomorrow = () -> Instant.now().plus(JobPlan.LIFE).plusSeconds(60);
          try (Bus late = Bus.connect(live.bus().settings(), tomorrow)) {
            assertThatThrownBy(() -> new ReplayJobs(late).proposed(Verb.REPLAY, plan.hash()))
                .isInstanceOf(ExpiredPlan.class)
                .hasMessageContaining(plan.hash())
                .hasMessageContaining("expired after 24 hours; propose it anew");
          }
          assertThat(parked.deliveries()).isEqualTo(5 + 4);
          assertThat(parked.rows(Status.DISCARDED)).hasSize(1);
        });
  }

  @Test
  void losesNothingWhenItIsPausedAndCancelled(LiveBus live, @TempDir Path directory)
      throws Exception {
    withReplayer(
        live,
        directory,
        _ -> true,
        parked -> {
          List<RetryRow> rows = parked.park(40);
          ReplayJobs jobs = new ReplayJobs(live.bus());
          UUID job =
              jobs.start(JobPlan.of(Verb.REPLAY, "", rows), new Pace(5, 1, 0, 0, false), "ann", "");
          live.await().until(() -> jobs.find(job).filter(state -> state.sent() >= 3).isPresent());

          jobs.steer(job, Action.PAUSE, "ann");
          live.await()
              .until(
                  () ->
                      jobs.find(job)
                          .filter(state -> state.status() == JobState.Status.PAUSED)
                          .isPresent());
          jobs.steer(job, Action.CANCEL, "ann");
          JobState end = awaitOver(live, jobs, job);
          live.await().until(() -> parked.rows(Status.RESOLVED).size() == end.sent());

          assertThat(end.status()).isEqualTo(JobState.Status.CANCELLED);
          assertThat(end.sent()).isBetween(3, 39);
          assertThat(parked.rows(Status.PARKED)).hasSize(40 - end.sent());
          assertThat(parked.deliveries()).isEqualTo(40 + end.sent());
        });
  }

  @Test
  void sendsTheEditedVersionAndOnlyThat(LiveBus live, @TempDir Path directory) throws Exception {
    withReplayer(
        live,
        directory,
        _ -> true,
        parked -> {
          RetryRow row = parked.park(1).getFirst();
          DeadLetterDesk desk = new DeadLetterDesk(live.bus());
          AgentTask other = parked.task(0, 77);
          byte[] bytes = live.bus().codec().encode(parked.inboxTopic(), other);

          ReplayOutcome broken = desk.edit(row.work(), new byte[] {1, 2}, "ann", "typo");
          ReplayOutcome large = desk.edit(row.work(), new byte[600_000], "ann", "too much");
          desk.edit(row.work(), bytes, "ann", "seed");
          live.await().until(() -> parked.rows(Status.PARKED).getFirst().edited() != null);
          desk.replay(row.work(), "ann", "now");
          live.await().until(() -> parked.rows(Status.RESOLVED).size() == 1);

          assertThat(AuditTrail.read(live.bus()).entries())
              .filteredOn(
                  entry -> entry.items().stream().anyMatch(item -> item.work().equals(row.work())))
              .allSatisfy(
                  entry -> assertThat(entry.results()).containsOnlyKeys(AuditTrail.Result.DONE))
              .hasSize(2);
          assertThat(broken).isInstanceOf(ReplayOutcome.Refused.class);
          assertThat(large)
              .isInstanceOfSatisfying(
                  ReplayOutcome.Refused.class,
                  refused -> assertThat(refused.why()).contains("600000").contains("524288"));
          List<ConsumerRecord<byte[], byte[]>> sent = live.records(parked.inboxTopic());
          assertThat(sent).hasSize(2);
          assertThat(sent.getLast().value()).isEqualTo(bytes);
          assertThat(desk.show(row.work()).orElseThrow().value())
              .as("the original is kept")
              .isEqualTo(sent.getFirst().value());
        });
  }

  @Test
  void sendsTheEditedBytesOfAWorkThatWasImportedWithItsEdit(LiveBus live, @TempDir Path directory)
      throws Exception {
    withReplayer(
        live,
        directory,
        _ -> true,
        parked -> {
          RetryRow row = parked.park(1).getFirst();
          byte[] bytes = live.bus().codec().encode(parked.inboxTopic(), parked.task(0, 4_711));
          DeadLetterDesk desk = new DeadLetterDesk(live.bus());
          desk.edit(row.work(), bytes, "ann", "seed");
          live.await().until(() -> parked.rows(Status.PARKED).getFirst().edited() != null);
          WorkId elsewhere = new WorkId(UUID.randomUUID());

          ByteArrayOutputStream file = new ByteArrayOutputStream();
          new Exporter(live.bus()).export(parked.rows(Status.PARKED), file);
          ExportedLetter letter = letterOf(file);
          ByteArrayOutputStream other = new ByteArrayOutputStream();
          DeadLetterFile.write(Stream.of(as(letter, elsewhere)), other);
          new Importer(live.bus())
              .read("other.jsonl", new ByteArrayInputStream(other.toByteArray()));
          live.await().until(() -> desk.show(elsewhere).isPresent());
          desk.replay(elsewhere, "ann", "now");
          live.await().until(() -> parked.deliveries() == 2);

          ConsumerRecord<byte[], byte[]> sent = live.records(parked.inboxTopic()).getLast();
          assertThat(letter.edited()).isEqualTo(bytes);
          assertThat(sent.value()).isEqualTo(bytes);
          assertThat(sent.headers().lastHeader(Edits.HEADER)).isNull();
        });
  }

  private static ExportedLetter letterOf(ByteArrayOutputStream file) {
    return DeadLetterFile.read(new ByteArrayInputStream(file.toByteArray()))
        .map(line -> ((FileLine.Read) line).letter())
        .findFirst()
        .orElseThrow();
  }

  /// The same letter as one of a work that this cluster does not know.
  private static ExportedLetter as(ExportedLetter letter, WorkId work) {
    ExportedLetter.Facts facts = letter.facts();
    return new ExportedLetter(
        new ExportedLetter.Facts(
            work,
            facts.status(),
            facts.agent(),
            facts.workspace(),
            facts.run(),
            facts.failure(),
            facts.fingerprint(),
            facts.message(),
            facts.group(),
            facts.failures(),
            facts.replays(),
            facts.firstFailedAt(),
            facts.lastFailedAt(),
            facts.history()),
        letter.letter(),
        letter.original(),
        letter.key(),
        letter.value(),
        letter.headers(),
        letter.edited());
  }

  private interface Check {
    void run(ParkedWork parked) throws Exception;
  }

  private static void withReplayer(
      LiveBus live, Path directory, Predicate<AgentTask> answers, Check check) throws Exception {
    Replayer replayer =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(directory.resolve("state")),
            InstantSource.system());
    replayer.start();
    try (ParkedWork parked = new ParkedWork(live, answers)) {
      check.run(parked);
    } finally {
      replayer.stop();
    }
  }

  private static JobState awaitOver(LiveBus live, ReplayJobs jobs, UUID job) {
    live.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> jobs.find(job).filter(state -> state.status().isOver()).isPresent());
    return jobs.find(job).orElseThrow();
  }
}
