package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgentPulseTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final AgentPulse pulse = new AgentPulse(new RetryBudget(0.2, 2));

  @Test
  void aSilentAgentGetsTheLeast() {
    assertThat(retries(Duration.ofSeconds(10))).isEqualTo(2 * 10 + 2);
  }

  @Test
  void aBusyAgentGetsItsShareOfWhatItAnswered() {
    // 6,000 in a minute are 100 a second, and a fifth of that is 20.
    for (int n = 0; n < 6_000; n++) {
      pulse.answered("MUSE-001", NOW.minusMillis(10L * n));
    }

    assertThat(retries(Duration.ofSeconds(1))).isBetween(36, 44);
  }

  /// A fault campaign (seed 120) had retries wait for as long as a clock had been ahead.
  @Test
  void aClockThatIsSetBackTakesNothingAway() {
    Instant ahead = NOW.plus(Duration.ofMinutes(5));
    pulse.answered("MUSE-001", ahead);
    assertThat(pulse.mayRetry("MUSE-001", ahead)).isTrue();

    assertThat(retries(Duration.ofSeconds(10))).isBetween(2 * 10, 2 * 10 + 2);
  }

  @Test
  void oneAgentDoesNotUseUpWhatIsAnothers() {
    IntStream.range(0, 10).forEach(_ -> pulse.mayRetry("MUSE-001", NOW));

    assertThat(pulse.mayRetry("MUSE-001", NOW)).isFalse();
    assertThat(pulse.mayRetry("MUSE-002", NOW)).isTrue();
  }

  @Test
  void knowsWhetherAnAgentHasAnsweredSince() {
    pulse.answered("MUSE-001", NOW);

    assertThat(pulse.hasAnsweredSince("MUSE-001", NOW.minusSeconds(1))).isTrue();
    assertThat(pulse.hasAnsweredSince("MUSE-001", NOW)).isFalse();
    assertThat(pulse.hasAnsweredSince("MUSE-002", NOW.minusSeconds(1))).isFalse();
  }

  /// Retries that it gets within a time when it always asks for more.
  private int retries(Duration time) {
    int retries = 0;
    for (Instant at = NOW; !at.isAfter(NOW.plus(time)); at = at.plusMillis(100)) {
      while (pulse.mayRetry("MUSE-001", at)) {
        retries++;
      }
    }
    return retries;
  }
}
