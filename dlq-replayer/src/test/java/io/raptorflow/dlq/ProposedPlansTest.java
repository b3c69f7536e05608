package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposedPlansTest {
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Instant LATER = NOW.plus(LIFE).plusMillis(1);
  private static final String PLAN = new UUID(7, 7).toString();
  private static final String OTHER = new UUID(7, 8).toString();

  private final SortedStore<byte[]> times = new SortedStore<>();
  private final JobSet set = new JobSet(new SortedStore<>());
  private final ProposedPlans plans = new ProposedPlans(times, set, LIFE);

  @Test
  void forgetsAnExpiredPlanAPartAtATimeAndNoOther() {
    propose(PLAN, NOW);
    propose(OTHER, NOW.plusSeconds(60));

    plans.expire(NOW.plus(LIFE), 10);
    assertThat(set.items(PLAN)).as("its life is not over").hasSize(5);
    plans.expire(LATER, 3);
    assertThat(set.items(PLAN)).hasSize(2);
    plans.expire(LATER, 3);
    plans.expire(LATER, 3);

    assertThat(set.has(PLAN)).isFalse();
    assertThat(set.items(OTHER)).hasSize(5);
    assertThat(times.approximateNumEntries()).isEqualTo(1);
  }

  @Test
  void keepsWhatWasProposedAnewAndWhatWasStarted() {
    propose(PLAN, NOW);
    propose(OTHER, NOW);
    plans.expire(LATER, 3);
    propose(PLAN, LATER);
    plans.started(OTHER);

    plans.expire(LATER, 10);
    plans.expire(LATER, 10);

    assertThat(set.items(PLAN)).hasSize(5);
    assertThat(set.items(OTHER)).hasSize(5);
  }

  @Test
  void remembersTimesOverRestarts() {
    propose(PLAN, NOW);

    ProposedPlans again = new ProposedPlans(times, set, LIFE);
    again.expire(NOW, 10);
    assertThat(set.has(PLAN)).isTrue();
    again.expire(LATER, 10);

    assertThat(set.has(PLAN)).isFalse();
    assertThat(times.approximateNumEntries()).isZero();
  }

  private void propose(String plan, Instant at) {
    set.add(
        plan,
        0,
        IntStream.range(0, 5).mapToObj(n -> new JobItem(new WorkId(new UUID(n, 0)), 1)).toList());
    plans.proposed(plan, at);
  }
}
