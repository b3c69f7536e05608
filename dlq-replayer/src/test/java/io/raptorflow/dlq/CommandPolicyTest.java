package io.raptorflow.dlq;

import static io.raptorflow.dlq.PolicyCases.COMMAND;
import static io.raptorflow.dlq.PolicyCases.NOW;
import static io.raptorflow.dlq.PolicyCases.POLICY;
import static io.raptorflow.dlq.PolicyCases.WORK;
import static io.raptorflow.dlq.PolicyCases.command;
import static io.raptorflow.dlq.PolicyCases.commanded;
import static io.raptorflow.dlq.PolicyCases.decide;
import static io.raptorflow.dlq.PolicyCases.edit;
import static io.raptorflow.dlq.PolicyCases.failed;
import static io.raptorflow.dlq.PolicyCases.forVersion;
import static io.raptorflow.dlq.PolicyCases.kind;
import static io.raptorflow.dlq.PolicyCases.letter;
import static io.raptorflow.dlq.PolicyCases.report;
import static io.raptorflow.dlq.PolicyCases.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.OperationOutcome.Kind;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What operators command, and what they and their jobs hear of it.
class CommandPolicyTest {
  @Test
  void replaysOnCommandOnceAndGivesNewTime() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryInput command = command(Verb.REPLAY);

    RetryDecision decision = decide(Optional.of(parked), command);

    RetryRow fired = decision.row().orElseThrow();
    assertThat(fired.status()).isEqualTo(Status.FIRED);
    assertThat(fired.replays()).isEqualTo(1);
    assertThat(fired.history().getLast()).contains("ann").contains("fixed");
    assertThat(decision.effects())
        .first()
        .isInstanceOfSatisfying(
            Effect.Fire.class, fire -> assertThat(fire.deadline()).isAfter(NOW));
    assertThat(kind(decision)).isEqualTo(Kind.OBEYED);
    assertThat(decide(decision.row(), command)).isEqualTo(RetryDecision.stay());
  }

  @Test
  void stopsReplayingInALoop() {
    Optional<RetryRow> row = Optional.of(row(failed(FailureClass.POISON, 0)));
    for (int replays = 1; replays <= 3; replays++) {
      row = decide(row, command(Verb.REPLAY)).row();
      row = decide(row, failed(FailureClass.POISON, replays)).row();
    }

    RetryDecision fourth = decide(row, command(Verb.REPLAY));

    assertThat(fourth.row()).isEmpty();
    assertThat(report(fourth).note()).contains("replayed 3 times").contains("force");
    RetryInput.Commanded forced =
        commanded(
            new ReplayOperation(
                UUID.randomUUID(),
                WORK,
                Verb.REPLAY,
                "ann",
                "fixed",
                NOW,
                null,
                null,
                true,
                null,
                null));
    assertThat(decide(row, forced).row().orElseThrow().status()).isEqualTo(Status.FIRED);
  }

  @Test
  void refusesACommandThatWasGivenForAnOlderRow() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));

    RetryDecision stale = decide(Optional.of(parked), forVersion(parked.version() - 1));
    RetryDecision right = decide(Optional.of(parked), forVersion(parked.version()));

    assertThat(stale.row()).isEmpty();
    assertThat(report(stale).kind()).isEqualTo(Kind.REFUSED);
    assertThat(report(stale).note()).contains("version 1").contains("version 0");
    assertThat(right.row().orElseThrow().version()).isEqualTo(parked.version() + 1);
  }

  @Test
  void takesADiscardBackAndNothingElse() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryRow discarded = decide(Optional.of(parked), command(Verb.DISCARD)).row().orElseThrow();

    RetryDecision restored = decide(Optional.of(discarded), command(Verb.RESTORE));
    RetryDecision refused = decide(Optional.of(parked), command(Verb.RESTORE));

    assertThat(discarded.status()).isEqualTo(Status.DISCARDED);
    assertThat(restored.row().orElseThrow().status()).isEqualTo(Status.PARKED);
    assertThat(kind(refused)).isEqualTo(Kind.REFUSED);
  }

  @Test
  void keepsTheOriginalLetterOfEditedWorkWhenItFailsAgain() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryRow edited = decide(Optional.of(parked), commanded(edit())).row().orElseThrow();
    RetryRow fired = decide(Optional.of(edited), command(Verb.REPLAY)).row().orElseThrow();
    Coordinates second = new Coordinates("sys.dlq.processing_error", 0, 99);

    RetryRow again =
        decide(
                Optional.of(fired),
                new RetryInput.Failed(
                    letter(FailureClass.POISON, 1, Optional.empty(), Optional.empty(), second),
                    RetryInput.Cause.OWN))
            .row()
            .orElseThrow();
    RetryRow anew =
        decide(
                Optional.of(again),
                new RetryInput.Failed(
                    letter(FailureClass.POISON, 0, Optional.empty(), Optional.empty(), second),
                    RetryInput.Cause.OWN))
            .row()
            .orElseThrow();

    assertThat(edited.status()).isEqualTo(parked.status());
    assertThat(edited.edited()).isEqualTo(COMMAND);
    assertThat(again.edited()).isEqualTo(COMMAND);
    assertThat(again.letter()).isEqualTo(parked.letter());
    assertThat(anew.edited()).as("sent anew with bytes of its own").isNull();
    assertThat(anew.letter()).isEqualTo(second);
  }

  @Test
  void takesTheSecondEditInPlaceOfTheFirst() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    Coordinates second = new Coordinates("sys.dlq.ops", 2, 6);
    RetryRow first = decide(Optional.of(parked), commanded(edit())).row().orElseThrow();

    RetryRow edited =
        decide(Optional.of(first), new RetryInput.Commanded(edit(), second)).row().orElseThrow();

    assertThat(first.edited()).isEqualTo(COMMAND);
    assertThat(edited.edited()).isEqualTo(second);
    assertThat(edited.letter()).as("the original is kept").isEqualTo(parked.letter());
  }

  @Test
  void tellsTheJobWhatBecameOfItsReplay() {
    UUID job = new UUID(7, 7);
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryInput replay =
        commanded(
            new ReplayOperation(
                UUID.randomUUID(), WORK, Verb.REPLAY, "ann", "", NOW, job, 1, false, null, null));
    RetryDecision fired = decide(Optional.of(parked), replay);

    RetryDecision answered = decide(fired.row(), new RetryInput.Answered());
    RetryDecision failed = decide(fired.row(), failed(FailureClass.POISON, 1));
    RetryDecision later = decide(failed.row(), new RetryInput.Answered());
    RetryDecision unsendable =
        POLICY.unsendable(fired.row().orElseThrow(), "its topic is gone", NOW);

    assertThat(report(answered).kind()).isEqualTo(Kind.RESOLVED);
    assertThat(report(answered).job()).isEqualTo(job);
    assertThat(report(failed).kind()).isEqualTo(Kind.FAILED_AGAIN);
    assertThat(report(unsendable).note()).isEqualTo("its topic is gone");
    assertThat(later.effects()).as("the job had its outcome").isEmpty();
  }

  @Test
  void tellsTheOperatorWhatBecameOfASingleReplay() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryDecision fired = decide(Optional.of(parked), command(Verb.REPLAY));
    UUID operation = report(fired).operation();

    RetryDecision answered = decide(fired.row(), new RetryInput.Answered());
    RetryDecision failed = decide(fired.row(), failed(FailureClass.POISON, 1));
    RetryDecision later = decide(failed.row(), new RetryInput.Answered());
    RetryDecision unsendable =
        POLICY.unsendable(fired.row().orElseThrow(), "its topic is gone", NOW);

    assertThat(kind(fired)).isEqualTo(Kind.OBEYED);
    assertThat(kind(answered)).isEqualTo(Kind.RESOLVED);
    assertThat(kind(failed)).isEqualTo(Kind.FAILED_AGAIN);
    assertThat(report(failed).note()).isEqualTo("POISON: it broke");
    assertThat(report(unsendable).note()).isEqualTo("its topic is gone");
    assertThat(List.of(report(answered), report(failed), report(unsendable)))
        .allMatch(outcome -> outcome.job() == null && outcome.operation().equals(operation));
    assertThat(later.effects()).as("the operator had the outcome").isEmpty();
  }

  @Test
  void doesNotTakeTheReplayersOwnRetryForAnOperatorsReplay() {
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryRow fired = decide(Optional.of(parked), command(Verb.REPLAY)).row().orElseThrow();
    RetryRow waits =
        decide(Optional.of(fired), failed(FailureClass.TRANSIENT, 1)).row().orElseThrow();
    RetryRow retried =
        POLICY
            .decide(Optional.of(waits), new RetryInput.Due(), NOW.plus(Duration.ofHours(1)))
            .row()
            .orElseThrow();

    RetryDecision answered = decide(Optional.of(retried), new RetryInput.Answered());

    assertThat(waits.status()).isEqualTo(Status.SCHEDULED);
    assertThat(retried.status()).isEqualTo(Status.FIRED);
    assertThat(answered.row().orElseThrow().status()).isEqualTo(Status.RESOLVED);
    assertThat(answered.effects()).isEmpty();
  }

  @Test
  void tellsAReplayForALaterTimeThatADiscardCameFirstAndLetsAnEditBe() {
    UUID job = new UUID(7, 7);
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    ReplayOperation later =
        new ReplayOperation(
            UUID.randomUUID(),
            WORK,
            Verb.REPLAY,
            "ann",
            "",
            NOW,
            job,
            1,
            false,
            null,
            new ReplayTerms(false, null, NOW.plusSeconds(60)));
    RetryRow waits = decide(Optional.of(parked), commanded(later)).row().orElseThrow();

    RetryDecision discarded = decide(Optional.of(waits), command(Verb.DISCARD));
    RetryDecision edited = decide(Optional.of(waits), commanded(edit()));
    RetryRow fired =
        POLICY.decide(edited.row(), new RetryInput.Due(), NOW.plusSeconds(60)).row().orElseThrow();

    assertThat(discarded.effects())
        .filteredOn(RetryDecision.Effect.Report.class::isInstance)
        .extracting(effect -> ((RetryDecision.Effect.Report) effect).outcome())
        .anySatisfy(
            outcome -> {
              assertThat(outcome.kind()).isEqualTo(Kind.FAILED_AGAIN);
              assertThat(outcome.job()).isEqualTo(job);
              assertThat(outcome.note()).isEqualTo("DISCARD by ann came before its turn");
            });
    assertThat(edited.effects()).hasSize(1);
    assertThat(report(decide(Optional.of(fired), new RetryInput.Answered())).job()).isEqualTo(job);
  }

  @Test
  void reportsACommandOnWorkThatNeverFailed() {
    assertThat(kind(decide(Optional.empty(), command(Verb.REPLAY)))).isEqualTo(Kind.REFUSED);
  }
}
