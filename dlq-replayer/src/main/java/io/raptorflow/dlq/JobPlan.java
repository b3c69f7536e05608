package io.raptorflow.dlq;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Sha256;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// The exact set that a job would work on, with the version of each row. Two plans with the same
/// [#hash] do the same.
///
/// @param query filter that chose the set; empty when the operator named the works
public record JobPlan(Verb verb, String query, List<JobItem> items) {
  /// The order of the ids as texts.
  private static final Comparator<JobItem> BY_WORK =
      Comparator.comparing(
          item -> item.work().value(),
          (a, b) -> {
            int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
            return high != 0
                ? high
                : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
          });

  public JobPlan {
    items = items.stream().sorted(BY_WORK).toList();
  }

  /// The rows among those given that the verb fits.
  public static JobPlan of(Verb verb, String query, Collection<RetryRow> rows) {
    return new JobPlan(
        verb,
        query,
        rows.stream()
            .filter(row -> fits(verb, row.status()))
            .map(row -> new JobItem(row.work(), row.version()))
            .toList());
  }

  /// Id of the job on this set: the same set is worked on once, however often it is ordered.
  public UUID job() {
    return job(hash());
  }

  static UUID job(String hash) {
    return NameUuid.of("plan", hash);
  }

  /// SHA-256 over the verb, the works and their versions, in hexadecimal.
  public String hash() {
    return hash(verb, items);
  }

  static String hash(Verb verb, List<JobItem> sorted) {
    StringBuilder text = new StringBuilder(verb.name()).append('\n');
    sorted.forEach(
        item -> text.append(item.work()).append(' ').append(item.version()).append('\n'));
    return Sha256.hex(text.toString());
  }

  /// Whether work that stands so can be replayed, discarded, restored or edited.
  public static boolean fits(Verb verb, RetryRow.Status status) {
    return switch (status) {
      case SCHEDULED, HELD, PARKED, QUARANTINED -> verb != Verb.RESTORE;
      case DISCARDED -> verb != Verb.DISCARD;
      case FIRED, RESOLVED -> false;
    };
  }
}
