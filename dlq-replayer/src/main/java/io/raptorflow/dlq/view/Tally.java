package io.raptorflow.dlq.view;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts over failed work. A work is open while it waits for its retry or for an operator: it is
/// SCHEDULED, PARKED or QUARANTINED.
///
/// @param works all of them
/// @param open those that wait
/// @param byStatus all works
/// @param byReason open works
/// @param byAgent open works; by consumer group where the agent is not known
/// @param byWorkspace open works; empty where the workspace is not known
/// @param oldest when the open work failed first that waits the longest; null when none is open
/// @param oldestByReason the same by reason
/// @param lastHour minute by minute, the oldest first, the current one last
public record Tally(
    int works,
    int open,
    Map<Status, Integer> byStatus,
    Map<FailureClass, Integer> byReason,
    SortedMap<String, Integer> byAgent,
    SortedMap<String, Integer> byWorkspace,
    @Nullable Instant oldest,
    Map<FailureClass, Instant> oldestByReason,
    List<Minute> lastHour) {
  /// Minutes that are counted.
  public static final int MINUTES = 60;

  public Tally {
    byStatus = Collections.unmodifiableMap(byStatus);
    byReason = Collections.unmodifiableMap(byReason);
    byAgent = Collections.unmodifiableSortedMap(byAgent);
    byWorkspace = Collections.unmodifiableSortedMap(byWorkspace);
    oldestByReason = Collections.unmodifiableMap(oldestByReason);
    lastHour = List.copyOf(lastHour);
  }

  /// What came and went in a minute.
  ///
  /// @param arrived works that failed for the first time
  /// @param drained works that were answered or given up
  public record Minute(Instant from, int arrived, int drained) {}

  /// Whether a row waits for its retry or for an operator.
  static boolean isOpen(Status status) {
    return switch (status) {
      case SCHEDULED, HELD, PARKED, QUARANTINED -> true;
      case FIRED, RESOLVED, DISCARDED -> false;
    };
  }

  /// Who failed, as far as it is known.
  static String failedBy(RetryRow row) {
    return row.agent().isEmpty() ? row.group() : row.agent();
  }

  /// Counts rows that come one by one. Not thread-safe.
  static final class Counting {
    private final Instant hour;
    private final Map<Status, Integer> byStatus = new EnumMap<>(Status.class);
    private final Map<FailureClass, Integer> byReason = new EnumMap<>(FailureClass.class);
    private final Map<FailureClass, Instant> oldest = new EnumMap<>(FailureClass.class);
    private final SortedMap<String, Integer> byAgent = new TreeMap<>();
    private final SortedMap<String, Integer> byWorkspace = new TreeMap<>();
    private final int[] arrived = new int[MINUTES];
    private final int[] drained = new int[MINUTES];
    private int works;
    private int open;

    /// @param now in the last minute that is counted
    Counting(Instant now) {
      this.hour = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES - 1));
    }

    void add(RetryRow row) {
      works++;
      byStatus.merge(row.status(), 1, Integer::sum);
      count(arrived, row.firstFailedAt());
      if (row.status() == Status.RESOLVED || row.status() == Status.DISCARDED) {
        count(drained, row.at());
      }
      if (isOpen(row.status())) {
        open++;
        byReason.merge(row.failure(), 1, Integer::sum);
        byAgent.merge(failedBy(row), 1, Integer::sum);
        byWorkspace.merge(row.workspace(), 1, Integer::sum);
        oldest.merge(row.failure(), row.firstFailedAt(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }

    private void count(int[] minutes, Instant at) {
      long minute = Duration.between(hour, at).toMinutes();
      if (!at.isBefore(hour) && minute < MINUTES) {
        minutes[(int) minute]++;
      }
    }

    Tally tally() {
      List<Minute> minutes = new ArrayList<>(MINUTES);
      for (int i = 0; i < MINUTES; i++) {
        minutes.add(new Minute(hour.plus(Duration.ofMinutes(i)), arrived[i], drained[i]));
      }
      return new Tally(
          works,
          open,
          byStatus,
          byReason,
          byAgent,
          byWorkspace,
          oldest.values().stream().min(Instant::compareTo).orElse(null),
          oldest,
          minutes);
    }
  }
}
