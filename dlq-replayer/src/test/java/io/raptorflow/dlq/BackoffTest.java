package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final RetryRule RULE =
      new RetryRule(Duration.ofSeconds(1), Duration.ofMinutes(5), 10, Status.PARKED);

  @Test
  void doublesUpToTheCapAndStaysBetweenHalfAndFull() {
    WorkId work = new WorkId(new UUID(1, 2));

    for (int retry = 1; retry <= 100; retry++) {
      long full = retry > 9 ? 300_000 : Math.min(300_000, 1_000L << (retry - 1));
      assertThat(Backoff.delay(RULE, work, retry).toMillis()).isBetween(full / 2, full);
    }
  }

  @Test
  void givesTheSameFailureTheSameDelayAndSpreadsDifferentWork() {
    Set<Duration> delays = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      delays.add(Backoff.delay(RULE, new WorkId(new UUID(7, i)), 5));
    }

    Duration again = Backoff.delay(RULE, new WorkId(new UUID(7, 0)), 5);

    assertThat(delays).hasSizeGreaterThan(80).contains(again);
  }
}
