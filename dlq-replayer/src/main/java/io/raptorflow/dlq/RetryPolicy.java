package io.raptorflow.dlq;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.RetryDecision.Effect;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Decides on failed work. Pure: row, event and time in, next row and effects out.
///
/// ```
/// SCHEDULED -> FIRED -> RESOLVED | SCHEDULED | HELD | PARKED | QUARANTINED | DISCARDED
/// SCHEDULED -> HELD                                                     by a rule
/// HELD -> SCHEDULED                                                     when the rule is gone
/// HELD -> FIRED                                                         as a probe
/// PARKED | QUARANTINED | DISCARDED | SCHEDULED -> FIRED | SCHEDULED     by an operator
/// PARKED | QUARANTINED | SCHEDULED | HELD -> DISCARDED                  by an operator
/// DISCARDED -> PARKED                                                   by an operator
/// ```
final class RetryPolicy {
  private final ReplayerSettings settings;
  private final Rulings rulings;

  RetryPolicy(ReplayerSettings settings, Rulings rulings) {
    this.settings = settings;
    this.rulings = rulings;
  }

  /// @param row what is known of the work; empty before its first failure
  RetryDecision decide(Optional<RetryRow> row, RetryInput input, Instant now) {
    return switch (input) {
      case RetryInput.Failed failed -> failed(row, failed, now);
      case RetryInput.Adopted adopted -> adopted(row, adopted, now);
      case RetryInput.Answered() -> row.map(known -> answered(known, now)).orElse(stay());
      case RetryInput.Due() -> row.map(known -> due(known, now)).orElse(stay());
      case RetryInput.Released(Instant turn) ->
          row.map(known -> released(known, turn, now)).orElse(stay());
      case RetryInput.Probed() -> row.map(known -> probed(known, now)).orElse(stay());
      case RetryInput.Commanded command ->
          row.map(known -> commanded(known, command, now))
              .orElseGet(() -> refused(command, "no failure of this work is known", 0, now));
    };
  }

  private RetryDecision failed(Optional<RetryRow> row, RetryInput.Failed failed, Instant now) {
    Letter letter = failed.letter();
    int failures = letter.attempt() + 1;
    // While a retry waits or runs, a failure that is already counted was delivered twice and must
    // not use up a retry. After an end the same work was sent anew and begins anew.
    if (row.filter(known -> isOpen(known.status()) && known.failures() >= failures).isPresent()) {
      return stay();
    }
    return failedAgain(row, letter, afterFailure(draft(row, letter), failed, now), now);
  }

  private static RowDraft draft(Optional<RetryRow> row, Letter letter) {
    return row.map(
            known -> {
              RowDraft draft = RowDraft.from(known);
              return (isOpen(known.status()) ? draft : draft.withoutEdit())
                  .failed(letter)
                  .withoutJob();
            })
        .orElseGet(() -> RowDraft.of(letter));
  }

  private RetryDecision afterFailure(RowDraft draft, RetryInput.Failed failed, Instant now) {
    Letter letter = failed.letter();
    int failures = letter.attempt() + 1;
    RetryRule rule = settings.rule(letter.failure());
    Optional<DeadLetterRule> ruling = rulings.ruling(draft.build(Status.PARKED, now), now);
    if (ruling.isPresent()) {
      DeadLetterRule by = ruling.get();
      if (by.action() != DeadLetterRule.Action.RETRY_AS) {
        return ruled(draft, by, now);
      }
      rule = settings.rule(Objects.requireNonNull(by.as()));
    }
    // An outage uses up no work: it waits until the outage ends.
    if (failed.cause() == RetryInput.Cause.OUTAGE
        && rule.retries() > 0
        && mayPass(letter.failure())) {
      DeadLetterRule outage = outage(letter, now);
      return ruled(draft, outage, now).with(new Effect.Rule(outage));
    }
    if (failed.cause() == RetryInput.Cause.WORK) {
      return given(
          draft.build(Status.QUARANTINED, now),
          "it failed with the same cause again and again, in several processes, while other work"
              + " went well");
    }
    if (failures > rule.retries()) {
      String why =
          rule.retries() == 0
              ? letter.failure() + " is not retried"
              : "all " + rule.retries() + " retries are used up";
      return given(draft.build(rule.then(), now), why);
    }
    Duration delay = Backoff.delay(rule, letter.work(), failures);
    Duration ahead = ahead(letter, now);
    Instant due = letter.failedAt().minus(ahead).plus(delay);
    Optional<Instant> notBefore = letter.notBefore().map(at -> at.minus(ahead));
    if (notBefore.isPresent() && notBefore.get().isAfter(due)) {
      due = notBefore.get();
    }
    if (letter.deadline().isPresent() && due.isAfter(letter.deadline().get())) {
      return given(draft.build(rule.then(), now), "the deadline comes before the next try");
    }
    RetryRow scheduled = draft.build(Status.SCHEDULED, due, now);
    Duration wait = Duration.between(now, due);
    return RetryDecision.to(
        scheduled,
        new Effect.Announce(scheduled, wait.isNegative() ? Duration.ZERO : wait, rule.retries()));
  }

  /// How far the clock of whoever failed is ahead of ours: a failure that is known has been. Its
  /// retry would wait as much longer.
  private static Duration ahead(Letter letter, Instant now) {
    return letter.failedAt().isAfter(now)
        ? Duration.between(now, letter.failedAt())
        : Duration.ZERO;
  }

  /// Whether failures of a class come from outside and end by themselves; a prompt that makes every
  /// answer unreadable does not.
  private static boolean mayPass(FailureClass failure) {
    return switch (failure) {
      case RATE_LIMITED, TRANSIENT, TIMEOUT -> true;
      case BAD_OUTPUT, BUDGET, AUTH, POISON, KILLER, EXPIRED, CANCELLED -> false;
    };
  }

  private static RetryDecision ruled(RowDraft draft, DeadLetterRule rule, Instant now) {
    String why = "rule '%s' of %s: %s".formatted(rule.name(), rule.by(), rule.why());
    return switch (rule.action()) {
      case HOLD -> {
        RetryRow held =
            draft.heldBy(rule.name()).note(now + " held by " + why).build(Status.HELD, now);
        yield RetryDecision.to(held, new Effect.Hold(held, rule.why()));
      }
      case PARK -> given(draft.build(Status.PARKED, now), why);
      case QUARANTINE -> given(draft.build(Status.QUARANTINED, now), why);
      case DISCARD -> given(draft.build(Status.DISCARDED, now), why);
      case RETRY_AS -> throw new IllegalArgumentException("it is retried, and not ruled on");
    };
  }

  /// The rule by which everything that fails like a letter waits. The same outage has the same name
  /// in every replayer.
  private static DeadLetterRule outage(Letter letter, Instant now) {
    return DeadLetterRule.made(
        "outage-" + NameUuid.of("outage", letter.group(), letter.fingerprint()),
        DeadLetterQuery.ofCause(letter.group(), letter.fingerprint()).toString(),
        DeadLetterRule.Action.HOLD,
        null,
        DeadLetterRule.Origin.OUTAGE,
        Replayer.APPLICATION_ID,
        "much work of %s fails alike: %s".formatted(letter.group(), letter.message()),
        now);
  }

  private static RetryDecision released(RetryRow row, Instant turn, Instant now) {
    return row.status() != Status.HELD
        ? stay()
        : RetryDecision.to(
            RowDraft.from(row)
                .released()
                .note(now + " let go by rule '" + row.heldBy() + "'")
                .build(Status.SCHEDULED, turn, now));
  }

  private static RetryDecision probed(RetryRow row, Instant now) {
    if (row.status() != Status.HELD) {
      return stay();
    }
    RetryRow fired = RowDraft.from(row).note(now + " sent as a probe").build(Status.FIRED, now);
    return RetryDecision.to(fired, new Effect.Fire(fired, row.failures(), null));
  }

  /// Adopted work waits for an operator: whoever failed has given up, and nobody here waits for it.
  private static RetryDecision adopted(
      Optional<RetryRow> row, RetryInput.Adopted adopted, Instant now) {
    Letter letter = adopted.letter();
    // A letter that is adopted again counts once, whatever became of its work since.
    if (row.filter(known -> known.failures() > letter.attempt()).isPresent()) {
      return stay();
    }
    String note = now + " adopted from " + adopted.from() + "; replay it when its cause is gone";
    RowDraft draft = draft(row, letter).note(note);
    switch (adopted.edit()) {
      case NONE -> {}
      case IN_LETTER -> draft.editedIn(letter);
    }
    RetryDecision decision = RetryDecision.to(draft.build(Status.PARKED, now));
    return failedAgain(row, letter, decision, now);
  }

  private static RetryDecision failedAgain(
      Optional<RetryRow> row, Letter letter, RetryDecision decision, Instant now) {
    String note = letter.failure() + ": " + letter.message();
    return row.flatMap(
            known -> outcome(known, OperationOutcome.Kind.FAILED_AGAIN, note, decision, now))
        .map(decision::with)
        .orElse(decision);
  }

  /// What follows when the work cannot be handed back.
  RetryDecision unsendable(RetryRow row, String why, Instant now) {
    RetryDecision decision =
        given(
            RowDraft.from(row)
                .withoutJob()
                .withoutTerms()
                .note(now + " " + why)
                .build(Status.PARKED, now),
            why);
    return outcome(row, OperationOutcome.Kind.FAILED_AGAIN, why, decision, now)
        .map(decision::with)
        .orElse(decision);
  }

  private static boolean isOpen(Status status) {
    return status == Status.SCHEDULED || status == Status.HELD || status == Status.FIRED;
  }

  private RetryDecision answered(RetryRow row, Instant now) {
    if (row.status() == Status.RESOLVED) {
      return stay();
    }
    RetryDecision decision =
        RetryDecision.to(
            RowDraft.from(row).withoutJob().withoutTerms().build(Status.RESOLVED, now));
    if (row.status() == Status.FIRED && row.heldBy() != null) {
      decision = decision.with(new Effect.Healed(row.heldBy()));
    }
    return outcome(row, OperationOutcome.Kind.RESOLVED, "", decision, now)
        .map(decision::with)
        .orElse(decision);
  }

  private RetryDecision due(RetryRow row, Instant now) {
    Instant due = row.dueAt();
    if (row.status() != Status.SCHEDULED || due == null || now.isBefore(due)) {
      return stay();
    }
    // What an operator ordered for a later time is the operator's will, whatever rules say.
    boolean ordered = row.terms() != null;
    Optional<DeadLetterRule> ruling =
        ordered
            ? Optional.empty()
            : rulings.ruling(row, now).filter(rule -> rule.action() == DeadLetterRule.Action.HOLD);
    if (ruling.isPresent()) {
      return ruled(RowDraft.from(row), ruling.get(), now);
    }
    RetryRow fired = RowDraft.from(row).build(Status.FIRED, now);
    return RetryDecision.to(
        fired,
        new Effect.Fire(fired, row.failures(), ordered ? now.plus(settings.replayTime()) : null));
  }

  private RetryDecision commanded(RetryRow row, RetryInput.Commanded command, Instant now) {
    ReplayOperation operation = command.operation();
    if (operation.id().equals(row.operation())) {
      return stay();
    }
    Optional<String> hindrance = hindrance(row, operation);
    if (hindrance.isPresent()) {
      return refused(command, hindrance.get(), row.version(), now);
    }
    RowDraft draft = RowDraft.from(row).commanded(operation, now);
    RetryDecision decision =
        switch (operation.verb()) {
          case DISCARD ->
              RetryDecision.to(draft.withoutJob().withoutTerms().build(Status.DISCARDED, now));
          case RESTORE ->
              RetryDecision.to(draft.withoutJob().withoutTerms().build(Status.PARKED, now));
          case EDIT ->
              RetryDecision.to(draft.edited(command.at()).build(row.status(), row.dueAt(), now));
          case REPLAY -> {
            ReplayTerms terms = operation.terms();
            draft.replayed(terms);
            if (terms != null && terms.notBefore() != null && terms.notBefore().isAfter(now)) {
              yield RetryDecision.to(draft.build(Status.SCHEDULED, terms.notBefore(), now));
            }
            RetryRow fired = draft.build(Status.FIRED, now);
            yield RetryDecision.to(
                fired, new Effect.Fire(fired, row.failures(), now.plus(settings.replayTime())));
          }
        };
    decision =
        decision.with(
            new Effect.Report(
                report(operation, OperationOutcome.Kind.OBEYED, "", row.version() + 1, now)));
    return overtaken(row, operation, decision, now).map(decision::with).orElse(decision);
  }

  /// What a replay for a later time hears when another command comes before its turn. An edit lets
  /// it have its turn.
  private static Optional<Effect> overtaken(
      RetryRow row, ReplayOperation by, RetryDecision decision, Instant now) {
    boolean waits = row.status() == Status.SCHEDULED && row.terms() != null;
    return waits && by.verb() != ReplayOperation.Verb.EDIT
        ? reported(
            row,
            OperationOutcome.Kind.FAILED_AGAIN,
            "%s by %s came before its turn".formatted(by.verb(), by.by()),
            decision,
            now)
        : Optional.empty();
  }

  private Optional<String> hindrance(RetryRow row, ReplayOperation operation) {
    Integer expected = operation.expectedVersion();
    if (expected != null && expected != row.version()) {
      return Optional.of(
          "its row is at version %d and %s now, the command was given for version %d"
              .formatted(row.version(), row.status(), expected));
    }
    if (!JobPlan.fits(operation.verb(), row.status())) {
      return Optional.of("%s does not fit what is %s".formatted(operation.verb(), row.status()));
    }
    if (operation.verb() == ReplayOperation.Verb.REPLAY
        && row.status() == Status.HELD
        && !operation.force()) {
      return Optional.of(
          "rule '%s' holds it; take the rule back, or force".formatted(row.heldBy()));
    }
    return operation.verb() == ReplayOperation.Verb.REPLAY
            && row.replays() >= settings.replaysMax()
            && !operation.force()
        ? Optional.of(
            "it was replayed %d times, which is the limit; force passes it"
                .formatted(row.replays()))
        : Optional.empty();
  }

  private static RetryDecision refused(
      RetryInput.Commanded command, String why, int version, Instant now) {
    return RetryDecision.stay(
        new Effect.Report(
            report(command.operation(), OperationOutcome.Kind.REFUSED, why, version, now)));
  }

  private static OperationOutcome report(
      ReplayOperation operation,
      OperationOutcome.Kind kind,
      String note,
      int version,
      Instant now) {
    return new OperationOutcome(
        operation.id(), operation.job(), operation.work(), kind, note, version, now);
  }

  /// What whoever ordered a replay hears of it, once: a job, or an operator.
  private static Optional<Effect> outcome(
      RetryRow row, OperationOutcome.Kind kind, String note, RetryDecision decision, Instant now) {
    return row.status() == Status.FIRED && (row.job() != null || row.terms() != null)
        ? reported(row, kind, note, decision, now)
        : Optional.empty();
  }

  private static Optional<Effect> reported(
      RetryRow row, OperationOutcome.Kind kind, String note, RetryDecision decision, Instant now) {
    int version = decision.row().orElse(row).version();
    return Optional.ofNullable(row.operation())
        .map(
            operation ->
                new Effect.Report(
                    new OperationOutcome(
                        operation, row.job(), row.work(), kind, note, version, now)));
  }

  private static RetryDecision given(RetryRow row, String why) {
    // Nobody waits for the work of a cancelled run.
    return row.failure() == FailureClass.CANCELLED
        ? RetryDecision.to(row)
        : RetryDecision.to(row, new Effect.GiveUp(row, why));
  }

  private static RetryDecision stay() {
    return RetryDecision.stay();
  }
}
