package io.raptorflow.dlq;

import static io.raptorflow.dlq.PolicyCases.NOW;
import static io.raptorflow.dlq.PolicyCases.WORK;
import static io.raptorflow.dlq.PolicyCases.failed;
import static io.raptorflow.dlq.PolicyCases.kind;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.DeadLetterRule.Action;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulingPolicyTest {
  @ParameterizedTest
  @CsvSource({"HOLD,HELD", "PARK,PARKED", "QUARANTINE,QUARANTINED", "DISCARD,DISCARDED"})
  void aRuleDecidesOnAFailure(Action action, Status status) {
    RetryRow row = row(ruled(action, null), Optional.empty(), failed(FailureClass.TRANSIENT, 0));

    assertThat(row.status()).isEqualTo(status);
    assertThat(row.heldBy()).isEqualTo(action == Action.HOLD ? "a-rule" : null);
  }

  @Test
  void aRuleGivesAFailureTheRetriesOfAnotherClass() {
    RetryRow row =
        row(
            ruled(Action.RETRY_AS, FailureClass.TRANSIENT),
            Optional.empty(),
            failed(FailureClass.AUTH, 0));

    assertThat(row.status()).isEqualTo(Status.SCHEDULED);
    assertThat(row.failure()).isEqualTo(FailureClass.AUTH);
  }

  @Test
  void aRetryThatComesDueWaitsWhileARuleHoldsIt() {
    RetryRow scheduled = row(free(), Optional.empty(), failed(FailureClass.TRANSIENT, 0));
    RetryPolicy held = ruled(Action.HOLD, null);

    RetryRow waiting =
        held.decide(Optional.of(scheduled), new RetryInput.Due(), NOW.plusSeconds(60))
            .row()
            .orElseThrow();

    assertThat(waiting.status()).isEqualTo(Status.HELD);
    assertThat(waiting.failures()).isEqualTo(scheduled.failures());
  }

  @Test
  void onlyAHoldStopsARetryThatIsDue() {
    RetryRow scheduled = row(free(), Optional.empty(), failed(FailureClass.TRANSIENT, 0));

    RetryDecision due =
        ruled(Action.DISCARD, null)
            .decide(Optional.of(scheduled), new RetryInput.Due(), NOW.plusSeconds(60));

    assertThat(due.row().orElseThrow().status()).isEqualTo(Status.FIRED);
  }

  @Test
  void whatIsLetGoHasItsTurn() {
    RetryRow held =
        row(ruled(Action.HOLD, null), Optional.empty(), failed(FailureClass.TRANSIENT, 0));

    RetryRow released = row(free(), Optional.of(held), new RetryInput.Released(NOW.plusSeconds(7)));

    assertThat(released.status()).isEqualTo(Status.SCHEDULED);
    assertThat(released.dueAt()).isEqualTo(NOW.plusSeconds(7));
    assertThat(released.heldBy()).isNull();
    assertThat(free().decide(Optional.of(released), new RetryInput.Released(NOW), NOW).row())
        .isEmpty();
  }

  @Test
  void anAnsweredProbeTellsThatItsRuleMayGo() {
    RetryRow held =
        row(ruled(Action.HOLD, null), Optional.empty(), failed(FailureClass.TRANSIENT, 0));
    RetryDecision probe = free().decide(Optional.of(held), new RetryInput.Probed(), NOW);
    RetryRow fired = probe.row().orElseThrow();

    RetryDecision answered = free().decide(Optional.of(fired), new RetryInput.Answered(), NOW);

    assertThat(fired.status()).isEqualTo(Status.FIRED);
    assertThat(probe.effects()).hasOnlyElementsOfType(Effect.Fire.class).hasSize(1);
    assertThat(answered.row().orElseThrow().status()).isEqualTo(Status.RESOLVED);
    assertThat(answered.effects()).contains(new Effect.Healed("a-rule"));
  }

  @Test
  void aProbeThatFailsIsHeldAgain() {
    RetryPolicy holding = ruled(Action.HOLD, null);
    RetryRow held = row(holding, Optional.empty(), failed(FailureClass.TRANSIENT, 0));
    RetryRow fired = row(holding, Optional.of(held), new RetryInput.Probed());

    RetryRow again = row(holding, Optional.of(fired), failed(FailureClass.TRANSIENT, 1));

    assertThat(again.status()).isEqualTo(Status.HELD);
    assertThat(again.failures()).isEqualTo(2);
  }

  @Test
  void heldWorkIsDiscardedAtOnceButReplayedOnlyByForce() {
    RetryRow held =
        row(ruled(Action.HOLD, null), Optional.empty(), failed(FailureClass.TRANSIENT, 0));

    RetryDecision replay = free().decide(Optional.of(held), PolicyCases.command(Verb.REPLAY), NOW);
    RetryDecision discard =
        free().decide(Optional.of(held), PolicyCases.command(Verb.DISCARD), NOW);
    RetryDecision forced =
        free()
            .decide(
                Optional.of(held),
                PolicyCases.commanded(
                    new ReplayOperation(
                        UUID.randomUUID(),
                        WORK,
                        Verb.REPLAY,
                        "ann",
                        "",
                        NOW,
                        null,
                        null,
                        true,
                        null,
                        null)),
                NOW);

    assertThat(kind(replay)).isEqualTo(OperationOutcome.Kind.REFUSED);
    assertThat(discard.row().orElseThrow().status()).isEqualTo(Status.DISCARDED);
    assertThat(forced.row().orElseThrow().status()).isEqualTo(Status.FIRED);
    assertThat(forced.row().orElseThrow().heldBy()).isNull();
  }

  @Test
  void workThatAloneFailsAgainAndAgainIsPoison() {
    RetryDecision decision =
        free()
            .decide(
                Optional.empty(),
                new RetryInput.Failed(
                    PolicyCases.letter(
                        FailureClass.TRANSIENT, 2, Optional.empty(), Optional.empty()),
                    RetryInput.Cause.WORK),
                NOW);

    assertThat(decision.row().orElseThrow().status()).isEqualTo(Status.QUARANTINED);
  }

  @Test
  void countsFailuresOfTheSameCauseAndWhereTheyHappened() {
    RetryRow first = row(free(), Optional.empty(), failed(FailureClass.TRANSIENT, 0));
    RetryRow second = row(free(), Optional.of(first), failed(FailureClass.TRANSIENT, 1));

    assertThat(first.sameCause()).isEqualTo(1);
    assertThat(second.sameCause()).isEqualTo(2);
    assertThat(second.hosts()).containsExactly("node-1");
  }

  private static RetryRow row(RetryPolicy policy, Optional<RetryRow> row, RetryInput input) {
    return policy.decide(row, input, NOW).row().orElseThrow();
  }

  private static RetryPolicy free() {
    return PolicyCases.POLICY;
  }

  private static RetryPolicy ruled(Action action, @Nullable FailureClass as) {
    DeadLetterRule rule =
        DeadLetterRule.made(
            "a-rule",
            "failures>=0",
            action,
            as,
            DeadLetterRule.Origin.OPERATOR,
            "ann",
            "a test",
            NOW);
    return new RetryPolicy(
        ReplayerSettings.standard(Path.of("unused")), (_, _) -> Optional.of(rule));
  }
}
