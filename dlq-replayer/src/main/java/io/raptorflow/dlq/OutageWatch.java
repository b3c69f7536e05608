package io.raptorflow.dlq;

import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// Tells an outage from work that is itself to blame: in an outage many works of one group fail
/// with the same fingerprint, and little else fails there. Sees the failures of one process;
/// forgets them with it, which at worst ends a wait early. Thread-safe: the partitions of a process
/// share it.
final class OutageWatch {
  private static final int SEEN_MAX = 50_000;

  private record Seen(Instant at, String group, String fingerprint, WorkId work) {}

  /// Works that failed, with how many of the failures in the window are theirs.
  private static final class Tally {
    private final Map<WorkId, Integer> works = new HashMap<>();

    void add(WorkId work) {
      works.merge(work, 1, Integer::sum);
    }

    void remove(WorkId work) {
      works.computeIfPresent(work, (_, count) -> count == 1 ? null : count - 1);
    }

    int size() {
      return works.size();
    }
  }

  private record Cause(String group, String fingerprint) {}

  private final OutageRule rule;
  private final ArrayDeque<Seen> seen = new ArrayDeque<>();
  private final Map<String, Tally> byGroup = new HashMap<>();
  private final Map<Cause, Tally> byCause = new HashMap<>();

  OutageWatch(OutageRule rule) {
    this.rule = rule;
  }

  /// Takes a failure in.
  ///
  /// @return whether it belongs to an outage
  synchronized boolean isOutage(Letter letter, Instant now) {
    add(new Seen(now, letter.group(), letter.fingerprint(), letter.work()));
    while (seen.size() > SEEN_MAX
        || seen.getFirst().at().isBefore(now.minus(rule.window()))
        || seen.getFirst().at().isAfter(now)) {
      remove(seen.removeFirst());
    }
    int same = works(letter.group(), letter.fingerprint());
    return !letter.fingerprint().isEmpty()
        && same >= rule.works()
        && same * 2 > byGroup.getOrDefault(letter.group(), new Tally()).size();
  }

  /// How many works of a group failed with a fingerprint lately.
  synchronized int works(String group, String fingerprint) {
    return byCause.getOrDefault(new Cause(group, fingerprint), new Tally()).size();
  }

  private void add(Seen failure) {
    seen.addLast(failure);
    byGroup.computeIfAbsent(failure.group(), _ -> new Tally()).add(failure.work());
    byCause
        .computeIfAbsent(new Cause(failure.group(), failure.fingerprint()), _ -> new Tally())
        .add(failure.work());
  }

  private void remove(Seen failure) {
    remove(byGroup, failure.group(), failure.work());
    remove(byCause, new Cause(failure.group(), failure.fingerprint()), failure.work());
  }

  private static <K> void remove(Map<K, Tally> tallies, K key, WorkId work) {
    tallies.computeIfPresent(
        key,
        (_, tally) -> {
          tally.remove(work);
          return tally.size() == 0 ? null : tally;
        });
  }
}
