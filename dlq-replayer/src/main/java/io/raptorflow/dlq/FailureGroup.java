package io.raptorflow.dlq;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Failed works with one fingerprint, that is with one cause.
///
/// @param agents who failed, in order
/// @param count works
/// @param waiting works that wait for an operator
/// @param first when the first of them failed first
/// @param last when the last of them failed last
/// @param message what the last of them said
/// @param sample the last of them
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
    Suspect suspect) {
  private static final int OUTAGE_WORKS = 20;
  private static final Duration OUTAGE_WINDOW = Duration.ofMinutes(5);

  public FailureGroup {
    agents = List.copyOf(agents);
  }

  /// What the failures look like from afar.
  public enum Suspect {
    /// The work itself: trying again fails again until it is edited.
    WORK("the work itself; look at one with show, edit it, or discard"),
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
  public static List<FailureGroup> of(Collection<RetryRow> rows) {
    Map<String, ArrayList<RetryRow>> byCause = new LinkedHashMap<>();
    rows.forEach(
        row ->
            byCause
                .computeIfAbsent(row.failure() + " " + row.fingerprint(), _ -> new ArrayList<>())
                .add(row));
    return byCause.values().stream()
        .map(FailureGroup::group)
        .sorted(
            Comparator.comparingInt(FailureGroup::count)
                .reversed()
                .thenComparing(FailureGroup::fingerprint))
        .toList();
  }

  /// What one row looks like on its own.
  public static Suspect suspect(RetryRow row) {
    return suspect(row.failure(), 1, Duration.ZERO);
  }

  private static FailureGroup group(List<RetryRow> rows) {
    RetryRow newest = rows.stream().max(Comparator.comparing(RetryRow::lastFailedAt)).orElseThrow();
    Instant first =
        rows.stream().map(RetryRow::firstFailedAt).min(Comparator.naturalOrder()).orElseThrow();
    TreeSet<String> agents = new TreeSet<>();
    rows.forEach(row -> agents.add(row.agent().isEmpty() ? row.group() : row.agent()));
    int waiting =
        (int)
            rows.stream()
                .filter(row -> row.status() == Status.PARKED || row.status() == Status.QUARANTINED)
                .count();
    return new FailureGroup(
        newest.fingerprint(),
        newest.failure(),
        List.copyOf(agents),
        rows.size(),
        waiting,
        first,
        newest.lastFailedAt(),
        newest.message(),
        newest.work(),
        suspect(newest.failure(), rows.size(), Duration.between(first, newest.lastFailedAt())));
  }

  private static Suspect suspect(FailureClass reason, int works, Duration over) {
    return switch (reason) {
      case POISON, KILLER, BAD_OUTPUT, EXPIRED, CANCELLED -> Suspect.WORK;
      case AUTH, BUDGET -> Suspect.CONFIGURATION;
      case RATE_LIMITED -> Suspect.OUTAGE;
      case TRANSIENT, TIMEOUT ->
          works >= OUTAGE_WORKS && over.compareTo(OUTAGE_WINDOW) <= 0
              ? Suspect.OUTAGE
              : Suspect.UNCLEAR;
    };
  }
}
