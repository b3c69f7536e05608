package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.DeadLetterStats.Age;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Acceptance 1 of the dead-letter features, as far as no broker is needed.
class DeadLetterStatsTest {
  private static final Instant NOW = TestRows.NOW;

  @Test
  void countsOpenWorkInEveryWayAndAddsUp() {
    List<RetryRow> rows =
        List.of(
            TestRows.of(1, FailureClass.AUTH).before(Duration.ofMinutes(4)).row(Status.PARKED),
            TestRows.of(2, FailureClass.POISON).by("").in("").row(Status.QUARANTINED),
            TestRows.of(3, FailureClass.TIMEOUT)
                .because("f01", "slow")
                .before(Duration.ofDays(8))
                .row(Status.SCHEDULED),
            TestRows.of(4, FailureClass.AUTH).before(Duration.ofDays(3)).row(Status.FIRED),
            TestRows.of(5, FailureClass.AUTH).before(Duration.ofMinutes(30)).row(Status.RESOLVED),
            TestRows.of(6, FailureClass.AUTH).row(Status.DISCARDED));

    DeadLetterStats stats = DeadLetterStats.of(rows, List.of(), NOW);

    assertThat(stats.statuses()).containsEntry(Status.RESOLVED, 1).hasSize(6);
    assertThat(stats.open()).isEqualTo(4);
    assertThat(stats.agents()).isEqualTo(Map.of("MUSE-001", 3, "muse.muse-001", 1));
    assertThat(stats.workspaces()).isEqualTo(Map.of("", 1, "tarn", 3));
    assertThat(stats.reasons())
        .isEqualTo(Map.of(FailureClass.AUTH, 2, FailureClass.POISON, 1, FailureClass.TIMEOUT, 1));
    assertThat(stats.ages())
        .isEqualTo(Map.of(Age.MINUTES, 1, Age.DAY, 1, Age.WEEK, 1, Age.OLDER, 1));
    assertThat(stats.causes())
        .extracting(DeadLetterStats.Cause::fingerprint, DeadLetterStats.Cause::works)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("f00", 3),
            org.assertj.core.groups.Tuple.tuple("f01", 1));
    assertThat(stats.drained()).as("only what ended in the last hour").isEqualTo(1);
  }

  @Test
  void namesTheWorkThatWaitsLongestForAnOperator() {
    List<RetryRow> rows =
        List.of(
            TestRows.of(1, FailureClass.AUTH).before(Duration.ofHours(3)).row(Status.PARKED),
            TestRows.of(2, FailureClass.POISON).before(Duration.ofHours(4)).row(Status.QUARANTINED),
            TestRows.of(3, FailureClass.TIMEOUT).before(Duration.ofHours(9)).row(Status.SCHEDULED));

    DeadLetterStats.Oldest oldest = DeadLetterStats.of(rows, List.of(), NOW).oldest();

    assertThat(oldest)
        .isEqualTo(
            new DeadLetterStats.Oldest(
                rows.get(1).work(), "MUSE-001", NOW.minus(Duration.ofHours(4))));
  }

  @Test
  void countsArrivalsOfTheLastHourAndOfTheseWorksOnly() {
    TestRows mine = TestRows.of(1, FailureClass.AUTH);
    TestRows other = TestRows.of(2, FailureClass.AUTH);

    DeadLetterStats stats =
        DeadLetterStats.of(
            List.of(mine.row(Status.PARKED)),
            List.of(
                new FailureLog.Arrival(mine.work(), NOW.minusSeconds(1)),
                new FailureLog.Arrival(mine.work(), NOW.minusSeconds(3_599)),
                new FailureLog.Arrival(mine.work(), NOW.minusSeconds(3_600)),
                new FailureLog.Arrival(other.work(), NOW.minusSeconds(1))),
            NOW);

    assertThat(stats.arrivals()).isEqualTo(2);
    assertThat(stats.arrivalsPerMinute()).isEqualTo(2 / 60.0);
    assertThat(stats.drainedPerMinute()).isZero();
  }

  @Test
  void hasNothingToSayOfNothing() {
    DeadLetterStats stats = DeadLetterStats.of(List.of(), List.of(), NOW);

    assertThat(stats.oldest()).isNull();
    assertThat(stats.open()).isZero();
    assertThat(stats.causes()).isEmpty();
  }
}
