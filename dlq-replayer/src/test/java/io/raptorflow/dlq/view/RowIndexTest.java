package io.raptorflow.dlq.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.RowIndex.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowIndexTest {
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
  private static final DeadLetterQuery EVERYTHING = DeadLetterQuery.everything();

  private final List<UUID> asked = new ArrayList<>();
  private final RowIndex index =
      new RowIndex("state", row -> new Letterless(row, who -> asked.add(who.work().value())));
  private final Map<UUID, RetryRow> rows = new LinkedHashMap<>();
  private final RandomRows random = new RandomRows(20261120, "tarn", NOW);

  @Test
  void listsAndCountsWhatASortedListOfAllRowsDoes() {
    fill(1_000);

    for (int i = 0; i < 300; i++) {
      DeadLetterQuery query = DeadLetterQuery.parse(random.filter());
      List<RetryRow> expected = expected(query);
      List<RetryRow> each = new ArrayList<>();
      index.each(query, NOW, each::add);
      int limit = 1 + i % 50;

      assertThat(new HashSet<>(each)).as("%s", query).isEqualTo(new HashSet<>(expected));
      assertThat(each).hasSameSizeAs(expected);
      assertThat(index.newest(query, _ -> true, null, limit, NOW))
          .as("%s", query)
          .isEqualTo(expected.stream().limit(limit).toList());
    }
  }

  @Test
  void pagesThroughEverythingThatStaysWhileRowsArriveChangeAndGo() {
    fill(5_000);
    SplittableRandom noise = new SplittableRandom(5);
    List<UUID> still = rows.keySet().stream().filter(work -> work.hashCode() % 2 == 0).toList();
    List<UUID> restless = rows.keySet().stream().filter(work -> work.hashCode() % 2 != 0).toList();
    List<UUID> seen = new ArrayList<>();
    @Nullable PageKey after = null;

    while (true) {
      List<RetryRow> page = index.newest(EVERYTHING, _ -> true, after, 17, NOW);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(row -> seen.add(row.work().value()));
      after = PageKey.read(PageKey.of(page.getLast()).cursor());
      for (int i = 0; i < 20; i++) {
        UUID other = restless.get(noise.nextInt(restless.size()));
        index.apply(
            List.of(
                noise.nextInt(3) == 0
                    ? new Change.Gone(other)
                    : new Change.Row(random.row(other), 0, i),
                new Change.Row(random.row(random.work()), 0, i)));
      }
    }

    List<UUID> stillSeen = seen.stream().filter(new HashSet<>(still)::contains).toList();
    assertThat(stillSeen)
        .isEqualTo(
            expected(EVERYTHING).stream()
                .map(r -> r.work().value())
                .filter(new HashSet<>(still)::contains)
                .toList());
  }

  @Test
  void looksAtTheLettersOnlyOfRowsThatPassEverythingElse() {
    fill(3_000);
    DeadLetterQuery query =
        DeadLetterQuery.parse(
            "header.version~\"^1\" and status=PARKED and (reason!=AUTH or payload.$.a=1) and edited");
    Set<UUID> near = new HashSet<>();
    rows.values().stream()
        .filter(row -> row.status() == Status.PARKED && row.edited() != null)
        .forEach(row -> near.add(row.work().value()));

    List<RetryRow> found = new ArrayList<>();
    index.each(query, NOW, found::add);

    assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected(query));
    assertThat(near).hasSizeLessThan(200).containsAll(asked);
  }

  @Test
  void stopsLookingAtLettersWhenAPageIsFull() {
    fill(3_000);
    DeadLetterQuery query = DeadLetterQuery.parse("header.version!=null and status=PARKED");

    List<RetryRow> page = index.newest(query, _ -> true, null, 10, NOW);

    assertThat(page).isEqualTo(expected(query).stream().limit(10).toList());
    assertThat(asked).hasSizeBetween(10, 25);
  }

  private void fill(int count) {
    SplittableRandom chance = new SplittableRandom(1);
    List<UUID> works = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      works.add(random.work());
    }
    for (int i = 0; i < 2 * count; i++) {
      UUID work = works.get(chance.nextInt(count));
      if (chance.nextInt(10) == 0) {
        index.apply(List.of(new Change.Gone(work)));
        rows.remove(work);
      } else {
        RetryRow row = random.row(work);
        index.apply(List.of(new Change.Row(row, 0, i)));
        rows.put(work, row);
      }
    }
    assertThat(index.size()).isEqualTo(rows.size());
  }

  private List<RetryRow> expected(DeadLetterQuery query) {
    return rows.values().stream()
        .filter(row -> query.admits(new Letterless(row, _ -> {}), NOW))
        .sorted(
            Comparator.comparing(RetryRow::lastFailedAt)
                .reversed()
                .thenComparing(row -> row.work().toString()))
        .toList();
  }
}
