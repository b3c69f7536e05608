package io.raptorflow.dlq;

import static io.raptorflow.dlq.PolicyCases.NOW;
import static io.raptorflow.dlq.PolicyCases.POLICY;
import static io.raptorflow.dlq.PolicyCases.adopted;
import static io.raptorflow.dlq.PolicyCases.command;
import static io.raptorflow.dlq.PolicyCases.decide;
import static io.raptorflow.dlq.PolicyCases.failed;
import static io.raptorflow.dlq.PolicyCases.letter;
import static io.raptorflow.dlq.PolicyCases.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
  @Test
  void schedulesATransientFailureAndSaysSo() {
    RetryDecision decision = decide(Optional.empty(), failed(FailureClass.TRANSIENT, 0));

    RetryRow row = decision.row().orElseThrow();
    assertThat(row.status()).isEqualTo(Status.SCHEDULED);
    assertThat(row.dueAt()).isBetween(NOW.plusMillis(500), NOW.plusMillis(1000));
    assertThat(decision.effects()).singleElement().isInstanceOf(Effect.Announce.class);
  }

  @Test
  void neverRetriesBeforeTheOtherSideAllows() {
    Instant notBefore = NOW.plus(Duration.ofMinutes(7));
    Letter letter = letter(FailureClass.RATE_LIMITED, 0, Optional.of(notBefore), Optional.empty());

    RetryDecision decision =
        decide(Optional.empty(), new RetryInput.Failed(letter, RetryInput.Cause.OWN));

    assertThat(decision.row().orElseThrow().dueAt()).isEqualTo(notBefore);
  }

  /// A fault campaign (seed 200) had works wait for as long as the clock of their node was ahead.
  @Test
  void retriesNoLaterWhenTheClockOfWhoeverFailedIsAhead() {
    Instant now = NOW.minus(Duration.ofMinutes(5));
    Letter limited =
        letter(FailureClass.RATE_LIMITED, 0, Optional.of(NOW.plusSeconds(20)), Optional.empty());

    RetryDecision failed = POLICY.decide(Optional.empty(), failed(FailureClass.TRANSIENT, 0), now);
    RetryDecision toWait =
        POLICY.decide(Optional.empty(), new RetryInput.Failed(limited, RetryInput.Cause.OWN), now);

    assertThat(failed.row().orElseThrow().dueAt())
        .isBetween(now.plusMillis(500), now.plusMillis(1_000));
    assertThat(toWait.row().orElseThrow().dueAt()).isEqualTo(now.plusSeconds(20));
  }

  @Test
  void firesWhenDueAndNotBefore() {
    RetryRow row = row(failed(FailureClass.TRANSIENT, 0));
    Instant due = Optional.ofNullable(row.dueAt()).orElseThrow();

    RetryDecision early = POLICY.decide(Optional.of(row), new RetryInput.Due(), due.minusMillis(1));
    RetryDecision onTime = POLICY.decide(Optional.of(row), new RetryInput.Due(), due);

    assertThat(early).isEqualTo(RetryDecision.stay());
    assertThat(onTime.row().orElseThrow().status()).isEqualTo(Status.FIRED);
    assertThat(onTime.effects())
        .singleElement()
        .isInstanceOfSatisfying(Effect.Fire.class, fire -> assertThat(fire.attempt()).isEqualTo(1));
  }

  @Test
  void parksWhenRetriesAreUsedUp() {
    RetryDecision last = decide(Optional.empty(), failed(FailureClass.TIMEOUT, 3));
    RetryDecision beyond = decide(last.row(), failed(FailureClass.TIMEOUT, 4));

    assertThat(last.row().orElseThrow().status()).isEqualTo(Status.SCHEDULED);
    assertThat(beyond.row().orElseThrow().status()).isEqualTo(Status.PARKED);
    assertThat(beyond.effects()).singleElement().isInstanceOf(Effect.GiveUp.class);
  }

  @Test
  void usesUpNoRetriesInAnOutage() {
    Letter tenth = letter(FailureClass.TRANSIENT, 10, Optional.empty(), Optional.empty());

    RetryDecision own =
        decide(Optional.empty(), new RetryInput.Failed(tenth, RetryInput.Cause.OWN));
    RetryDecision outage =
        decide(Optional.empty(), new RetryInput.Failed(tenth, RetryInput.Cause.OUTAGE));

    assertThat(own.row().orElseThrow().status()).isEqualTo(Status.PARKED);
    assertThat(outage.row().orElseThrow().status()).isEqualTo(Status.HELD);
    assertThat(outage.effects())
        .filteredOn(RetryDecision.Effect.Rule.class::isInstance)
        .singleElement()
        .matches(
            effect ->
                effect instanceof RetryDecision.Effect.Rule(DeadLetterRule rule)
                    && rule.origin() == DeadLetterRule.Origin.OUTAGE
                    && rule.name().equals(outage.row().orElseThrow().heldBy()));
  }

  @Test
  void quarantinesPoisonEvenInAnOutage() {
    Letter poison = letter(FailureClass.POISON, 0, Optional.empty(), Optional.empty());

    RetryDecision decision =
        decide(Optional.empty(), new RetryInput.Failed(poison, RetryInput.Cause.OUTAGE));

    assertThat(decision.row().orElseThrow().status()).isEqualTo(Status.QUARANTINED);
  }

  @Test
  void endsEachClassWhereItsRuleSays() {
    assertThat(status(FailureClass.BAD_OUTPUT, 3)).isEqualTo(Status.QUARANTINED);
    assertThat(status(FailureClass.POISON, 0)).isEqualTo(Status.QUARANTINED);
    assertThat(status(FailureClass.KILLER, 0)).isEqualTo(Status.QUARANTINED);
    assertThat(status(FailureClass.BUDGET, 0)).isEqualTo(Status.PARKED);
    assertThat(status(FailureClass.AUTH, 0)).isEqualTo(Status.PARKED);
    assertThat(status(FailureClass.EXPIRED, 0)).isEqualTo(Status.DISCARDED);
    assertThat(status(FailureClass.CANCELLED, 0)).isEqualTo(Status.DISCARDED);
  }

  @Test
  void tellsNobodyOfCancelledWork() {
    assertThat(decide(Optional.empty(), failed(FailureClass.CANCELLED, 0)).effects()).isEmpty();
  }

  @Test
  void givesUpWhenTheDeadlineComesBeforeTheNextTry() {
    Letter letter =
        letter(
            FailureClass.TIMEOUT,
            0,
            Optional.empty(),
            Optional.of(NOW.plus(Duration.ofSeconds(1))));

    RetryDecision decision =
        decide(Optional.empty(), new RetryInput.Failed(letter, RetryInput.Cause.OWN));

    assertThat(decision.row().orElseThrow().status()).isEqualTo(Status.PARKED);
  }

  @Test
  void countsAFailureOnceHoweverOftenItIsDelivered() {
    RetryRow row = row(failed(FailureClass.TRANSIENT, 2));

    RetryDecision again = decide(Optional.of(row), failed(FailureClass.TRANSIENT, 2));

    assertThat(again).isEqualTo(RetryDecision.stay());
  }

  @Test
  void beginsAnewWhenEndedWorkIsSentAgainAndFails() {
    RetryRow parked = row(failed(FailureClass.TIMEOUT, 4));

    RetryDecision anew = decide(Optional.of(parked), failed(FailureClass.TIMEOUT, 0));

    assertThat(anew.row().orElseThrow().status()).isEqualTo(Status.SCHEDULED);
  }

  @Test
  void resolvesWhatIsAnsweredAfterAll() {
    RetryRow row = row(failed(FailureClass.TRANSIENT, 0));

    RetryDecision decision = decide(Optional.of(row), new RetryInput.Answered());

    assertThat(decision.row().orElseThrow().status()).isEqualTo(Status.RESOLVED);
    assertThat(decide(decision.row(), new RetryInput.Answered())).isEqualTo(RetryDecision.stay());
  }

  @Test
  void ignoresAnswersToWorkThatNeverFailed() {
    assertThat(decide(Optional.empty(), new RetryInput.Answered())).isEqualTo(RetryDecision.stay());
  }

  @ParameterizedTest
  @EnumSource
  void parksAdoptedWorkWhateverItsClassAndTellsNobody(FailureClass failure) {
    RetryDecision decision = decide(Optional.empty(), adopted(failure, 2));

    RetryRow row = decision.row().orElseThrow();
    assertThat(row.status()).isEqualTo(Status.PARKED);
    assertThat(row.failures()).isEqualTo(3);
    assertThat(row.history().getLast())
        .endsWith("adopted from orders-dlt:1:7; replay it when its cause is gone");
    assertThat(decision.effects()).isEmpty();
  }

  @Test
  void adoptsALetterOnceWhateverBecameOfItsWork() {
    RetryInput adopted = adopted(FailureClass.TRANSIENT, 0);
    RetryRow parked = row(adopted);
    RetryRow fired =
        decide(Optional.of(parked), command(ReplayOperation.Verb.REPLAY)).row().orElseThrow();
    RetryRow discarded =
        decide(Optional.of(parked), command(ReplayOperation.Verb.DISCARD)).row().orElseThrow();

    assertThat(decide(Optional.of(parked), adopted)).isEqualTo(RetryDecision.stay());
    assertThat(decide(Optional.of(fired), adopted)).isEqualTo(RetryDecision.stay());
    assertThat(decide(Optional.of(discarded), adopted)).isEqualTo(RetryDecision.stay());
  }

  @Test
  void parksAdoptedWorkAgainWhenItsReplayFailed() {
    RetryRow parked = row(adopted(FailureClass.TRANSIENT, 0));
    RetryDecision replay = decide(Optional.of(parked), command(ReplayOperation.Verb.REPLAY));

    RetryDecision again = decide(replay.row(), adopted(FailureClass.TRANSIENT, 1));

    assertThat(replay.effects())
        .first()
        .isInstanceOfSatisfying(Effect.Fire.class, fire -> assertThat(fire.attempt()).isEqualTo(1));
    RetryRow row = again.row().orElseThrow();
    assertThat(row.status()).isEqualTo(Status.PARKED);
    assertThat(row.failures()).isEqualTo(2);
    assertThat(row.replays()).isEqualTo(1);
  }

  @Test
  void neverFiresAdoptedWorkByItself() {
    RetryRow parked = row(adopted(FailureClass.TRANSIENT, 0));

    RetryDecision later =
        POLICY.decide(Optional.of(parked), new RetryInput.Due(), NOW.plus(Duration.ofDays(29)));

    assertThat(later).isEqualTo(RetryDecision.stay());
  }

  private Status status(FailureClass failure, int attempt) {
    return row(failed(failure, attempt)).status();
  }
}
