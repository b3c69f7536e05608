package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.RowPage.Mark;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Acceptance 3 of the dead-letter features: paging is stable while entries arrive.
class RowPageTest {
  private static final DeadLetterQuery PARKED = DeadLetterQuery.parse("status=PARKED");

  @Test
  void f03ShowsEachRowOnceWhileOthersArrive() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int count = random.nextInt(60);
      // Many rows share a time: the work id decides then.
      List<RetryRow> rows = new ArrayList<>();
      IntStream.range(0, count).forEach(n -> rows.add(row(n, 10 + random.nextInt(5))));
      List<RetryRow> before = List.copyOf(rows);
      List<RetryRow> seen = new ArrayList<>();
      Optional<Mark> mark = Optional.empty();
      boolean more = true;
      while (more) {
        RowPage page = RowPage.of(rows, PARKED, mark, 1 + random.nextInt(7));
        seen.addAll(page.rows());
        mark = page.next().map(next -> Mark.parse(next.toString()));
        more = mark.isPresent();
        rows.add(row(1_000 + rows.size(), random.nextInt(9)));
      }

      assertThat(seen).as("seed " + seed).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void saysHowManyFollow() {
    List<RetryRow> rows = IntStream.range(0, 5).mapToObj(n -> row(n, n)).toList();

    RowPage first = RowPage.of(rows, PARKED, Optional.empty(), 2);
    RowPage second = RowPage.of(rows, PARKED, first.next(), 3);

    assertThat(first.total()).isEqualTo(5);
    assertThat(first.rows()).containsExactly(rows.get(0), rows.get(1));
    assertThat(second.total()).isEqualTo(3);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void refusesACursorOfAnotherFilterOrOfNoPage() {
    List<RetryRow> rows = IntStream.range(0, 5).mapToObj(n -> row(n, n)).toList();
    Optional<Mark> mark = RowPage.of(rows, PARKED, Optional.empty(), 2).next();

    assertThatThrownBy(() -> RowPage.of(rows, DeadLetterQuery.everything(), mark, 2))
        .hasMessageContaining("another filter");
    assertThatThrownBy(() -> RowPage.of(rows, PARKED, mark, 0)).hasMessageContaining("at least 1");
    for (String text : List.of("", "page-2", "YWJj", "YSBiIGM", "%%%")) {
      assertThatThrownBy(() -> Mark.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'%s' is no cursor".formatted(text));
    }
  }

  private static RetryRow row(int number, int minutesAgo) {
    return TestRows.of(number, FailureClass.AUTH)
        .before(Duration.ofMinutes(minutesAgo))
        .row(Status.PARKED);
  }
}
