package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.JobSet.Phase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobSetTest {
  private static final String JOB = new UUID(7, 7).toString();

  private final SortedStore<byte[]> store = new SortedStore<>();
  private final JobSet set = new JobSet(store);

  @Test
  void keepsTheOrderOfThePlanOverRestarts() {
    set.add(JOB, 2, List.of(item(1), item(4)));
    set.add(JOB, 0, List.of(item(3), item(2)));

    JobSet again = new JobSet(store);

    assertThat(again.items(JOB, 0, 10)).containsExactly(item(3), item(2), item(1), item(4));
    assertThat(again.items(JOB, 1, 3)).containsExactly(item(2), item(1));
    assertThat(again.items(JOB, 4, 10)).isEmpty();
  }

  @Test
  void isTheSameSetWhenItIsGivenAgainInAnotherOrder() {
    set.add(JOB, 0, List.of(item(1), item(2)));
    set.add(JOB, 2, List.of(item(3)));

    set.add(JOB, 0, List.of(item(3), item(1)));

    assertThat(set.items(JOB)).containsExactly(item(1), item(2), item(3));
    assertThat(set.items(JOB, 0, 10)).containsExactlyInAnyOrder(item(1), item(2), item(3));
  }

  @Test
  void knowsHowFarEachWorkIs() {
    set.add(JOB, 0, List.of(item(1), item(2), item(3)));

    set.move(JOB, item(1).work(), Phase.SENT);
    set.move(JOB, item(2).work(), Phase.SENT);
    set.move(JOB, item(2).work(), Phase.FAILED);

    assertThat(set.count(JOB)).isEqualTo(Map.of(Phase.WAITING, 1, Phase.SENT, 1, Phase.FAILED, 1));
    assertThat(set.phase(JOB, item(2).work())).contains(Phase.FAILED);
    assertThat(set.phase(JOB, item(9).work())).isEmpty();
    assertThat(set.items(JOB, 0, 3)).containsExactly(item(1), item(2), item(3));
    assertThatThrownBy(() -> set.move(JOB, item(9).work(), Phase.SENT))
        .hasMessageContaining(item(9).work().toString());
  }

  @Test
  void forgetsOneJobAPartAtATimeAndNoOther() {
    String other = new UUID(7, 8).toString();
    set.add(JOB, 0, List.of(item(1), item(2), item(3)));
    set.add(other, 0, List.of(item(1)));

    assertThat(set.forget(JOB, 2)).isFalse();
    assertThat(set.has(JOB)).isTrue();
    assertThat(set.forget(JOB, 2)).isTrue();

    assertThat(set.has(JOB)).isFalse();
    assertThat(set.items(other)).containsExactly(item(1));
  }

  private static JobItem item(int number) {
    return new JobItem(new WorkId(new UUID(number, 0)), number * 10);
  }
}
