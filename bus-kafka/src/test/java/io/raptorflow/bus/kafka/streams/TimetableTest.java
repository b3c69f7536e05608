package io.raptorflow.bus.kafka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Duration MOST = Duration.ofMillis(250);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Timetable timetable = new Timetable(nanos::get);
  private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
  private final Alarm one = new Alarm(context, timetable, _ -> {});
  private final Alarm other = new Alarm(context, timetable, _ -> {});

  @BeforeEach
  void setClock() {
    context.setCurrentSystemTimeMs(0);
  }

  @Test
  void waitsUntilTheNextAlarm() {
    assertThat(timetable.patience(MOST)).isEqualTo(MOST);
    one.at(100);
    other.at(40);
    assertThat(timetable.patience(MOST)).isEqualTo(Duration.ofMillis(40));

    pass(Duration.ofMillis(10));
    assertThat(timetable.patience(MOST)).isEqualTo(Duration.ofMillis(30));
    other.silence();
    assertThat(timetable.patience(MOST)).isEqualTo(Duration.ofMillis(90));
    one.silence();
    assertThat(timetable.patience(MOST)).isEqualTo(MOST);
  }

  @Test
  void waitsNoLongerThanItWould() {
    one.at(1_000);

    assertThat(timetable.patience(MOST)).isEqualTo(MOST);
    assertThat(timetable.patience(Duration.ZERO)).isZero();
  }

  @Test
  void neverComesTooEarly() {
    one.at(40);
    pass(Duration.ofNanos(1));

    assertThat(timetable.patience(MOST)).as("a whole number").isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void forgetsTheAlarmsOfTasksThatAreGone() {
    one.at(100);
    pass(Duration.ofMillis(300));
    assertThat(timetable.patience(MOST)).as("is late").isEqualTo(Duration.ofMillis(1));

    pass(Duration.ofSeconds(1));

    assertThat(timetable.patience(MOST)).isEqualTo(MOST);
  }

  @Test
  void waitsLongerWhereNothingWasReadForAWhile() {
    pass(Duration.ofSeconds(10));
    assertThat(timetable.patience(MOST)).as("not yet").isEqualTo(MOST);

    pass(Duration.ofNanos(1));
    assertThat(timetable.patience(MOST)).isEqualTo(Duration.ofMillis(500));
    one.at(40);
    assertThat(timetable.patience(MOST)).as("an alarm").isEqualTo(Duration.ofMillis(40));
    one.silence();
    timetable.heard();
    assertThat(timetable.patience(MOST)).as("read").isEqualTo(MOST);
  }

  @Test
  void doesNotWaitLongerWhilePartitionsAreTakenOver() {
    pass(Duration.ofSeconds(11));

    assertThat(timetable.patience(Duration.ZERO)).isZero();
    assertThat(timetable.patience(MOST)).isEqualTo(MOST);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
