package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.JobOrder;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.OperationOutcome.Kind;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.AuditTrail.Entry;
import io.raptorflow.dlq.AuditTrail.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
  private static final Instant NOW = TestRows.NOW;

  private final List<JobItem> works =
      IntStream.range(0, 5).mapToObj(n -> new JobItem(new WorkId(new UUID(1, n)), 1)).toList();
  private final JobPlan plan = new JobPlan(Verb.REPLAY, "status=PARKED", works);
  private final List<JobOrder> orders = new ArrayList<>();
  private final List<ReplayOperation> operations = new ArrayList<>();
  private final List<OperationOutcome> outcomes = new ArrayList<>();

  @Test
  void tellsWhatBecameOfEachWorkOfAJob() {
    items(0, 0, 3);
    items(0, 1, 5);
    start(1);
    IntStream.range(0, 4).forEach(this::command);
    outcome(0, Kind.OBEYED, "");
    outcome(0, Kind.RESOLVED, "");
    outcome(1, Kind.OBEYED, "");
    outcome(1, Kind.FAILED_AGAIN, "AUTH: no");
    outcome(2, Kind.REFUSED, "its row changed");
    outcome(3, Kind.OBEYED, "");

    List<Entry> entries = trail();

    assertThat(entries).singleElement().matches(entry -> entry.kind() == AuditTrail.Kind.JOB);
    Entry job = entries.getFirst();
    assertThat(job.items())
        .extracting(AuditTrail.Item::result)
        .containsExactly(
            Result.DONE, Result.FAILED_AGAIN, Result.REFUSED, Result.OPEN, Result.UNTOUCHED);
    assertThat(job.items().get(2).note()).isEqualTo("its row changed");
    assertThat(job.results()).hasSize(5).containsEntry(Result.OPEN, 1);
    assertThat(job.filter()).isEqualTo("status=PARKED");
    assertThat(job.plan()).isEqualTo(plan.hash());
  }

  @Test
  void showsADryRunAsOneThatChangedNothing() {
    items(0, 0, 5);
    items(1, 0, 5);
    start(2);
    items(3, 0, 5);

    List<Entry> entries = trail();

    assertThat(entries)
        .extracting(Entry::kind)
        .containsExactly(AuditTrail.Kind.PROPOSAL, AuditTrail.Kind.JOB, AuditTrail.Kind.PROPOSAL);
    assertThat(entries.getFirst().what()).isEqualTo("REPLAY");
    assertThat(entries.getFirst().plan()).isEqualTo(plan.hash());
    assertThat(entries.getFirst().results()).isEqualTo(Map.of(Result.UNTOUCHED, 5));
  }

  @Test
  void namesWhoeverSteeredAJob() {
    items(0, 0, 5);
    start(1);
    orders.add(
        new JobOrder(
            plan.job(), "ben", NOW.plusSeconds(2), new JobOrder.Steer(JobOrder.Action.CANCEL)));

    assertThat(trail().getLast())
        .matches(entry -> entry.kind() == AuditTrail.Kind.STEERING)
        .matches(entry -> entry.by().equals("ben") && entry.what().equals("CANCEL"));
  }

  @Test
  void listsCommandsOnSingleWorksInTheOrderOfTime() {
    ReplayOperation edit =
        TestRows.of(7, io.raptorflow.bus.FailureClass.AUTH).command(Verb.EDIT, "seed");
    operations.add(edit);
    outcomes.add(
        new OperationOutcome(edit.id(), null, edit.work(), Kind.REFUSED, "too late", 3, NOW));
    items(-9, 0, 5);
    start(-8);

    List<Entry> entries = trail();

    assertThat(entries)
        .extracting(Entry::kind)
        .containsExactly(AuditTrail.Kind.JOB, AuditTrail.Kind.COMMAND);
    assertThat(entries.getLast().items())
        .containsExactly(new AuditTrail.Item(edit.work(), Result.REFUSED, "too late", NOW));
  }

  @Test
  void followsASingleReplayToItsOutcome() {
    for (int number = 0; number < 3; number++) {
      ReplayOperation replay =
          TestRows.of(number, io.raptorflow.bus.FailureClass.AUTH).command(Verb.REPLAY, "again");
      operations.add(replay);
      outcomes.add(single(replay, Kind.OBEYED, ""));
    }
    outcomes.add(single(operations.get(1), Kind.RESOLVED, ""));
    outcomes.add(single(operations.get(2), Kind.FAILED_AGAIN, "AUTH: no"));

    assertThat(trail().stream().flatMap(entry -> entry.items().stream()))
        .extracting(AuditTrail.Item::result, AuditTrail.Item::note)
        .containsExactlyInAnyOrder(
            tuple(Result.OPEN, ""), tuple(Result.DONE, ""), tuple(Result.FAILED_AGAIN, "AUTH: no"));
  }

  private static OperationOutcome single(ReplayOperation operation, Kind kind, String note) {
    return new OperationOutcome(operation.id(), null, operation.work(), kind, note, 3, NOW);
  }

  private List<Entry> trail() {
    return AuditTrail.of(orders, operations, outcomes).entries();
  }

  /// A part of the set: the first one has the works up to a number, the next those from there.
  private void items(int second, int part, int to) {
    int from = part == 0 ? 0 : 3;
    orders.add(
        new JobOrder(
            plan.job(),
            "ann",
            NOW.plusSeconds(second),
            new JobOrder.Items(part, works.subList(from, to))));
  }

  private void start(int second) {
    orders.add(
        new JobOrder(
            plan.job(),
            "ann",
            NOW.plusSeconds(second),
            new JobOrder.Start(
                Verb.REPLAY, "fixed", plan.query(), plan.hash(), 5, 0, 1, 0, 0, false, null)));
  }

  private void command(int number) {
    operations.add(
        new ReplayOperation(
            new UUID(2, number),
            works.get(number).work(),
            Verb.REPLAY,
            "ann",
            "fixed",
            NOW,
            plan.job(),
            1,
            false,
            null,
            null));
  }

  private void outcome(int number, Kind kind, String note) {
    outcomes.add(
        new OperationOutcome(
            new UUID(2, number), plan.job(), works.get(number).work(), kind, note, 2, NOW));
  }
}
