package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReleaseRampTest {
  private final ReleaseRamp ramp = new ReleaseRamp(2, Duration.ofSeconds(5));

  @Test
  void theFirstGoesAtOnceAndNobodyOvertakes() {
    assertThat(ramp.delay(0)).isZero();
    for (long place = 1; place < 10_000; place++) {
      assertThat(ramp.delay(place)).isGreaterThan(ramp.delay(place - 1));
    }
  }

  @Test
  void theRateDoublesInItsTime() {
    long inTheFirst = placesWithin(Duration.ofSeconds(5));
    long inTheSecond = placesWithin(Duration.ofSeconds(10)) - inTheFirst;
    long inTheThird = placesWithin(Duration.ofSeconds(15)) - inTheFirst - inTheSecond;

    // 2 a second that become 4: 10 / ln 2 in the first five seconds.
    assertThat(inTheFirst).isBetween(14L, 15L);
    assertThat(inTheSecond).isBetween(28L, 30L);
    assertThat(inTheThird).isBetween(56L, 60L);
  }

  @Test
  void evenAHundredThousandAreGoneAfterAMinuteAndAHalf() {
    assertThat(ramp.delay(100_000)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(90));
  }

  @Test
  void withoutTheRampTheyGoAtOnceOrAtAnEvenPace() {
    assertThat(ReleaseRamp.even(0, 100_000)).isZero();
    assertThat(ReleaseRamp.even(20, 0)).isZero();
    assertThat(ReleaseRamp.even(20, 320)).isEqualTo(Duration.ofSeconds(16));
    assertThat(ReleaseRamp.even(0.5, 3)).isEqualTo(Duration.ofSeconds(6));
  }

  private long placesWithin(Duration time) {
    long places = 0;
    while (ramp.delay(places + 1).compareTo(time) <= 0) {
      places++;
    }
    return places;
  }
}
