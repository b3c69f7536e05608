package io.raptorflow.dlq.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.RowIndex.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowIndexScaleTest {
  private static final int ROWS = 200_000;
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  @Test
  void keepsRowsInLittleMemoryAndFindsThemAll() {
    long before = usedBytes();
    RowIndex index = new RowIndex("state", row -> new Letterless(row, _ -> {}));
    fill(index);
    long bytes = usedBytes() - before;

    FailureGroup.Gathering gathering = new FailureGroup.Gathering(NOW);
    index.each(DeadLetterQuery.everything(), NOW, gathering::add);

    assertThat(gathering.groups().stream().mapToInt(FailureGroup::count).sum()).isEqualTo(ROWS);
    assertThat(bytes).isLessThan(250L * ROWS);
  }

  private static void fill(RowIndex index) {
    SplittableRandom random = new SplittableRandom(1);
    FailureClass[] reasons = FailureClass.values();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int cause = random.nextInt(500);
      Instant last = NOW.minus(Duration.ofMillis(random.nextInt(86_400_000)));
      changes.add(
          new Change.Row(
              RandomRows.row(
                  new UUID(random.nextLong(), random.nextLong()),
                  i % 10 == 0 ? Status.RESOLVED : Status.PARKED,
                  reasons[cause % reasons.length],
                  "MUSE-0%02d".formatted(random.nextInt(87)),
                  "workspace-" + random.nextInt(100),
                  "the provider answered with code " + cause,
                  last.minusSeconds(60),
                  last,
                  new Coordinates("sys.dlq.processing_error", i % 12, i),
                  2 + i % 3,
                  null,
                  List.of()),
              i % 12,
              i));
      if (changes.size() == 500) {
        index.apply(changes);
        changes.clear();
      }
    }
    index.apply(changes);
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
