package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutageWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  private final OutageWatch watch = new OutageWatch(new OutageRule(5, Duration.ofSeconds(60)));

  @Test
  void seesAnOutageOnceManyWorksFailAlike() {
    boolean fourth = false;
    for (int work = 0; work < 4; work++) {
      fourth = watch.isOutage(letter("muse", "down", work), NOW);
    }

    boolean fifth = watch.isOutage(letter("muse", "down", 4), NOW);

    assertThat(fourth).isFalse();
    assertThat(fifth).isTrue();
  }

  @Test
  void doesNotTakeOneWorkThatFailsOftenForAnOutage() {
    boolean outage = false;
    for (int failures = 0; failures < 50; failures++) {
      outage |= watch.isOutage(letter("muse", "down", 1), NOW);
    }

    assertThat(outage).isFalse();
  }

  @Test
  void doesNotMixGroupsOrFingerprints() {
    for (int work = 0; work < 4; work++) {
      watch.isOutage(letter("muse", "down", work), NOW);
      watch.isOutage(letter("matrix", "down", 100 + work), NOW);
    }

    boolean other = watch.isOutage(letter("muse", "another", 50), NOW);

    assertThat(other).isFalse();
  }

  @Test
  void forgetsWhatItSawByAClockThatWasAhead() {
    for (int work = 0; work < 4; work++) {
      watch.isOutage(letter("muse", "down", work), NOW.plus(Duration.ofMinutes(5)));
    }

    boolean fifth = watch.isOutage(letter("muse", "down", 4), NOW);

    assertThat(fifth).isFalse();
  }

  @Test
  void endsWhenTheFailuresAreOld() {
    for (int work = 0; work < 5; work++) {
      watch.isOutage(letter("muse", "down", work), NOW);
    }

    boolean later = watch.isOutage(letter("muse", "down", 9), NOW.plusSeconds(61));

    assertThat(later).isFalse();
  }

  @Test
  void isNoOutageWhenMostFailuresThereDiffer() {
    for (int work = 0; work < 20; work++) {
      watch.isOutage(letter("muse", "kind-" + work, work), NOW);
    }
    boolean outage = false;
    for (int work = 100; work < 110; work++) {
      outage |= watch.isOutage(letter("muse", "down", work), NOW);
    }

    assertThat(outage).isFalse();
  }

  private static Letter letter(String group, String fingerprint, int work) {
    return new Letter(
        new WorkId(new UUID(1, work)),
        "MUSE-001",
        "tarn",
        Optional.empty(),
        FailureClass.TRANSIENT,
        fingerprint,
        "down",
        "sys.guild.muse.muse-001",
        group,
        "node-1",
        0,
        NOW,
        NOW,
        Optional.empty(),
        Optional.empty(),
        new Coordinates("sys.dlq.processing_error", 0, 0));
  }
}
