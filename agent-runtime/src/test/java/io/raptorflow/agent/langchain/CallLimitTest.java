package io.raptorflow.agent.langchain;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.langchain.CallLimit.Entry;
import io.raptorflow.agent.langchain.CallLimit.Entry.Full;
import io.raptorflow.agent.langchain.CallLimit.Entry.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLimitTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Instant now = Instant.parse("2026-11-26T06:00:00Z");
  private final CallLimit limit = new CallLimit(() -> now);

  @Test
  void letsNoMoreInThanItHasPlaces() throws Exception {
    enter(CallLimit.FIRST);

    assertThat(limit.enter(Duration.ZERO)).isEqualTo(new Full(Duration.ZERO));
    limit.left();
    assertThat(limit.enter(Duration.ZERO)).isInstanceOf(Place.class);
  }

  @Test
  void letsThoseWhoWaitInOneByOneInTheirOrder() throws Exception {
    enter(CallLimit.FIRST);
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> entered = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      int number = n;
      CompletableFuture<Void> in = new CompletableFuture<>();
      entered.add(in);
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      assertThat(limit.enter(LONG)).isInstanceOf(Place.class);
                      order.add(number);
                      in.complete(null);
                    } catch (Throwable failed) {
                      in.completeExceptionally(failed);
                    }
                  });
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    assertThat(limit.waiting()).isEqualTo(10);
    assertThat(limit.underWay()).isEqualTo(CallLimit.FIRST);
    for (CompletableFuture<Void> next : entered) {
      assertThat(next).isNotDone();
      limit.left();
      next.get(20, TimeUnit.SECONDS);
    }

    assertThat(order).isSorted().hasSize(10);
  }

  @Test
  void halvesOnceForAllCallsThatWereUnderWayTogether() throws Exception {
    List<Place> together = enter(CallLimit.FIRST);

    together.forEach(place -> limit.refused(place, Duration.ZERO));

    assertThat(limit.places()).isEqualTo(CallLimit.FIRST / 2);
    limit.refused(enter(1).getFirst(), Duration.ZERO);
    assertThat(limit.places()).isEqualTo(CallLimit.FIRST / 4);
  }

  @Test
  void keepsOnePlaceWhateverIsRefused() throws Exception {
    for (int n = 0; n < 20; n++) {
      limit.refused(enter(1).getFirst(), Duration.ZERO);
    }

    assertThat(limit.places()).isEqualTo(1);
  }

  @Test
  void addsAPlaceForEachAnswerUntilItWasRefused() throws Exception {
    enter(CallLimit.FIRST);

    for (int n = 1; n <= 100; n++) {
      limit.answered();
      assertThat(limit.places()).isEqualTo(CallLimit.FIRST + n);
      enter(2);
    }
  }

  @Test
  void addsAPlaceForEachWindowOfAnswersAfterThat() throws Exception {
    limit.refused(enter(CallLimit.FIRST).getFirst(), Duration.ZERO);
    int half = CallLimit.FIRST / 2;
    for (int n = half + 1; n < CallLimit.FIRST; n++) {
      limit.left();
    }

    for (int n = 0; n <= half; n++) {
      assertThat(limit.places()).isEqualTo(half);
      limit.answered();
      enter(1);
    }

    limit.answered();
    assertThat(limit.places()).isEqualTo(half + 1);
  }

  @Test
  void learnsNothingFromAnswersWhileThereIsRoom() throws Exception {
    for (int n = 0; n < 1_000; n++) {
      enter(1);
      limit.answered();
    }

    assertThat(limit.places()).isEqualTo(CallLimit.FIRST);
  }

  @Test
  void letsNobodyInBeforeTheTimeThatTheProviderNamed() throws Exception {
    limit.refused(enter(1).getFirst(), Duration.ofMinutes(10));

    assertThat(limit.enter(Duration.ofMinutes(1))).isEqualTo(new Full(Duration.ofMinutes(10)));
    now = now.plus(Duration.ofMinutes(9));
    assertThat(limit.enter(Duration.ofSeconds(1))).isEqualTo(new Full(Duration.ofMinutes(1)));
    now = now.plus(Duration.ofMinutes(1));
    assertThat(limit.enter(Duration.ZERO)).isInstanceOf(Place.class);
  }

  @Test
  void closesNoLongerWhenTheClockIsSetBack() throws Exception {
    now = now.plus(Duration.ofHours(1));
    limit.refused(enter(1).getFirst(), Duration.ofMinutes(10));
    now = now.minus(Duration.ofHours(1));

    assertThat(limit.enter(Duration.ZERO)).isEqualTo(new Full(Duration.ofMinutes(10)));
    now = now.plus(Duration.ofMinutes(10));
    assertThat(limit.enter(Duration.ZERO)).isInstanceOf(Place.class);
  }

  @Test
  void sendsThoseAwayWhoHaveNotTheTimeToWaitForTheProvider() throws Exception {
    List<Place> places = enter(CallLimit.FIRST);
    CompletableFuture<Entry> waits = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    waits.complete(limit.enter(LONG));
                  } catch (Throwable failed) {
                    waits.completeExceptionally(failed);
                  }
                });
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    limit.refused(places.getFirst(), Duration.ofMinutes(10));

    assertThat(waits.get(10, TimeUnit.SECONDS)).isEqualTo(new Full(Duration.ofMinutes(10)));
  }

  /// A provider that bears so many calls at once and refuses more, for many simulated calls.
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 100, 400})
  void findsWhatAProviderBears(int bears) throws Exception {
    Deque<Place> underWay = new ArrayDeque<>();
    long answered = 0;
    long refused = 0;
    long borne = 0;
    int rounds = 200_000;
    for (int round = 0; round < rounds; round++) {
      while (limit.enter(Duration.ZERO) instanceof Place place) {
        underWay.add(place);
      }
      // Of those that came, the provider takes the first ones and refuses the rest at once.
      while (underWay.size() > bears) {
        limit.refused(underWay.removeLast(), Duration.ZERO);
        refused++;
      }
      borne += round >= rounds / 2 ? underWay.size() : 0;
      limit.answered();
      underWay.remove();
      answered++;
    }

    assertThat(borne / (rounds / 2.0)).as("calls under way").isGreaterThan(0.65 * bears);
    assertThat(refused).as("refused, of %d answered", answered).isLessThan(answered / 2);
  }

  private List<Place> enter(int calls) throws InterruptedException {
    List<Place> places = new ArrayList<>();
    for (int n = 0; n < calls; n++) {
      places.add((Place) limit.enter(Duration.ZERO));
    }
    return places;
  }
}
