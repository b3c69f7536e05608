package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.Evidence.Answer;
import io.raptorflow.bench.chaos.Evidence.Call;
import io.raptorflow.bench.chaos.Evidence.Disturbance;
import io.raptorflow.bench.chaos.Evidence.Row;
import io.raptorflow.bench.chaos.Evidence.Task;
import io.raptorflow.bus.RetryRow.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// I1 to I4 and I9: what became of every work, and what it did outside.
final class WorkChecks {
  /// A call whose answer came this long before a fault may not have been written down yet: the
  /// first transaction of a process that had just started took more than six seconds (seed 34).
  private static final long UNWRITTEN_MILLIS = 10_000;

  /// A bus that was cut or lost a broker takes so long to take writes again.
  private static final long RECOVERY_MILLIS = 35_000;

  private static final int FIRST_CALL_OK = 200;
  private static final Set<Status> AT_REST =
      EnumSet.of(Status.PARKED, Status.QUARANTINED, Status.DISCARDED);

  private final Evidence evidence;
  private final Verdict verdict;

  WorkChecks(Evidence evidence, Verdict verdict) {
    this.evidence = evidence;
    this.verdict = verdict;
  }

  void all() {
    nothingIsLost();
    oneResult();
    oneEffect();
    noCallTwice();
    workspaces();
    verdict.number("works", evidence.tasks.size());
    verdict.number("answers", evidence.answers.size());
    verdict.number("deadLetters", evidence.letters.values().stream().mapToLong(List::size).sum());
    verdict.number(
        "retries",
        evidence.tasks.values().stream().mapToLong(task -> task.deliveries().size() - 1).sum());
    verdict.number("faults", evidence.disturbances.size());
    verdict.number(
        "kinds",
        evidence.disturbances.stream()
            .map(one -> one.fault().label())
            .distinct()
            .sorted()
            .toList());
  }

  private void nothingIsLost() {
    verdict.looked(Invariant.I1, evidence.acknowledged.size() + evidence.tasks.size());
    for (String work : evidence.acknowledged) {
      if (!evidence.tasks.containsKey(work)) {
        verdict.violated(Invariant.I1, "work " + work + " was acknowledged and is not there");
      }
    }
    for (Task task : evidence.tasks.values()) {
      boolean answered = finals(task.work()) > 0;
      List<Row> rows = evidence.rows.getOrDefault(task.work(), List.of());
      boolean rests = !rows.isEmpty() && AT_REST.contains(rows.getLast().status());
      if (!answered && !rests) {
        verdict.violated(
            Invariant.I1,
            "work %s of %s has no end; deliveries %s, rows %s, letters %s"
                .formatted(
                    task.work(),
                    task.agent(),
                    task.deliveries(),
                    rows,
                    evidence.letters.getOrDefault(task.work(), List.of())));
      }
    }
  }

  private long finals(String work) {
    return evidence.answers.getOrDefault(work, List.of()).stream().filter(Answer::isFinal).count();
  }

  private void oneResult() {
    verdict.looked(Invariant.I2, evidence.answers.size());
    for (String work : evidence.answers.keySet()) {
      long finals = finals(work);
      if (finals > 1) {
        verdict.violated(
            Invariant.I2, "work %s has %d answers: %s".formatted(work, finals, story(work)));
      }
    }
  }

  private String story(String work) {
    Task task = evidence.tasks.get(work);
    return "answers %s, deliveries %s, rows %s"
        .formatted(
            evidence.answers.getOrDefault(work, List.of()),
            task == null ? List.of() : task.deliveries(),
            evidence.rows.getOrDefault(work, List.of()));
  }

  private void oneEffect() {
    Map<String, Integer> applied = new HashMap<>();
    Map<String, String> keys = new HashMap<>();
    long repeated = 0;
    long calls = 0;
    for (Call call : evidence.calls) {
      if (!call.kind().equals("tool")) {
        continue;
      }
      calls++;
      String work = call.body().split(" ")[0];
      if (call.effect().equals("applied")) {
        applied.merge(work, 1, Integer::sum);
      } else if (call.effect().equals("known")) {
        repeated++;
      }
      String before = keys.putIfAbsent(work, call.key());
      if (before != null && !before.equals(call.key())) {
        verdict.violated(
            Invariant.I3, "work %s has effects %s and %s".formatted(work, before, call.key()));
      }
      if (!evidence.tasks.containsKey(work)) {
        verdict.violated(Invariant.I3, "an effect of work " + work + ", which nobody gave");
      }
    }
    applied.forEach(
        (work, times) -> {
          if (times > 1) {
            verdict.violated(Invariant.I3, "work " + work + " had its effect " + times + " times");
          }
        });
    for (Task task : evidence.tasks.values()) {
      boolean tool = Cast.TOOL_USERS.stream().anyMatch(id -> id.value().equals(task.agent()));
      if (tool && finals(task.work()) > 0 && !applied.containsKey(task.work())) {
        verdict.violated(Invariant.I3, "work " + task.work() + " was answered and had no effect");
      }
    }
    verdict.looked(Invariant.I3, applied.size());
    verdict.number("toolCalls", calls);
    verdict.number("repeatedToolCalls", repeated);
  }

  /// A second good answer to the same question is explained by a fault between the first question
  /// and the time by which its answer is surely written down.
  private void noCallTwice() {
    Map<String, List<Call>> byKey = new HashMap<>();
    for (Call call : evidence.calls) {
      if (call.kind().equals("model") && call.status() == FIRST_CALL_OK) {
        byKey.computeIfAbsent(call.key(), _ -> new ArrayList<>()).add(call);
      }
    }
    long repeated = 0;
    for (List<Call> calls : byKey.values()) {
      for (int index = 1; index < calls.size(); index++) {
        repeated++;
        Call before = calls.get(index - 1);
        if (evidence.disturbances.stream().noneMatch(fault -> explains(fault, before))) {
          verdict.violated(
              Invariant.I4,
              "%s was asked again without a fault: %s".formatted(before.body(), calls));
        }
      }
    }
    verdict.looked(Invariant.I4, byKey.size());
    verdict.number("modelCalls", byKey.values().stream().mapToLong(List::size).sum());
    verdict.number("repeatedModelCalls", repeated);
  }

  private static boolean explains(Disturbance fault, Call call) {
    return switch (fault.fault()) {
      case AGENTS_KILL, AGENTS_KILL_BOTH, AGENTS_TERM, AGENTS_PAUSE ->
          fault.begun() >= call.begun() - UNWRITTEN_MILLIS
              && fault.begun() <= call.ended() + UNWRITTEN_MILLIS;
      case SINK_OUTAGE,
          SINK_SLOW,
          SINK_STORM,
          REPLAYER_KILL,
          REPLAYER_TWIN,
          LORDS_KILL,
          INGRESS_KILL,
          CLOCK_STEP,
          OFFSET_TAMPERING ->
          false;
      default ->
          fault.begun() <= call.ended() + UNWRITTEN_MILLIS
              && fault.ended() + RECOVERY_MILLIS >= call.begun();
    };
  }

  private void workspaces() {
    verdict.looked(Invariant.I9, evidence.tasks.size());
    for (Task task : evidence.tasks.values()) {
      for (Answer answer : evidence.answers.getOrDefault(task.work(), List.of())) {
        if (!answer.workspace().equals(task.workspace())
            || !answer.run().equals(task.run())
            || !answer.agent().equals(task.agent())) {
          verdict.violated(Invariant.I9, "the answer of another: " + task + ", " + answer);
        }
      }
      evidence
          .letters
          .getOrDefault(task.work(), List.of())
          .forEach(
              letter -> {
                if (!letter.workspace().equals(task.workspace())
                    || !letter.run().equals(task.run())) {
                  verdict.violated(Invariant.I9, "the letter of another: " + task + ", " + letter);
                }
              });
      evidence
          .rows
          .getOrDefault(task.work(), List.of())
          .forEach(
              row -> {
                if (!row.workspace().equals(task.workspace())) {
                  verdict.violated(Invariant.I9, "the row of another: " + task + ", " + row);
                }
              });
    }
    for (Call call : evidence.calls) {
      String[] words = call.body().split(" ");
      Task task = call.kind().equals("tool") ? evidence.tasks.get(words[0]) : null;
      if (task != null && !task.workspace().equals(words[1])) {
        verdict.violated(Invariant.I9, "an effect in another workspace: " + task + ", " + call);
      }
    }
    for (String work : evidence.given.keySet()) {
      Task task = evidence.tasks.get(work);
      if (task != null
          && !task.workspace().equals(evidence.given.get(work).path("workspace").asString())) {
        verdict.violated(Invariant.I9, "given for another workspace: " + task);
      }
    }
  }
}
