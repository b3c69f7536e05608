package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.JobOrder;
import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.JobState.Status;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
  private static final Duration TICK = Duration.ofMillis(200);

  @Test
  void givesEveryWorkItsCommandAndFinishes() {
    Job job = job(5, 0, 0);

    assertThat(job.allowance(3)).isEqualTo(3);
    job = job.sent(3, NOW);
    assertThat(job.allowance(10)).isEqualTo(2);
    job = job.sent(2, NOW).succeeded(NOW).succeeded(NOW).failed(NOW).refused(NOW);
    assertThat(job.state().status()).isEqualTo(Status.RUNNING);
    job = job.succeeded(NOW);

    assertThat(job.state().status()).isEqualTo(Status.FINISHED);
    assertThat(job.state().failed()).isEqualTo(1);
    assertThat(job.allowance(10)).isZero();
  }

  @Test
  void waitsForItsCanariesBeforeTheRestFollows() {
    Job job = job(100, 5, 0);

    assertThat(job.allowance(50)).isEqualTo(5);
    job = job.sent(5, NOW);
    assertThat(job.allowance(50)).isZero();
    for (int i = 0; i < 5; i++) {
      job = job.succeeded(NOW);
    }

    assertThat(job.allowance(50)).isEqualTo(50);
  }

  @Test
  void stopsWhenACanaryFails() {
    Job job = job(100, 5, 0).sent(5, NOW).succeeded(NOW).failed(NOW);

    assertThat(job.state().status()).isEqualTo(Status.STOPPED);
    assertThat(job.state().note()).contains("1 of the first 5").contains("95 works");
    assertThat(job.allowance(50)).isZero();
  }

  @Test
  void stopsAtTheShareOfFailuresButNotOnAHandful() {
    Job job = job(100, 0, 20).sent(50, NOW).failed(NOW);
    assertThat(job.state().status()).as("one of one is no share").isEqualTo(Status.RUNNING);
    for (int i = 0; i < 8; i++) {
      job = job.succeeded(NOW);
    }
    assertThat(job.state().status()).isEqualTo(Status.RUNNING);

    job = job.failed(NOW);

    assertThat(job.state().status()).isEqualTo(Status.STOPPED);
    assertThat(job.state().note()).contains("2 of 10").contains("20 %");
  }

  @Test
  void pausesResumesAndCancelsAndStaysOverWhenItIsOver() {
    Job job = job(10, 0, 0).sent(4, NOW);

    Job paused = job.steered(Action.PAUSE, "ann", NOW);
    assertThat(paused.allowance(10)).isZero();
    assertThat(paused.steered(Action.RESUME, "ann", NOW).allowance(10)).isEqualTo(6);
    Job cancelled = paused.steered(Action.CANCEL, "ann", NOW);

    assertThat(cancelled.state().status()).isEqualTo(Status.CANCELLED);
    assertThat(cancelled.state().note()).contains("ann").contains("6 works");
    assertThat(cancelled.steered(Action.RESUME, "ann", NOW)).isEqualTo(cancelled);
    assertThat(cancelled.succeeded(NOW).state().succeeded()).isEqualTo(1);
  }

  @Test
  void finishesAPausedJobWhoseLastOutcomeCameInThePause() {
    Job job = job(1, 0, 0).sent(1, NOW).steered(Action.PAUSE, "ann", NOW).succeeded(NOW);

    assertThat(job.state().status()).isEqualTo(Status.FINISHED);
  }

  @Test
  void hashesASetWhateverItsOrderAndNothingElse() {
    List<JobItem> items = new ArrayList<>(items(50));
    String hash = new JobPlan(Verb.REPLAY, "", items).hash();
    Collections.shuffle(items, new Random(1));

    assertThat(new JobPlan(Verb.REPLAY, "reason=TIMEOUT", items).hash()).isEqualTo(hash);
    assertThat(new JobPlan(Verb.DISCARD, "", items).hash()).isNotEqualTo(hash);
    items.set(7, new JobItem(items.get(7).work(), items.get(7).version() + 1));
    assertThat(new JobPlan(Verb.REPLAY, "", items).hash()).isNotEqualTo(hash);
  }

  @Test
  void neverGivesMoreThanTheRateAndAllOfIt() {
    SplittableRandom random = new SplittableRandom(11);
    for (double rate : new double[] {0.5, 3, 20, 1_000}) {
      RateLimit limit = new RateLimit(rate, 5, TICK, NOW);
      Instant now = NOW;
      long given = 0;
      for (int tick = 0; tick < 2_000; tick++) {
        now = now.plusMillis(random.nextInt(1, 200));
        int permits = limit.permits(now);
        limit.take(permits);
        given += permits;
        double seconds = Duration.between(NOW, now).toMillis() / 1e3;
        assertThat((double) given)
            .isBetween(rate * seconds - 1, rate * seconds + Math.max(5, rate / 5) + 1);
      }
    }
  }

  @Test
  void givesOnWhenTheClockIsSetBack() {
    RateLimit limit = new RateLimit(20, 5, TICK, NOW.plus(Duration.ofMinutes(5)));
    limit.take(5);

    assertThat(limit.permits(NOW)).isZero();
    assertThat(limit.permits(NOW.plusSeconds(1))).isEqualTo(5);
  }

  private static Job job(int total, int canary, int stopAtFailurePercent) {
    JobPlan plan = new JobPlan(Verb.REPLAY, "", items(total));
    return Job.started(
        new JobState(
            new UUID(1, 1),
            Status.RUNNING,
            Verb.REPLAY,
            "ann",
            "fixed",
            "",
            plan.hash(),
            total,
            0,
            0,
            0,
            0,
            "",
            NOW,
            NOW),
        new JobOrder.Start(
            Verb.REPLAY,
            "fixed",
            "",
            plan.hash(),
            total,
            0,
            1,
            canary,
            stopAtFailurePercent,
            false,
            null));
  }

  private static List<JobItem> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new JobItem(new WorkId(new UUID(n, 9)), n))
        .toList();
  }
}
