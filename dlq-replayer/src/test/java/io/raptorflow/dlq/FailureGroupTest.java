package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.FailureGroup.Suspect;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureGroupTest {
  @Test
  void takesManyFailuresAtOnceForAnOutageAlsoAfterRetriesThatFailedLater() {
    TestRows probed = timeout(0, Duration.ofMinutes(50));
    RetryRow later =
        probed.at(
            probed.draft().failed(probed.before(Duration.ofMinutes(1)).letter(1)), Status.PARKED);

    assertThat(suspect(20, n -> n == 0 ? later : parked(n, Duration.ofMinutes(50))))
        .isEqualTo(Suspect.OUTAGE);
  }

  @Test
  void takesAnOutageThatGoesOnForAnOutage() {
    assertThat(suspect(60, n -> parked(n, Duration.ofSeconds(10 * n)))).isEqualTo(Suspect.OUTAGE);
  }

  @Test
  void doesNotTakeNowAndThenForAnOutage() {
    assertThat(suspect(20, n -> parked(n, Duration.ofMinutes(n)))).isEqualTo(Suspect.UNCLEAR);
    assertThat(suspect(19, n -> parked(n, Duration.ofSeconds(1)))).isEqualTo(Suspect.UNCLEAR);
  }

  @Test
  void saysThatARuleHoldsMostOfThem() {
    IntFunction<RetryRow> rows =
        n -> timeout(n, Duration.ofMinutes(1)).row(n % 3 == 0 ? Status.PARKED : Status.HELD);

    assertThat(suspect(30, rows)).isEqualTo(Suspect.HELD);
    assertThat(suspect(1, rows)).isEqualTo(Suspect.UNCLEAR);
    assertThat(FailureGroup.suspect(rows.apply(1))).isEqualTo(Suspect.HELD);
  }

  private static Suspect suspect(int works, IntFunction<RetryRow> row) {
    List<RetryRow> rows = IntStream.range(0, works).mapToObj(row).toList();
    return FailureGroup.of(rows, TestRows.NOW).getFirst().suspect();
  }

  private static RetryRow parked(int number, Duration ago) {
    return timeout(number, ago).row(Status.PARKED);
  }

  private static TestRows timeout(int number, Duration ago) {
    return TestRows.of(number, FailureClass.TIMEOUT).before(ago);
  }
}
