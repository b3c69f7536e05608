package io.raptorflow.dlq;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Plans whose sets are in the store and that nobody has started. A set is forgotten a life after
/// it was last proposed. Lives on one Streams thread.
final class ProposedPlans {
  /// Stands before every id of a plan, and before no id of a job, in the store.
  static final String PREFIX = "proposed/";

  private final KeyValueStore<String, byte[]> store;
  private final JobSet set;
  private final Duration life;
  private final Map<String, Instant> proposedAt = new LinkedHashMap<>();

  /// @param store of jobs, where the plans' times are kept too
  ProposedPlans(KeyValueStore<String, byte[]> store, JobSet set, Duration life) {
    this.store = store;
    this.set = set;
    this.life = life;
    try (KeyValueIterator<String, byte[]> all = store.range(PREFIX, PREFIX + "~")) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        proposedAt.put(
            entry.key.substring(PREFIX.length()),
            Instant.ofEpochMilli(ByteBuffer.wrap(entry.value).getLong()));
      }
    }
  }

  /// A part of a plan's set came in; its life begins anew.
  void proposed(String plan, Instant now) {
    proposedAt.put(plan, now);
    store.put(PREFIX + plan, ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array());
  }

  /// A plan became a job, whose set stays as long as the job needs it.
  void started(String plan) {
    proposedAt.remove(plan);
    store.delete(PREFIX + plan);
  }

  /// Forgets a part of what expired.
  ///
  /// @param most how many works, at most
  void expire(Instant now, int most) {
    List<String> expired =
        proposedAt.entrySet().stream()
            .filter(plan -> plan.getValue().plus(life).isBefore(now))
            .map(Map.Entry::getKey)
            .limit(1)
            .toList();
    for (String plan : expired) {
      if (set.forget(plan, most)) {
        started(plan);
      }
    }
  }
}
