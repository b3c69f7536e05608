package io.raptorflow.dlq;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The rows of one partition, with an index of what is due. The store has a changelog, so rows
/// survive the process and its disk; the index is rebuilt from them.
final class RowStore {
  private record Due(Instant at, String work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : work.compareTo(other.work);
    }
  }

  private final KeyValueStore<String, RetryRow> rows;
  private final TreeMap<Due, String> waiting = new TreeMap<>();
  private final Map<String, LinkedHashSet<String>> held = new LinkedHashMap<>();

  RowStore(KeyValueStore<String, RetryRow> rows) {
    this.rows = rows;
    try (KeyValueIterator<String, RetryRow> all = rows.all()) {
      while (all.hasNext()) {
        index(all.next().value);
      }
    }
  }

  Optional<RetryRow> find(String work) {
    return Optional.ofNullable(rows.get(work));
  }

  void put(RetryRow row) {
    RetryRow before = rows.get(row.key());
    if (before != null && before.dueAt() != null) {
      waiting.remove(new Due(before.dueAt(), before.key()));
    }
    if (before != null && before.status() == Status.HELD) {
      String rule = String.valueOf(before.heldBy());
      held.computeIfPresent(
          rule,
          (_, works) -> {
            works.remove(before.key());
            return works.isEmpty() ? null : works;
          });
    }
    rows.put(row.key(), row);
    index(row);
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

  /// Rows whose time has come, the longest due first.
  ///
  /// @param mayGo whether the turn of a row is now; the others stay due
  List<RetryRow> due(Instant now, int most, Predicate<RetryRow> mayGo) {
    List<RetryRow> due = new ArrayList<>();
    for (Due next : waiting.keySet()) {
      if (next.at().isAfter(now) || due.size() >= most) {
        break;
      }
      find(next.work()).filter(mayGo).ifPresent(due::add);
    }
    return due;
  }

  /// Forgets rows that ended before a time.
  ///
  /// @return their keys
  List<String> expire(Instant before) {
    List<String> expired = new ArrayList<>();
    try (KeyValueIterator<String, RetryRow> all = rows.all()) {
      while (all.hasNext()) {
        KeyValue<String, RetryRow> row = all.next();
        if (row.value.dueAt() == null
            && row.value.status() != Status.HELD
            && row.value.at().isBefore(before)) {
          expired.add(row.key);
        }
      }
    }
    expired.forEach(rows::delete);
    return expired;
  }

  private void index(RetryRow row) {
    Instant due = row.dueAt();
    if (due != null) {
      waiting.put(new Due(due, row.key()), row.key());
    }
    if (row.status() == Status.HELD) {
      held.computeIfAbsent(String.valueOf(row.heldBy()), _ -> new LinkedHashSet<>()).add(row.key());
    }
  }

  /// Rows as JSON: the store is private to the replayer and must be readable without the registry.
  static Serde<RetryRow> serde() {
    Serializer<@Nullable RetryRow> serializer =
        (_, row) -> row == null ? null : CanonicalJson.MAPPER.writeValueAsBytes(row);
    Deserializer<@Nullable RetryRow> deserializer =
        (_, bytes) -> bytes == null ? null : CanonicalJson.MAPPER.readValue(bytes, RetryRow.class);
    return Serdes.serdeFrom(serializer, deserializer);
  }
}
