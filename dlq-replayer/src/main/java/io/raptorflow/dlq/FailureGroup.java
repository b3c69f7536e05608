package io.raptorflow.dlq;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Failed works with one fingerprint, that is with one cause.
///
/// @param agents who failed, in order
/// @param count works
/// @param waiting works that wait for an operator
/// @param first when the first of them failed first
/// @param last when the last of them failed last
/// @param message what the last of them said
/// @param sample the last of them
/// @param trend how they came in of late
public record FailureGroup(
    String fingerprint,
    FailureClass reason,
    List<String> agents,
    int count,
    int waiting,
    Instant first,
    Instant last,
    String message,
    WorkId sample,
    Suspect suspect,
    ArrivalTrend trend) {
  private static final int OUTAGE_WORKS = 20;
  private static final Duration OUTAGE_WINDOW = Duration.ofMinutes(5);

  public FailureGroup {
    agents = List.copyOf(agents);
  }

  /// What the failures look like from afar.
  public enum Suspect {
    /// The work itself: trying again fails again until it is edited.
    WORK("the work itself; look at one with show, edit it, or discard"),
    /// A rule holds most of them; nothing has to be done if it is meant.
    HELD("something that a rule holds until it ends; see 'raptor dlq rules'"),
    /// Something that all of them need was away, and may be back.
    OUTAGE("an outage; replay with a canary when it is over"),
    /// Credentials, money or settings.
    CONFIGURATION("credentials, money or settings; mend them, then replay"),
    /// Nothing stands out.
    UNCLEAR("nothing stands out; look at one with show");

    private final String advice;

    Suspect(String advice) {
      this.advice = advice;
    }

    /// What it means, and what to do, in a line.
    public String advice() {
      return advice;
    }
  }

  /// Groups rows, the largest group first.
  ///
  /// @param now end of the hour whose arrivals are counted
  public static List<FailureGroup> of(Collection<RetryRow> rows, Instant now) {
    Gathering gathering = new Gathering(now);
    rows.forEach(gathering::add);
    return gathering.groups();
  }

  /// Groups rows that come one by one and keeps none of them but the last of each cause. Not
  /// thread-safe.
  public static final class Gathering {
    private final Map<FailureClass, Map<String, Cluster>> byCause =
        new EnumMap<>(FailureClass.class);
    private final Instant now;

    /// @param now end of the hour whose arrivals are counted
    public Gathering(Instant now) {
      this.now = now;
    }

    /// Counts a row in.
    public void add(RetryRow row) {
      byCause
          .computeIfAbsent(row.failure(), _ -> new HashMap<>())
          .computeIfAbsent(row.fingerprint(), _ -> new Cluster(row, now))
          .add(row);
    }

    /// What came together so far, the largest group first.
    public List<FailureGroup> groups() {
      return byCause.values().stream()
          .flatMap(clusters -> clusters.values().stream())
          .map(Cluster::group)
          .sorted(
              Comparator.comparingInt(FailureGroup::count)
                  .reversed()
                  .thenComparing(FailureGroup::fingerprint)
                  .thenComparing(FailureGroup::reason))
          .toList();
    }
  }

  private static final class Cluster {
    private final Set<String> agents = new HashSet<>();
    private final ArrivalTrend.Counting arrivals;
    private RetryRow newest;
    private Instant first;
    private Instant latestFirst;
    private int count;
    private int waiting;
    private int held;

    Cluster(RetryRow row, Instant now) {
      this.arrivals = new ArrivalTrend.Counting(now);
      this.newest = row;
      this.first = row.firstFailedAt();
      this.latestFirst = row.firstFailedAt();
    }

    void add(RetryRow row) {
      count++;
      arrivals.add(row.firstFailedAt());
      agents.add(row.agent().isEmpty() ? row.group() : row.agent());
      if (row.status() == Status.PARKED || row.status() == Status.QUARANTINED) {
        waiting++;
      }
      if (row.status() == Status.HELD) {
        held++;
      }
      if (row.firstFailedAt().isBefore(first)) {
        first = row.firstFailedAt();
      }
      if (row.firstFailedAt().isAfter(latestFirst)) {
        latestFirst = row.firstFailedAt();
      }
      int later = row.lastFailedAt().compareTo(newest.lastFailedAt());
      if (later > 0 || later == 0 && row.key().compareTo(newest.key()) > 0) {
        newest = row;
      }
    }

    FailureGroup group() {
      return new FailureGroup(
          newest.fingerprint(),
          newest.failure(),
          agents.stream().sorted().toList(),
          count,
          waiting,
          first,
          newest.lastFailedAt(),
          newest.message(),
          newest.work(),
          2 * held > count
              ? Suspect.HELD
              : suspect(newest.failure(), count, Duration.between(first, latestFirst)),
          arrivals.trend(first));
    }
  }

  /// What one row looks like on its own.
  public static Suspect suspect(RetryRow row) {
    return row.status() == Status.HELD ? Suspect.HELD : suspect(row.failure(), 1, Duration.ZERO);
  }

  /// @param over between the first failures of the first work and of the last one; retries and
  ///   probes do not stretch it
  private static Suspect suspect(FailureClass reason, int works, Duration over) {
    return switch (reason) {
      case POISON, KILLER, BAD_OUTPUT, EXPIRED, CANCELLED -> Suspect.WORK;
      case AUTH, BUDGET -> Suspect.CONFIGURATION;
      case RATE_LIMITED -> Suspect.OUTAGE;
      case TRANSIENT, TIMEOUT ->
          works * (double) OUTAGE_WINDOW.toMillis()
                  >= OUTAGE_WORKS * (double) Math.max(over.toMillis(), OUTAGE_WINDOW.toMillis())
              ? Suspect.OUTAGE
              : Suspect.UNCLEAR;
    };
  }
}
