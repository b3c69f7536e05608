package io.raptorflow.lords.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private static final long MILLI = 1_000_000;
  private static final Duration QUIET = Duration.ofMillis(5);
  private static final long START = 1_000 * MILLI;

  private final CommitPace pace = new CommitPace();

  @Test
  void endsAtOnceWhatComesAlone() {
    ended(START, 4);
    pace.isDue(START + 5 * MILLI, QUIET);
    long later = START + 4 * MILLI + CommitPace.ALONE + MILLI;
    pace.reads(later);

    assertThat(pace.wrote(later)).isTrue();
  }

  @Test
  void letsABurstShareATransaction() {
    ended(START, 4);
    long first = START + 6 * MILLI;
    pace.reads(first);

    assertThat(pace.wrote(first)).isFalse();
    assertThat(pace.wrote(first + MILLI)).isFalse();
    assertThat(pace.wrote(first + CommitPace.COMPANY_LEAST)).isTrue();
  }

  @Test
  void doesNotTakeABacklogAfterASlowEndForAnEventAlone() {
    ended(START, 200);
    long first = START + 200 * MILLI;
    pace.reads(first);

    assertThat(pace.wrote(first)).isFalse();
    assertThat(pace.wrote(first + CommitPace.COMPANY_MOST - 1)).isFalse();
    assertThat(pace.wrote(first + CommitPace.COMPANY_MOST)).isTrue();
  }

  @Test
  void waitsForNobodyWhenNobodyComes() {
    ended(START, 200);
    long only = START + 200 * MILLI;
    pace.reads(only);
    pace.wrote(only);

    assertThat(pace.isDue(only + QUIET.toNanos() - 1, QUIET)).isFalse();
    assertThat(pace.isDue(only + QUIET.toNanos(), QUIET)).isTrue();
  }

  @Test
  void hasNothingDueThatWasNotWritten() {
    pace.reads(START);

    assertThat(pace.isDue(START + 1_000 * MILLI, QUIET)).isFalse();
  }

  /// A transaction whose end was asked for at a time and took so many milliseconds.
  private void ended(long at, long millis) {
    pace.reads(at);
    pace.wrote(at);
    pace.asked(at);
    pace.reads(at + millis * MILLI);
  }
}
