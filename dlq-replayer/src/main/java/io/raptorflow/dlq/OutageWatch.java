package io.raptorflow.dlq;

import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/// Tells an outage from work that is itself to blame: in an outage many works of one group fail
/// with the same fingerprint, and little else fails there. Sees the failures of one partition;
/// forgets them with the process, which at worst ends a wait early.
final class OutageWatch {
  private static final int SEEN_MAX = 10_000;

  private record Seen(Instant at, String group, String fingerprint, WorkId work) {}

  private final OutageRule rule;
  private final ArrayDeque<Seen> seen = new ArrayDeque<>();

  OutageWatch(OutageRule rule) {
    this.rule = rule;
  }

  /// Takes a failure in.
  ///
  /// @return whether it belongs to an outage
  boolean isOutage(Letter letter, Instant now) {
    seen.add(new Seen(now, letter.group(), letter.fingerprint(), letter.work()));
    while (seen.size() > SEEN_MAX || seen.getFirst().at().isBefore(now.minus(rule.window()))) {
      seen.removeFirst();
    }
    Set<WorkId> same = new HashSet<>();
    Set<WorkId> all = new HashSet<>();
    for (Seen failure : seen) {
      if (failure.group().equals(letter.group())) {
        all.add(failure.work());
        if (failure.fingerprint().equals(letter.fingerprint())) {
          same.add(failure.work());
        }
      }
    }
    return !letter.fingerprint().isEmpty()
        && same.size() >= rule.works()
        && same.size() * 2 > all.size();
  }
}
