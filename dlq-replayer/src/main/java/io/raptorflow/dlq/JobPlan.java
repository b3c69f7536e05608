package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// The exact set that a job would work on, with the version of each row. Two plans with the same
/// [#hash] do the same, in whatever order they name the works.
///
/// @param query filter that chose the set; empty when the operator named the works
/// @param items in the order in which the job takes them
public record JobPlan(Verb verb, String query, List<JobItem> items) {
  /// How long a plan may be started after it was last proposed.
  public static final Duration LIFE = Duration.ofHours(24);

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
    items = List.copyOf(items);
  }

  /// The rows among those given that the verb fits, in the order of their letters in the log: a
  /// replay looks each of them up, and neighbours come along with one fetch.
  public static JobPlan of(Verb verb, String query, Collection<RetryRow> rows) {
    Draft draft = new Draft(verb, query);
    rows.forEach(draft::add);
    return draft.plan();
  }

  /// A plan while its rows are gathered, of which it keeps no more than it needs. Not thread-safe.
  public static final class Draft {
    private record Placed(Coordinates letter, JobItem item) {}

    private static final Comparator<Placed> BY_LETTER =
        Comparator.comparing((Placed placed) -> placed.letter().topic())
            .thenComparingInt(placed -> placed.letter().partition())
            .thenComparingLong(placed -> placed.letter().offset())
            .thenComparing(Placed::item, BY_WORK);

    private final Verb verb;
    private final String query;
    private final List<Placed> placed = new ArrayList<>();

    public Draft(Verb verb, String query) {
      this.verb = verb;
      this.query = query;
    }

    /// Takes a row in, when the verb fits it.
    public void add(RetryRow row) {
      if (fits(verb, row.status())) {
        placed.add(new Placed(row.letter(), new JobItem(row.work(), row.version())));
      }
    }

    public JobPlan plan() {
      return new JobPlan(verb, query, placed.stream().sorted(BY_LETTER).map(Placed::item).toList());
    }
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

  static String hash(Verb verb, List<JobItem> items) {
    StringBuilder text = new StringBuilder(verb.name()).append('\n');
    items.stream()
        .sorted(BY_WORK)
        .forEach(item -> text.append(item.work()).append(' ').append(item.version()).append('\n'));
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
