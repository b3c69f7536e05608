package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The rows of one partition, with an index of what is due. The store has a changelog, so rows
/// survive the process and its disk; the index is rebuilt from them, without reading them as JSON.
/// It costs 80 bytes for each row that waits, and nothing for others. Lives on one Streams thread.
final class RowStore {
  /// A waiting row: 40 bytes, and as much again for its place in the tree.
  private record Due(long at, long high, long low) implements Comparable<Due> {
    static Due of(long at, String work) {
      UUID id = UUID.fromString(work);
      return new Due(at, id.getMostSignificantBits(), id.getLeastSignificantBits());
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
    if (before != null && before.due() != StoredRow.NEVER) {
      waiting.remove(Due.of(before.due(), work));
    }
    StoredRow now = StoredRow.of(row);
    rows.put(work, now);
    index(work, now);
  }

  /// Rows whose time has come, the longest due first.
  List<RetryRow> due(Instant now, int most) {
    long latest = now.toEpochMilli();
    List<RetryRow> due = new ArrayList<>();
    for (Due next : waiting) {
      if (next.at() > latest || due.size() >= most) {
        break;
      }
      find(next.work()).ifPresent(due::add);
    }
    return due;
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
    } else {
      waiting.add(Due.of(row.due(), work));
    }
  }

  static Serde<StoredRow> serde() {
    return StoredRow.serde();
  }
}
