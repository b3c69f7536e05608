package io.raptorflow.dlq.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.RowIndex.Change;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RowIndexScaleTest {
  private static final int ROWS = 1_000_000;
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  @Test
  void servesAMillionRowsInTimeAndInLittleMemory() {
    long before = usedBytes();
    RowIndex index = new RowIndex("state", row -> new Letterless(row, _ -> {}));
    fill(index);
    long bytes = usedBytes() - before;

    long[] lists = new long[100];
    for (int i = 0; i < lists.length; i++) {
      DeadLetterQuery query =
          DeadLetterQuery.parse(i % 2 == 0 ? "" : "agent=\"MUSE-0%02d\"".formatted(i % 87));
      lists[i] = nanos(() -> index.newest(query, _ -> true, null, 100, NOW));
    }
    Arrays.sort(lists);
    AtomicInteger admitted = new AtomicInteger();
    long scan =
        nanos(
            () ->
                index.each(
                    DeadLetterQuery.parse(
                        "message~\"code 7\" and (age>1h or failures>=2) and agent!~\"^X\""),
                    NOW,
                    _ -> admitted.incrementAndGet()));
    FailureGroup.Gathering gathering = new FailureGroup.Gathering();
    long groups =
        nanos(
            () -> {
              index.each(DeadLetterQuery.everything(), NOW, gathering::add);
              gathering.groups();
            });
    System.out.printf(
        "1,000,000 rows: %d bytes a row; list p50 %d ms, p99 %d ms; scan %d ms for %d; groups %d"
            + " ms%n",
        bytes / ROWS,
        Duration.ofNanos(lists[50]).toMillis(),
        Duration.ofNanos(lists[99]).toMillis(),
        Duration.ofNanos(scan).toMillis(),
        admitted.get(),
        Duration.ofNanos(groups).toMillis());

    assertThat(admitted).hasPositiveValue();
    assertThat(gathering.groups().stream().mapToInt(FailureGroup::count).sum()).isEqualTo(ROWS);
    assertThat(bytes).isLessThan(250L * ROWS);
    assertThat(Duration.ofNanos(lists[99])).isLessThan(Duration.ofMillis(300));
    assertThat(Duration.ofNanos(scan)).isLessThan(Duration.ofSeconds(3));
    assertThat(Duration.ofNanos(groups)).isLessThan(Duration.ofSeconds(1));
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

  /// Processor time, which neighbours on the machine do not change.
  private static long nanos(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - begun;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
