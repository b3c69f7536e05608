package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.Alarms.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Acceptance 20 of the dead-letter features, as far as no broker is needed.
class AlarmsTest {
  private static final Instant NOW = TestRows.NOW;

  @Test
  void tellsOfACauseOnce() {
    Alarms alarms = alarms(Optional.empty(), Optional.empty());
    alarms.known(TestRows.of(1, FailureClass.AUTH).because("f00", "old").row(Status.PARKED));

    assertThat(alarms.changed(failed(2, "f00", 10), NOW)).isEmpty();
    assertThat(alarms.changed(failed(3, "f01", 10), NOW))
        .singleElement()
        .matches(alarm -> alarm.kind() == Kind.NEW_CAUSE)
        .matches(alarm -> alarm.text().contains("new cause f01: AUTH password=[masked:secret]"));
    assertThat(alarms.changed(failed(4, "f01", 10), NOW)).isEmpty();
  }

  @Test
  void tellsOfEachWorkThatWaitsTooLongOnce() {
    Alarms alarms = alarms(Optional.of(Duration.ofHours(1)), Optional.empty());
    alarms.known(failed(1, "f00", 50 * 60));
    alarms.known(failed(2, "f00", 55 * 60));

    assertThat(alarms.tick(NOW)).isEmpty();
    assertThat(alarms.tick(NOW.plus(Duration.ofMinutes(6))))
        .singleElement()
        .matches(alarm -> alarm.text().startsWith("1 more work waits for an operator longer"))
        .matches(alarm -> alarm.text().contains(failed(2, "f00", 0).work().toString()));
    assertThat(alarms.tick(NOW.plus(Duration.ofMinutes(7)))).isEmpty();
    assertThat(alarms.tick(NOW.plus(Duration.ofMinutes(11)))).hasSize(1);
  }

  @Test
  void forgetsTheAgeOfWorkThatWaitsNoMore() {
    Alarms alarms = alarms(Optional.of(Duration.ofHours(1)), Optional.empty());
    TestRows work = TestRows.of(1, FailureClass.AUTH).before(Duration.ofMinutes(59));
    alarms.known(work.row(Status.PARKED));

    assertThat(alarms.changed(work.row(Status.FIRED), NOW)).isEmpty();
    assertThat(alarms.tick(NOW.plus(Duration.ofHours(3)))).isEmpty();
    assertThat(alarms.changed(work.row(Status.PARKED), NOW.plus(Duration.ofHours(3)))).hasSize(1);
  }

  @Test
  void tellsWhenFailuresComeTooFastAndAgainOnlyAfterACalm() {
    Alarms alarms = alarms(Optional.empty(), Optional.of(3));
    List<Alarms.Alarm> told = new ArrayList<>();
    alarms.known(failed(0, "f00", 1));
    for (int n = 1; n <= 9; n++) {
      told.addAll(alarms.changed(failed(n, "f00", 1), NOW));
    }

    assertThat(told)
        .singleElement()
        .matches(alarm -> alarm.text().equals("4 failures in the last minute, the limit is 3"));
    assertThat(alarms.tick(NOW.plusSeconds(61))).isEmpty();
    for (int n = 11; n <= 14; n++) {
      told.addAll(alarms.changed(failed(n, "f00", -60), NOW.plusSeconds(61)));
    }
    assertThat(told).hasSize(2);
  }

  @Test
  void countsAChangeOfStatusAsNoFailure() {
    Alarms alarms = alarms(Optional.empty(), Optional.of(1));
    TestRows work = TestRows.of(1, FailureClass.AUTH).before(Duration.ofSeconds(5));

    assertThat(alarms.changed(work.row(Status.PARKED), NOW))
        .extracting("kind")
        .containsExactly(Kind.NEW_CAUSE);
    assertThat(alarms.changed(work.row(Status.FIRED), NOW)).isEmpty();
    assertThat(alarms.changed(work.row(Status.RESOLVED), NOW)).isEmpty();
  }

  @Test
  void refusesLimitsWithoutMeaning() {
    assertThatThrownBy(() -> alarms(Optional.of(Duration.ZERO), Optional.empty()))
        .hasMessageContaining("is positive, was PT0S");
    assertThatThrownBy(() -> alarms(Optional.empty(), Optional.of(0)))
        .hasMessageContaining("at least 1, was 0");
  }

  private static Alarms alarms(Optional<Duration> age, Optional<Integer> perMinute) {
    return new Alarms(new Alarms.Limits(age, perMinute));
  }

  private static RetryRow failed(int number, String cause, int secondsAgo) {
    return TestRows.of(number, FailureClass.AUTH)
        .because(cause, "password=geheim")
        .before(Duration.ofSeconds(secondsAgo))
        .row(Status.PARKED);
  }
}
