package io.raptorflow.dlq;

import static io.raptorflow.dlq.TestRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.ArrivalTrend.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalTrendTest {
  @Test
  void f02CountsEachWorkInTheFiveMinutesOfItsFirstFailure() {
    List<RetryRow> rows = arrived(0, 4, 5, 59, 60, 600);

    ArrivalTrend trend = trend(rows);

    assertThat(trend.arrivals()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
  }

  @Test
  void aWorkThatIsRetriedDoesNotArriveAgain() {
    TestRows old = TestRows.of(1, FailureClass.TIMEOUT).before(Duration.ofMinutes(30));
    Letter later = old.before(Duration.ofMinutes(1)).letter(1);
    RetryRow row = old.at(old.draft().failed(later), Status.PARKED);

    ArrivalTrend trend = trend(List.of(row));

    assertThat(row.lastFailedAt()).isAfter(row.firstFailedAt());
    assertThat(trend.arrivals()).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void countsWhatAFasterClockPutsIntoTheFutureAsOfNow() {
    ArrivalTrend trend = trend(arrived(-3));

    assertThat(trend.arrivals().getLast()).isOne();
    assertThat(trend.direction()).isEqualTo(Direction.NEW);
  }

  @Test
  void isNewUntilItsFirstWorkIsAQuarterOfAnHourOld() {
    assertThat(trend(arrived(14, 3, 1)).direction()).isEqualTo(Direction.NEW);
    assertThat(trend(arrived(15, 3, 1)).direction()).isNotEqualTo(Direction.NEW);
  }

  @Test
  void isQuietWithoutArrivalsInTheHour() {
    assertThat(trend(arrived(60, 61, 5_000)).direction()).isEqualTo(Direction.QUIET);
  }

  @Test
  void risesAndFallsOnlyBeyondWhatChanceExplains() {
    assertThat(direction(75, 25)).as("an even pace").isEqualTo(Direction.STEADY);
    // Of 100 arrivals 25 are expected in the last quarter, give or take 2 x 4.33.
    assertThat(direction(67, 33)).isEqualTo(Direction.STEADY);
    assertThat(direction(66, 34)).isEqualTo(Direction.RISING);
    assertThat(direction(83, 17)).isEqualTo(Direction.STEADY);
    assertThat(direction(84, 16)).isEqualTo(Direction.FALLING);
    assertThat(direction(12, 0)).as("a dozen may pause by chance").isEqualTo(Direction.STEADY);
    assertThat(direction(13, 0)).isEqualTo(Direction.FALLING);
    assertThat(direction(1, 1)).isEqualTo(Direction.STEADY);
    assertThat(direction(1, 3)).isEqualTo(Direction.RISING);
  }

  @Test
  void refusesAnHourOfAnotherLength() {
    assertThatThrownBy(() -> new ArrivalTrend(List.of(1, 2), Direction.STEADY))
        .hasMessage("an hour has 12 counts of at least 0, was [1, 2]");
  }

  /// @param before arrivals 16 to 59 minutes ago, the first of them 59
  /// @param recent arrivals within the last 15 minutes
  private static Direction direction(int before, int recent) {
    List<Integer> minutes = new ArrayList<>(Collections.nCopies(recent, 2));
    IntStream.range(0, before).forEach(i -> minutes.add(59 - i % 40));
    return trend(arrived(minutes.stream().mapToInt(Integer::intValue).toArray())).direction();
  }

  private static ArrivalTrend trend(List<RetryRow> rows) {
    return FailureGroup.of(rows, NOW).getFirst().trend();
  }

  private static List<RetryRow> arrived(int... minutesAgo) {
    return IntStream.range(0, minutesAgo.length)
        .mapToObj(
            i ->
                TestRows.of(i, FailureClass.TIMEOUT)
                    .before(Duration.ofMinutes(minutesAgo[i]))
                    .row(Status.PARKED))
        .toList();
  }
}
