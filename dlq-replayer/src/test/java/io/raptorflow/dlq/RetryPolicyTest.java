package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.OperationOutcome.Kind;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
  private static final WorkId WORK = new WorkId(new UUID(4, 2));
  private static final Coordinates COMMAND = new Coordinates("sys.dlq.ops", 2, 5);

  private final RetryPolicy policy = new RetryPolicy(ReplayerSettings.standard(Path.of("unused")));

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

  @Test
  void firesWhenDueAndNotBefore() {
    RetryRow row = row(failed(FailureClass.TRANSIENT, 0));
    Instant due = Optional.ofNullable(row.dueAt()).orElseThrow();

    RetryDecision early = policy.decide(Optional.of(row), new RetryInput.Due(), due.minusMillis(1));
    RetryDecision onTime = policy.decide(Optional.of(row), new RetryInput.Due(), due);

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
    assertThat(outage.row().orElseThrow().status()).isEqualTo(Status.SCHEDULED);
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
                UUID.randomUUID(), WORK, Verb.REPLAY, "ann", "fixed", NOW, null, null, true, null));
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
    RetryInput edit =
        commanded(
            new ReplayOperation(
                UUID.randomUUID(), WORK, Verb.EDIT, "ann", "typo", NOW, null, null, false, "AAA="));
    RetryRow edited = decide(Optional.of(parked), edit).row().orElseThrow();
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
  void tellsTheJobWhatBecameOfItsReplay() {
    UUID job = new UUID(7, 7);
    RetryRow parked = row(failed(FailureClass.POISON, 0));
    RetryInput replay =
        commanded(
            new ReplayOperation(
                UUID.randomUUID(), WORK, Verb.REPLAY, "ann", "", NOW, job, 1, false, null));
    RetryDecision fired = decide(Optional.of(parked), replay);

    RetryDecision answered = decide(fired.row(), new RetryInput.Answered());
    RetryDecision failed = decide(fired.row(), failed(FailureClass.POISON, 1));
    RetryDecision later = decide(failed.row(), new RetryInput.Answered());
    RetryDecision unsendable =
        policy.unsendable(fired.row().orElseThrow(), "its topic is gone", NOW);

    assertThat(report(answered).kind()).isEqualTo(Kind.RESOLVED);
    assertThat(report(answered).job()).isEqualTo(job);
    assertThat(report(failed).kind()).isEqualTo(Kind.FAILED_AGAIN);
    assertThat(report(unsendable).note()).isEqualTo("its topic is gone");
    assertThat(later.effects()).as("the job had its outcome").isEmpty();
  }

  @Test
  void reportsACommandOnWorkThatNeverFailed() {
    assertThat(kind(decide(Optional.empty(), command(Verb.REPLAY)))).isEqualTo(Kind.REFUSED);
  }

  private static OperationOutcome report(RetryDecision decision) {
    return decision.effects().stream()
        .filter(Effect.Report.class::isInstance)
        .map(effect -> ((Effect.Report) effect).outcome())
        .findFirst()
        .orElseThrow();
  }

  private static Kind kind(RetryDecision decision) {
    return report(decision).kind();
  }

  private static RetryInput forVersion(int version) {
    return commanded(
        new ReplayOperation(
            UUID.randomUUID(), WORK, Verb.REPLAY, "ann", "", NOW, null, version, false, null));
  }

  private static RetryInput.Commanded commanded(ReplayOperation operation) {
    return new RetryInput.Commanded(operation, COMMAND);
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
        .singleElement()
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
        policy.decide(Optional.of(parked), new RetryInput.Due(), NOW.plus(Duration.ofDays(29)));

    assertThat(later).isEqualTo(RetryDecision.stay());
  }

  private static RetryInput adopted(FailureClass failure, int attempt) {
    return new RetryInput.Adopted(
        letter(failure, attempt, Optional.empty(), Optional.empty()), "orders-dlt:1:7");
  }

  private Status status(FailureClass failure, int attempt) {
    return row(failed(failure, attempt)).status();
  }

  private RetryRow row(RetryInput input) {
    return decide(Optional.empty(), input).row().orElseThrow();
  }

  private RetryDecision decide(Optional<RetryRow> row, RetryInput input) {
    return policy.decide(row, input, NOW);
  }

  private static RetryInput failed(FailureClass failure, int attempt) {
    return new RetryInput.Failed(
        letter(failure, attempt, Optional.empty(), Optional.empty()), RetryInput.Cause.OWN);
  }

  private static RetryInput command(Verb verb) {
    return commanded(ReplayOperation.single(UUID.randomUUID(), WORK, verb, "ann", "fixed", NOW));
  }

  private static Letter letter(
      FailureClass failure, int attempt, Optional<Instant> notBefore, Optional<Instant> deadline) {
    return letter(
        failure, attempt, notBefore, deadline, new Coordinates("sys.dlq.processing_error", 0, 5));
  }

  private static Letter letter(
      FailureClass failure,
      int attempt,
      Optional<Instant> notBefore,
      Optional<Instant> deadline,
      Coordinates at) {
    return new Letter(
        WORK,
        "MUSE-001",
        "tarn",
        Optional.of(new RunId(new UUID(1, 1))),
        failure,
        "f00",
        "it broke",
        "sys.guild.muse.muse-001",
        "muse.muse-001",
        attempt,
        NOW,
        NOW,
        notBefore,
        deadline,
        at);
  }
}
