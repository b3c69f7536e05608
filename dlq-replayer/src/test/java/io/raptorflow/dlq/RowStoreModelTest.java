package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The scheduler's index against a sorted map that does the same slowly and plainly. Two million
/// random operations; `-Draptor.seed=N` repeats a run that failed, `-Draptor.operations=N` makes it
/// longer: `./raptor bench dlq-scheduler` does ten million and more.
class RowStoreModelTest {
  private static final long OPERATIONS = Long.getLong("raptor.operations", 2_000_000L);
  private static final int WORKS = 2_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SPAN_MILLIS = 60_000;

  /// What is due of what the plain way knows.
  private record Slot(Instant at, String work) {}

  private final long seed = Long.getLong("raptor.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<WorkId> works = works();
  private final Map<String, RetryRow> known = new HashMap<>();
  private final TreeMap<Slot, RetryRow> waiting =
      new TreeMap<>(Comparator.comparing(Slot::at).thenComparing(Slot::work));
  private SortedStore<StoredRow> disk = new SortedStore<>();
  private RowStore store = new RowStore(disk);
  private Instant now = START;
  private long looked;
  private long found;

  @Test
  void agreesWithASortedMapOverMillionsOfOperations() {
    for (long done = 0; done < OPERATIONS; done++) {
      int draw = random.nextInt(1_000_000);
      if (draw < 450_000) {
        schedule();
      } else if (draw < 650_000) {
        end(Status.RESOLVED);
      } else if (draw < 750_000) {
        end(Status.PARKED);
      } else if (draw < 850_000) {
        fire(done);
      } else if (draw < 999_800) {
        look(done);
      } else if (draw < 999_950) {
        expire(done);
      } else {
        restart(done);
      }
    }
    restart(OPERATIONS);

    assertThat(looked).as("seed %d: looks at what is due", seed).isGreaterThan(OPERATIONS / 100);
    assertThat(found).as("seed %d: rows that were due", seed).isGreaterThan(OPERATIONS / 10);
  }

  private void schedule() {
    Instant due = now.plusMillis(random.nextInt(SPAN_MILLIS) - SPAN_MILLIS / 4);
    put(row(any(), Status.SCHEDULED, due));
  }

  private void end(Status status) {
    put(row(any(), status, null));
  }

  /// Fires what is due, as the replayer does: each row that is found is put again without its time.
  private void fire(long done) {
    advance();
    for (RetryRow row : due(done)) {
      put(row(row.work(), Status.FIRED, null));
    }
  }

  private void look(long done) {
    advance();
    due(done);
  }

  private List<RetryRow> due(long done) {
    int most = 1 + random.nextInt(8);
    List<RetryRow> expected = new ArrayList<>();
    for (Map.Entry<Slot, RetryRow> next : waiting.entrySet()) {
      if (next.getKey().at().isAfter(now) || expected.size() == most) {
        break;
      }
      expected.add(next.getValue());
    }
    List<RetryRow> due = store.due(now, most, _ -> true);
    require(due.equals(expected), done, "due", expected, due);
    looked++;
    found += due.size();
    return due;
  }

  private void expire(long done) {
    Instant before = now.minusMillis(random.nextInt(SPAN_MILLIS));
    List<String> expected = new ArrayList<>();
    known.forEach(
        (work, row) -> {
          if (row.dueAt() == null && row.at().isBefore(before)) {
            expected.add(work);
          }
        });
    expected.sort(Comparator.naturalOrder());
    expected.forEach(known::remove);
    List<String> expired = store.expire(before);
    require(expired.equals(expected), done, "expired", expected, expired);
  }

  /// The process is gone and the rows come back from their bytes.
  private void restart(long done) {
    SortedStore<StoredRow> restored = new SortedStore<>();
    try (Serde<StoredRow> serde = StoredRow.serde();
        var all = disk.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        byte[] bytes = serde.serializer().serialize("rows", entry.value);
        restored.put(entry.key, serde.deserializer().deserialize("rows", bytes));
      }
    }
    disk = restored;
    store = new RowStore(disk);
    String any = any().toString();
    require(
        store.find(any).equals(java.util.Optional.ofNullable(known.get(any))),
        done,
        "row after a restart",
        known.get(any),
        store.find(any));
    require(
        disk.approximateNumEntries() == known.size(),
        done,
        "rows after a restart",
        known.size(),
        disk.approximateNumEntries());
  }

  private void put(RetryRow row) {
    RetryRow before = known.put(row.key(), row);
    if (before != null && before.dueAt() != null) {
      waiting.remove(new Slot(before.dueAt(), before.key()));
    }
    if (row.dueAt() != null) {
      waiting.put(new Slot(row.dueAt(), row.key()), row);
    }
    store.put(row);
  }

  private void advance() {
    now = now.plusMillis(random.nextInt(8));
  }

  private WorkId any() {
    return works.get(random.nextInt(WORKS));
  }

  private void require(
      boolean right, long done, String what, @Nullable Object expected, Object was) {
    if (!right) {
      throw new AssertionError(
          "seed %d, operation %d: %s should be %s and was %s"
              .formatted(seed, done, what, expected, was));
    }
  }

  private List<WorkId> works() {
    List<WorkId> ids = new ArrayList<>();
    for (int n = 0; n < WORKS; n++) {
      ids.add(new WorkId(new UUID(random.nextLong(), random.nextLong())));
    }
    return ids;
  }

  private RetryRow row(WorkId work, Status status, @Nullable Instant due) {
    return new RetryRow(
        work,
        status,
        "MTX-001",
        "tarn",
        null,
        FailureClass.TRANSIENT,
        "f",
        "down",
        "sys.guild.matrix.mtx-001",
        "matrix.mtx-001",
        1,
        0,
        START,
        START,
        due,
        new Coordinates("sys.dlq.processing_error", 0, 1),
        List.of(),
        null,
        null,
        1,
        null,
        null,
        null,
        1,
        List.of(),
        now);
  }
}
