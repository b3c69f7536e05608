package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.Evidence.Call;
import io.raptorflow.bench.chaos.Evidence.DeadLetter;
import io.raptorflow.bench.chaos.Evidence.Delivery;
import io.raptorflow.bench.chaos.Evidence.Row;
import io.raptorflow.bench.chaos.Evidence.Task;
import io.raptorflow.bus.RetryRow.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// I5 and I8: dead letters, their rows, and what was handed back.
final class RetryChecks {
  /// A clock that was set wrong by five minutes puts a retry at the wrong time, which is no fault
  /// of the replayer.
  private static final long WRONG_CLOCK_MILLIS = 60_000;

  private final Evidence evidence;
  private final Verdict verdict;
  private final Map<String, List<Call>> calls = new HashMap<>();

  RetryChecks(Evidence evidence, Verdict verdict) {
    this.evidence = evidence;
    this.verdict = verdict;
    for (Call call : evidence.calls) {
      if (call.kind().equals("tool")) {
        calls.computeIfAbsent(call.body().split(" ")[0], _ -> new ArrayList<>()).add(call);
      }
    }
  }

  void all() {
    verdict.looked(Invariant.I5, evidence.letters.size());
    Set<String> committed = new HashSet<>();
    evidence.letters.forEach(
        (work, letters) -> {
          letters.forEach(letter -> committed.add(letter.position()));
          hasRow(work, letters);
        });
    evidence.rows.forEach(
        (work, rows) -> {
          versions(work, rows);
          notEarly(work, rows);
          for (Row row : rows) {
            if (!committed.contains(row.letter())) {
              verdict.violated(
                  Invariant.I8,
                  "row of work %s is about an aborted letter: %s".formatted(work, row));
            }
          }
        });
    verdict.looked(Invariant.I8, evidence.rows.values().stream().mapToLong(List::size).sum());
    evidence.tasks.values().forEach(this::notTwice);
    verdict.number("worksThatFailed", evidence.rows.size());
    verdict.number("replayerHearsAfterMillis", heardAfter());
  }

  /// From a failure to its row: half of them within the first, all within the second.
  private List<Long> heardAfter() {
    List<Long> millis = new ArrayList<>();
    evidence.rows.forEach(
        (work, rows) -> {
          List<DeadLetter> letters = evidence.letters.getOrDefault(work, List.of());
          if (!letters.isEmpty()) {
            millis.add(rows.getFirst().at() - letters.getFirst().at());
          }
        });
    millis.sort(null);
    return millis.isEmpty() ? List.of() : List.of(millis.get(millis.size() / 2), millis.getLast());
  }

  private void hasRow(String work, List<DeadLetter> letters) {
    List<Row> rows = evidence.rows.getOrDefault(work, List.of());
    Set<String> noted = new HashSet<>();
    rows.forEach(row -> noted.add(row.letter()));
    if (!noted.contains(letters.getLast().position()) && rows.isEmpty()) {
      verdict.violated(Invariant.I5, "letters of work %s have no row: %s".formatted(work, letters));
    }
  }

  private void versions(String work, List<Row> rows) {
    int version = 0;
    int failures = 0;
    for (Row row : rows) {
      if (row.version() != version + 1) {
        verdict.violated(
            Invariant.I5,
            "rows of work %s are not numbered one after the other: %s".formatted(work, rows));
        return;
      }
      if (row.failures() < failures) {
        verdict.violated(
            Invariant.I5, "work %s failed less often than before: %s".formatted(work, rows));
        return;
      }
      version = row.version();
      failures = row.failures();
    }
  }

  /// Nobody is handed the same failure twice: each delivery after the first needs a letter of its
  /// own, or one that an operator had sent again.
  private void notTwice(Task task) {
    int letters = evidence.letters.getOrDefault(task.work(), List.of()).size();
    long first = task.deliveries().stream().filter(one -> one.attempt() == 0).count();
    if (task.deliveries().size() - first > letters) {
      verdict.violated(
          Invariant.I5,
          "work %s failed %d times and was handed back %d times: %s"
              .formatted(
                  task.work(), letters, task.deliveries().size() - first, task.deliveries()));
    }
    if (first > 1) {
      verdict.violated(
          Invariant.I2,
          "work %s was given %d times: %s".formatted(task.work(), first, task.deliveries()));
    }
    for (Delivery delivery : task.deliveries()) {
      if (delivery.attempt() > 0 && delivery.group().isEmpty()) {
        verdict.violated(Invariant.I5, "a retry for every group: " + delivery);
      }
    }
  }

  /// The sink's clock says when a retry was at work, and that is never before its time.
  private void notEarly(String work, List<Row> rows) {
    for (int index = 0; index + 1 < rows.size(); index++) {
      Row scheduled = rows.get(index);
      Row fired = rows.get(index + 1);
      if (scheduled.status() != Status.SCHEDULED || fired.status() != Status.FIRED) {
        continue;
      }
      boolean wrongClock =
          evidence.disturbances.stream()
              .anyMatch(
                  fault ->
                      fault.fault() == Fault.CLOCK_STEP
                          && scheduled.at() <= fault.ended() + WRONG_CLOCK_MILLIS * 6
                          && fired.at() >= fault.begun() - WRONG_CLOCK_MILLIS * 6);
      if (wrongClock) {
        continue;
      }
      for (Call call : calls.getOrDefault(work, List.of())) {
        if (call.attempt() == fired.failures() && call.begun() < scheduled.dueAt()) {
          verdict.violated(
              Invariant.I5,
              "work %s was due at %d and at work at %d: %s"
                  .formatted(work, scheduled.dueAt(), call.begun(), fired));
        }
      }
    }
  }
}
