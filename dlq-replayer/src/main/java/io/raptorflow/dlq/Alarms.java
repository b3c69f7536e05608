package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Says when somebody should look up from what failed: a cause that was never seen, work that waits
/// too long for an operator, and failures that come too fast. Time is given. Not thread-safe.
///
/// Each work is too old once as long as it waits. The rate is too high once until it was at its
/// limit or below it again.
public final class Alarms {
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  /// What is too much.
  ///
  /// @param age longest wait for an operator since the first failure; empty for no limit
  /// @param perMinute most failures in a minute; empty for no limit
  public record Limits(Optional<Duration> age, Optional<Integer> perMinute) {
    public Limits {
      if (age.filter(limit -> !limit.isPositive()).isPresent()) {
        throw new IllegalArgumentException("a limit of age is positive, was " + age.get());
      }
      if (perMinute.filter(limit -> limit < 1).isPresent()) {
        throw new IllegalArgumentException(
            "a limit of failures a minute is at least 1, was " + perMinute.get());
      }
    }
  }

  /// Why an alarm goes off.
  public enum Kind {
    NEW_CAUSE,
    AGE,
    RATE
  }

  /// One alarm, with words for a person.
  public record Alarm(Kind kind, Instant at, String text) {}

  private record Waiting(Instant since, WorkId work) {}

  private final Limits limits;
  private final Set<String> causes = new HashSet<>();
  private final Map<WorkId, Instant> lastFailures = new HashMap<>();
  private final Map<WorkId, Waiting> waits = new HashMap<>();
  private final TreeSet<Waiting> young =
      new TreeSet<>(
          Comparator.comparing(Waiting::since).thenComparing(waiting -> waiting.work().toString()));
  private final Deque<Instant> arrivals = new ArrayDeque<>();
  private boolean tooFast;

  public Alarms(Limits limits) {
    this.limits = limits;
  }

  /// Takes in a row from before: its cause is no news.
  public void known(RetryRow row) {
    causes.add(row.fingerprint());
    remember(row);
  }

  /// Takes in a row that was written now.
  public List<Alarm> changed(RetryRow row, Instant now) {
    List<Alarm> alarms = new ArrayList<>();
    if (causes.add(row.fingerprint())) {
      alarms.add(
          new Alarm(
              Kind.NEW_CAUSE,
              now,
              "new cause %s: %s %s, first seen at %s"
                  .formatted(
                      row.fingerprint(), row.failure(), Masking.text(row.message()), row.work())));
    }
    Instant before = lastFailures.get(row.work());
    if (before == null || row.lastFailedAt().isAfter(before)) {
      arrivals.add(row.lastFailedAt().isAfter(now) ? now : row.lastFailedAt());
    }
    remember(row);
    alarms.addAll(tick(now));
    return alarms;
  }

  /// Lets time pass.
  public List<Alarm> tick(Instant now) {
    List<Alarm> alarms = new ArrayList<>();
    limits.perMinute().flatMap(limit -> tooFast(limit, now)).ifPresent(alarms::add);
    limits.age().flatMap(limit -> tooOld(limit, now)).ifPresent(alarms::add);
    return alarms;
  }

  private void remember(RetryRow row) {
    lastFailures.put(row.work(), row.lastFailedAt());
    Waiting waiting = new Waiting(row.firstFailedAt(), row.work());
    if (row.status() != Status.PARKED && row.status() != Status.QUARANTINED) {
      waits.remove(row.work());
      young.remove(waiting);
    } else if (waits.put(row.work(), waiting) == null) {
      young.add(waiting);
    }
  }

  private Optional<Alarm> tooOld(Duration limit, Instant now) {
    Waiting oldest = null;
    int count = 0;
    while (!young.isEmpty() && young.first().since().isBefore(now.minus(limit))) {
      Waiting waiting = young.removeFirst();
      oldest = oldest == null ? waiting : oldest;
      count++;
    }
    return oldest == null
        ? Optional.empty()
        : Optional.of(
            new Alarm(
                Kind.AGE,
                now,
                "%d more %s for an operator longer than %s; the oldest is %s, since %s"
                    .formatted(
                        count,
                        count == 1 ? "work waits" : "works wait",
                        Elapsed.words(limit),
                        oldest.work(),
                        oldest.since())));
  }

  private Optional<Alarm> tooFast(int limit, Instant now) {
    arrivals.removeIf(at -> !at.isAfter(now.minus(RATE_WINDOW)));
    boolean before = tooFast;
    tooFast = arrivals.size() > limit;
    return tooFast && !before
        ? Optional.of(
            new Alarm(
                Kind.RATE,
                now,
                "%d failures in the last minute, the limit is %d"
                    .formatted(arrivals.size(), limit)))
        : Optional.empty();
  }
}
