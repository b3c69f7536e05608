package io.raptorflow.dlq.view;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.query.Candidate;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rows and the questions about them. An answer holds for one moment, except that a filter on
/// bodies or headers looks at the letters one after another, and only at those of rows that pass
/// everything else; each row is looked at as it is then. Thread-safe.
final class RowIndex {
  private final RowTable table;
  private final Function<RetryRow, Candidate> candidates;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /// @param candidates finds the letter of a row when it is asked for
  RowIndex(String stateTopic, Function<RetryRow, Candidate> candidates) {
    this.table = new RowTable(stateTopic);
    this.candidates = candidates;
  }

  /// What a record of the topic says.
  sealed interface Change {
    record Row(RetryRow row, int partition, long offset) implements Change {}

    record Gone(UUID work) implements Change {}
  }

  /// Takes records in, in the order of their partitions.
  void apply(List<Change> changes) {
    lock.writeLock().lock();
    try {
      for (Change change : changes) {
        switch (change) {
          case Change.Row(RetryRow row, int partition, long offset) ->
              table.put(row, partition, offset);
          case Change.Gone(UUID work) -> table.remove(work);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  void clear() {
    lock.writeLock().lock();
    try {
      table.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }

  int size() {
    lock.readLock().lock();
    try {
      return table.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The row of a work without history and job.
  Optional<RetryRow> row(WorkId work) {
    return at(work, table::row);
  }

  /// Where the newest record of a work lies.
  Optional<Coordinates> place(WorkId work) {
    return at(work, table::place);
  }

  private <T> Optional<T> at(WorkId work, Function<Integer, T> read) {
    lock.readLock().lock();
    try {
      int slot = table.find(work.value());
      return slot == RowTable.NOWHERE ? Optional.empty() : Optional.of(read.apply(slot));
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Hands over every row that passes, in no order.
  ///
  /// @param found must be quick and must not change this index
  void each(DeadLetterQuery query, Instant now, Consumer<RetryRow> found) {
    if (isNear(query)) {
      scan(admits(query, now), found);
      return;
    }
    for (PageKey key : keys(query, null, now)) {
      row(key).filter(row -> query.admits(candidates.apply(row), now)).ifPresent(found);
    }
  }

  /// Tells of every open row, in no order; many times quicker than [#each].
  void eachOpen(RowTable.OpenWork listener) {
    lock.readLock().lock();
    try {
      for (int slot = 0; slot < table.end(); slot++) {
        table.tell(slot, listener);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The first rows of a list after a place in it.
  ///
  /// @param after null for the beginning
  /// @param fits a further condition on rows
  /// @param limit at least 1
  List<RetryRow> newest(
      DeadLetterQuery query,
      Predicate<RetryRow> fits,
      @Nullable PageKey after,
      int limit,
      Instant now) {
    if (isNear(query)) {
      return top(fits.and(admits(query, now)), after, limit);
    }
    List<RetryRow> rows = new ArrayList<>();
    for (PageKey key : keys(query, after, now)) {
      // What failed again meanwhile stands at another place now, before this page.
      row(key)
          .filter(row -> PageKey.of(row).equals(key) && fits.test(row))
          .filter(row -> query.admits(candidates.apply(row), now))
          .ifPresent(rows::add);
      if (rows.size() == limit) {
        break;
      }
    }
    return rows;
  }

  private List<RetryRow> top(Predicate<RetryRow> admits, @Nullable PageKey after, int limit) {
    PriorityQueue<Placed> best = new PriorityQueue<>(Comparator.reverseOrder());
    lock.readLock().lock();
    try {
      // What came last probably failed last: the bound is soon tight.
      for (int slot = table.end() - 1; slot >= 0; slot--) {
        if (!table.isLive(slot) || after != null && table.compare(slot, after) <= 0) {
          continue;
        }
        Placed worst = best.size() < limit ? null : best.peek();
        if (worst != null && table.compare(slot, worst.key()) > 0) {
          continue;
        }
        RetryRow row = table.row(slot);
        if (admits.test(row)) {
          if (worst != null) {
            best.poll();
          }
          best.add(new Placed(PageKey.of(row), row));
        }
      }
    } finally {
      lock.readLock().unlock();
    }
    List<Placed> sorted = new ArrayList<>(best);
    Collections.sort(sorted);
    return sorted.stream().map(Placed::row).toList();
  }

  private record Placed(PageKey key, RetryRow row) implements Comparable<Placed> {
    @Override
    public int compareTo(Placed other) {
      return key.compareTo(other.key);
    }
  }

  /// Places of all rows whose letters have to be looked at, in the order of a list.
  private List<PageKey> keys(DeadLetterQuery query, @Nullable PageKey after, Instant now) {
    DeadLetterQuery near = query.near();
    List<PageKey> keys = new ArrayList<>();
    scan(
        row -> near.admits(candidates.apply(row), now),
        row -> {
          PageKey key = PageKey.of(row);
          if (after == null || key.compareTo(after) > 0) {
            keys.add(key);
          }
        });
    Collections.sort(keys);
    return keys;
  }

  private void scan(Predicate<RetryRow> admits, Consumer<RetryRow> found) {
    lock.readLock().lock();
    try {
      for (int slot = 0; slot < table.end(); slot++) {
        if (table.isLive(slot)) {
          RetryRow row = table.row(slot);
          if (admits.test(row)) {
            found.accept(row);
          }
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private Predicate<RetryRow> admits(DeadLetterQuery query, Instant now) {
    return query.isNarrow() ? row -> query.admits(candidates.apply(row), now) : _ -> true;
  }

  private Optional<RetryRow> row(PageKey key) {
    return row(new WorkId(new UUID(key.high(), key.low())));
  }

  private static boolean isNear(DeadLetterQuery query) {
    return !query.readsPayload() && !query.readsHeaders();
  }
}
