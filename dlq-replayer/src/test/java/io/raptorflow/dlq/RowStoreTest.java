package io.raptorflow.dlq;

import static io.raptorflow.dlq.PolicyCases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowStoreTest {
  private final SortedStore<StoredRow> disk = new SortedStore<>();
  private final RowStore store = new RowStore(disk);

  @Test
  void anAgentThatMayNotGoHoldsUpNobodyElse() {
    for (int work = 0; work < 100; work++) {
      store.put(row(work, "MUSE-001", Status.SCHEDULED, NOW));
    }
    store.put(row(100, "MUSE-002", Status.SCHEDULED, NOW.plusMillis(1)));

    List<RetryRow> due = store.due(NOW.plusSeconds(1), 10, row -> row.agent().equals("MUSE-002"));

    assertThat(due).extracting(RetryRow::agent).containsExactly("MUSE-002");
    assertThat(store.due(NOW.plusSeconds(1), 1_000, _ -> true)).hasSize(101);
  }

  @Test
  void knowsWhatARuleHoldsInTheOrderInWhichItCame() {
    store.put(row(3, "MUSE-001", Status.HELD, null));
    store.put(row(1, "MUSE-001", Status.HELD, null));

    assertThat(store.holdingRules()).containsExactly("a-rule");
    assertThat(works(store.heldBy("a-rule", 9))).containsExactly(3L, 1L);
    assertThat(works(new RowStore(disk).heldBy("a-rule", 9))).containsExactlyInAnyOrder(3L, 1L);

    store.put(row(3, "MUSE-001", Status.FIRED, null));
    store.put(row(1, "MUSE-001", Status.SCHEDULED, NOW));

    assertThat(store.holdingRules()).isEmpty();
    assertThat(works(store.due(NOW, 9, _ -> true))).containsExactly(1L);
  }

  @Test
  void forgetsWhatEndedLongAgoAndNothingThatWaits() {
    store.put(row(1, "MUSE-001", Status.RESOLVED, null));
    store.put(row(2, "MUSE-001", Status.HELD, null));
    store.put(row(3, "MUSE-001", Status.SCHEDULED, NOW));

    assertThat(store.expire(NOW.plusSeconds(1))).hasSize(1);
    assertThat(store.find(new UUID(7, 1).toString())).isEqualTo(Optional.empty());
    assertThat(store.find(new UUID(7, 2).toString())).isPresent();
  }

  private static List<Long> works(List<RetryRow> rows) {
    return rows.stream().map(row -> row.work().value().getLeastSignificantBits()).toList();
  }

  private static RetryRow row(int work, String agent, Status status, @Nullable Instant due) {
    return new RetryRow(
        new WorkId(new UUID(7, work)),
        status,
        agent,
        "tarn",
        null,
        FailureClass.TRANSIENT,
        "f00",
        "down",
        "sys.guild.muse.muse-001",
        "muse.muse-001",
        1,
        0,
        NOW,
        NOW,
        due,
        new Coordinates("sys.dlq.processing_error", 0, 1),
        List.of(),
        null,
        null,
        1,
        null,
        status == Status.HELD ? "a-rule" : null,
        null,
        1,
        List.of(),
        NOW);
  }
}
