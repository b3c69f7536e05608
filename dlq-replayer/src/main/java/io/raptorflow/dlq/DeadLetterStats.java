package io.raptorflow.dlq;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Failed work in numbers. Pure.
///
/// Works that are open, that is neither RESOLVED nor DISCARDED, are counted by agent, workspace,
/// reason, cause and age; each of these counts adds up to [#open].
///
/// @param statuses all works by where they stand
/// @param open works without an end
/// @param agents open works by agent, or by group where the work names no agent
/// @param workspaces open works by tenant; empty for those that name none
/// @param reasons open works by class of the last failure
/// @param causes open works by fingerprint, the largest first
/// @param ages open works by the time since their first failure
/// @param oldest of those that wait for an operator, the one that failed first; null when none does
/// @param arrivals failures of the last hour
/// @param drained works that were resolved or discarded in the last hour, and are so still
public record DeadLetterStats(
    Instant at,
    Map<Status, Integer> statuses,
    int open,
    Map<String, Integer> agents,
    Map<String, Integer> workspaces,
    Map<FailureClass, Integer> reasons,
    List<Cause> causes,
    Map<Age, Integer> ages,
    @Nullable Oldest oldest,
    int arrivals,
    int drained) {
  /// Time over which arrivals and drains are counted.
  public static final Duration WINDOW = Duration.ofHours(1);

  private static final Set<Status> ENDED = Set.of(Status.RESOLVED, Status.DISCARDED);

  /// Open works with one fingerprint.
  ///
  /// @param message what the last of them said
  public record Cause(String fingerprint, FailureClass reason, int works, String message) {}

  /// The work that waits longest for an operator.
  public record Oldest(WorkId work, String agent, Instant since) {}

  /// Time since the first failure.
  public enum Age {
    MINUTES("under 5 min", Duration.ofMinutes(5)),
    HOUR("under 1 h", Duration.ofHours(1)),
    DAY("under 1 d", Duration.ofDays(1)),
    WEEK("under 7 d", Duration.ofDays(7)),
    OLDER("older", Duration.ofSeconds(Long.MAX_VALUE));

    private final String label;
    private final Duration below;

    Age(String label, Duration below) {
      this.label = label;
      this.below = below;
    }

    /// Its words.
    public String label() {
      return label;
    }

    static Age of(Duration age) {
      for (Age candidate : values()) {
        if (age.compareTo(candidate.below) < 0) {
          return candidate;
        }
      }
      return OLDER;
    }
  }

  public DeadLetterStats {
    statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    workspaces = Collections.unmodifiableMap(new LinkedHashMap<>(workspaces));
    reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    causes = List.copyOf(causes);
    ages = Collections.unmodifiableMap(new LinkedHashMap<>(ages));
  }

  /// Counts rows, and the failures among those given that are of these works.
  ///
  /// @param arrivals failures of the last [#WINDOW] at least
  public static DeadLetterStats of(
      Collection<RetryRow> rows, Collection<FailureLog.Arrival> arrivals, Instant now) {
    List<RetryRow> open = rows.stream().filter(row -> !ENDED.contains(row.status())).toList();
    Instant from = now.minus(WINDOW);
    Set<WorkId> works = rows.stream().map(RetryRow::work).collect(Collectors.toSet());
    return new DeadLetterStats(
        now,
        counted(rows, RetryRow::status, new EnumMap<>(Status.class)),
        open.size(),
        counted(open, DeadLetterStats::who, new TreeMap<>()),
        counted(open, RetryRow::workspace, new TreeMap<>()),
        counted(open, RetryRow::failure, new EnumMap<>(FailureClass.class)),
        causes(open),
        counted(
            open,
            row -> Age.of(Duration.between(row.firstFailedAt(), now)),
            new EnumMap<>(Age.class)),
        oldest(open).orElse(null),
        (int)
            arrivals.stream()
                .filter(arrival -> works.contains(arrival.work()) && arrival.at().isAfter(from))
                .count(),
        (int)
            rows.stream()
                .filter(row -> ENDED.contains(row.status()) && row.at().isAfter(from))
                .count());
  }

  /// Failures a minute.
  public double arrivalsPerMinute() {
    return perMinute(arrivals);
  }

  /// Resolved and discarded works a minute.
  public double drainedPerMinute() {
    return perMinute(drained);
  }

  private static double perMinute(int count) {
    return count / (double) WINDOW.toMinutes();
  }

  private static <K> Map<K, Integer> counted(
      Collection<RetryRow> rows, Function<RetryRow, K> by, Map<K, Integer> counts) {
    rows.forEach(row -> counts.merge(by.apply(row), 1, Integer::sum));
    return counts;
  }

  private static List<Cause> causes(List<RetryRow> open) {
    Map<String, Integer> counts = counted(open, RetryRow::fingerprint, new LinkedHashMap<>());
    Map<String, RetryRow> newest = new HashMap<>();
    open.forEach(
        row ->
            newest.merge(
                row.fingerprint(),
                row,
                (one, other) -> other.lastFailedAt().isAfter(one.lastFailedAt()) ? other : one));
    return newest.values().stream()
        .map(
            row ->
                new Cause(
                    row.fingerprint(),
                    row.failure(),
                    counts.getOrDefault(row.fingerprint(), 0),
                    row.message()))
        .sorted(Comparator.comparingInt(Cause::works).reversed().thenComparing(Cause::fingerprint))
        .toList();
  }

  private static Optional<Oldest> oldest(List<RetryRow> open) {
    return open.stream()
        .filter(row -> row.status() == Status.PARKED || row.status() == Status.QUARANTINED)
        .min(
            Comparator.comparing(RetryRow::firstFailedAt)
                .thenComparing(row -> row.work().toString()))
        .map(row -> new Oldest(row.work(), who(row), row.firstFailedAt()));
  }

  private static String who(RetryRow row) {
    return row.agent().isEmpty() ? row.group() : row.agent();
  }
}
