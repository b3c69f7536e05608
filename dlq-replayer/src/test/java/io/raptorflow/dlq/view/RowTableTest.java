package io.raptorflow.dlq.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.RetryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowTableTest {
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  @Test
  void holdsWhatAMapHoldsAfterAMillionRandomChanges() {
    RandomRows rows = new RandomRows(1, "tarn", NOW);
    SplittableRandom random = new SplittableRandom(2);
    RowTable table = new RowTable("state");
    Map<UUID, RetryRow> oracle = new HashMap<>();

    for (int i = 0; i < 1_000_000; i++) {
      // Ids that count up and ids that differ in few bits crowd a bad hash together.
      UUID work = new UUID(random.nextInt(4), random.nextInt(10_000));
      if (random.nextInt(100) < 45) {
        table.remove(work);
        oracle.remove(work);
      } else {
        RetryRow row = rows.row(work);
        table.put(row, i % 12, i);
        oracle.put(work, row);
      }
    }

    assertThat(table.size()).isEqualTo(oracle.size()).isGreaterThan(10_000);
    assertThat(live(table)).hasSize(oracle.size());
    for (int high = 0; high < 4; high++) {
      for (int low = 0; low < 10_000; low++) {
        UUID work = new UUID(high, low);
        RetryRow expected = oracle.get(work);
        int slot = table.find(work);
        if (expected == null) {
          assertThat(slot).as("%s", work).isEqualTo(RowTable.NOWHERE);
        } else {
          assertThat(table.row(slot)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void usesTheSlotsOfRemovedRowsAgain() {
    RandomRows rows = new RandomRows(3, "tarn", NOW);
    RowTable table = new RowTable("state");

    for (int i = 0; i < 100_000; i++) {
      table.put(rows.row(new UUID(1, i)), 0, i);
      table.remove(new UUID(1, i));
    }

    assertThat(table.end()).isEqualTo(1);
    assertThat(table.size()).isZero();
  }

  @Test
  void keepsWhereTheNewestRecordLies() {
    RandomRows rows = new RandomRows(4, "tarn", NOW);
    RowTable table = new RowTable("state");
    UUID work = new UUID(1, 2);

    table.put(rows.row(work), 3, 40);
    table.put(rows.row(work), 3, 4_000_000_000L);

    assertThat(table.place(table.find(work))).hasToString("state:3:4000000000");
  }

  private static List<Integer> live(RowTable table) {
    List<Integer> live = new ArrayList<>();
    for (int slot = 0; slot < table.end(); slot++) {
      if (table.isLive(slot)) {
        live.add(slot);
      }
    }
    return live;
  }
}
