package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The rows of one partition, with an index of what is due. The store has a changelog, so rows
/// survive the process and its disk; the index is rebuilt from the heads of rows alone. It costs 90
/// bytes for each row that waits, and nothing for those that ended. Lives on one Streams thread.
final class RowStore {
  /// A waiting row: 48 bytes, and 40 for its place in the tree.
  ///
  /// @param lane see [StoredRow#lane]
  private record Due(long at, long high, long low, int lane) implements Comparable<Due> {
    static Due of(StoredRow row, String work) {
      UUID id = UUID.fromString(work);
      return new Due(
          row.due(), id.getMostSignificantBits(), id.getLeastSignificantBits(), row.lane());
    }

    String work() {
      return new UUID(high, low).toString();
    }

    /// By time, then as the texts of the ids are ordered.
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      int byHigh = byTime != 0 ? byTime : Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }

  private final KeyValueStore<String, StoredRow> rows;
  private final TreeSet<Due> waiting = new TreeSet<>();
  private final Map<String, LinkedHashSet<String>> held = new LinkedHashMap<>();

  /// No row that ended is older than this, so until then nothing can expire.
  private long endedFrom = Long.MAX_VALUE;

  RowStore(KeyValueStore<String, StoredRow> rows) {
    this.rows = rows;
    try (KeyValueIterator<String, StoredRow> all = rows.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoredRow> row = all.next();
        index(row.key, row.value);
      }
    }
  }

  Optional<RetryRow> find(String work) {
    return Optional.ofNullable(rows.get(work)).map(StoredRow::row);
  }

  void put(RetryRow row) {
    String work = row.key();
    StoredRow before = rows.get(work);
    if (before != null) {
      forget(work, before);
    }
    StoredRow now = StoredRow.of(row);
    rows.put(work, now);
    index(work, now);
  }

  /// Rows whose time has come, the longest due first.
  ///
  /// @param mayGo whether the turn of a row is now; when not, those of its agent stay due
  List<RetryRow> due(Instant now, int most, Predicate<RetryRow> mayGo) {
    long latest = now.toEpochMilli();
    List<RetryRow> due = new ArrayList<>();
    Set<Integer> closed = new HashSet<>();
    for (Due next : waiting) {
      if (next.at() > latest || due.size() >= most) {
        break;
      }
      if (!closed.contains(next.lane())) {
        RetryRow row = find(next.work()).orElseThrow();
        if (mayGo.test(row)) {
          due.add(row);
        } else {
          closed.add(next.lane());
        }
      }
    }
    return due;
  }

  /// Whether any row waits for its time or for the end of a rule.
  boolean hasWaiting() {
    return !waiting.isEmpty() || !held.isEmpty();
  }

  /// When the first row is due that was not yet due at a time.
  Optional<Instant> dueAfter(Instant at) {
    // The greatest id, as the ids of rows are compared.
    return Optional.ofNullable(waiting.higher(new Due(at.toEpochMilli(), -1, -1, 0)))
        .map(next -> Instant.ofEpochMilli(next.at()));
  }

  /// Rules that hold work of this partition.
  Set<String> holdingRules() {
    return Set.copyOf(held.keySet());
  }

  /// Work that a rule holds, in the order in which it came.
  List<RetryRow> heldBy(String rule, int most) {
    return held.getOrDefault(rule, new LinkedHashSet<>()).stream()
        .limit(most)
        .flatMap(work -> find(work).stream())
        .toList();
  }

  /// Forgets rows that ended before a time. Looks through all rows, but only when there may be one.
  ///
  /// @return their keys
  List<String> expire(Instant before) {
    long earliest = StoredRow.millis(before);
    List<String> expired = new ArrayList<>();
    if (endedFrom >= earliest) {
      return expired;
    }
    long oldestKept = Long.MAX_VALUE;
    try (KeyValueIterator<String, StoredRow> all = rows.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoredRow> row = all.next();
        if (row.value.due() == StoredRow.NEVER) {
          if (row.value.at() < earliest) {
            expired.add(row.key);
          } else {
            oldestKept = Math.min(oldestKept, row.value.at());
          }
        }
      }
    }
    expired.forEach(rows::delete);
    endedFrom = oldestKept;
    return expired;
  }

  private void index(String work, StoredRow row) {
    if (row.due() == StoredRow.NEVER) {
      endedFrom = Math.min(endedFrom, row.at());
    } else if (row.due() == StoredRow.HELD) {
      held.computeIfAbsent(String.valueOf(row.row().heldBy()), _ -> new LinkedHashSet<>())
          .add(work);
    } else {
      waiting.add(Due.of(row, work));
    }
  }

  private void forget(String work, StoredRow row) {
    if (row.due() == StoredRow.HELD) {
      held.computeIfPresent(
          String.valueOf(row.row().heldBy()),
          (_, works) -> {
            works.remove(work);
            return works.isEmpty() ? null : works;
          });
    } else if (row.due() != StoredRow.NEVER) {
      waiting.remove(Due.of(row, work));
    }
  }

  static Serde<StoredRow> serde() {
    return StoredRow.serde();
  }
}
