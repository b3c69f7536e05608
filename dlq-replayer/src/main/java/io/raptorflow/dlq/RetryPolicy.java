package io.raptorflow.dlq;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides on failed work. Pure: row, event and time in, next row and effects out.
///
/// ```
/// SCHEDULED -> FIRED -> RESOLVED | SCHEDULED | PARKED | QUARANTINED | DISCARDED
/// PARKED | QUARANTINED | DISCARDED | SCHEDULED -> FIRED     by an operator
/// ```
final class RetryPolicy {
  private final ReplayerSettings settings;

  RetryPolicy(ReplayerSettings settings) {
    this.settings = settings;
  }

  /// @param row what is known of the work; empty before its first failure
  RetryDecision decide(Optional<RetryRow> row, RetryInput input, Instant now) {
    return switch (input) {
      case RetryInput.Failed failed -> failed(row, failed, now);
      case RetryInput.Adopted(Letter letter, String from) -> adopted(row, letter, from, now);
      case RetryInput.Answered() -> row.map(known -> answered(known, now)).orElse(stay());
      case RetryInput.Due() -> row.map(known -> due(known, now)).orElse(stay());
      case RetryInput.Commanded(ReplayOperation operation) ->
          row.map(known -> commanded(known, operation, now)).orElse(stay());
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
    RetryRule rule = settings.rule(letter.failure());
    // An outage uses up no work: it is tried on until the outage or its own time ends.
    boolean held = failed.cause() == RetryInput.Cause.OUTAGE && rule.retries() > 0;
    if (failures > rule.retries() && !held) {
      String why =
          rule.retries() == 0
              ? letter.failure() + " is not retried"
              : "all " + rule.retries() + " retries are used up";
      return given(next(row, letter, rule.then(), null, now), why);
    }
    Duration delay = Backoff.delay(rule, letter.work(), failures);
    Instant due = letter.failedAt().plus(delay);
    if (letter.notBefore().isPresent() && letter.notBefore().get().isAfter(due)) {
      due = letter.notBefore().get();
    }
    if (letter.deadline().isPresent() && due.isAfter(letter.deadline().get())) {
      return given(
          next(row, letter, rule.then(), null, now), "the deadline comes before the next try");
    }
    RetryRow scheduled = next(row, letter, Status.SCHEDULED, due, now);
    Duration wait = Duration.between(now, due);
    return RetryDecision.to(
        scheduled,
        new Effect.Announce(scheduled, wait.isNegative() ? Duration.ZERO : wait, rule.retries()));
  }

  /// Adopted work waits for an operator: whoever failed has given up, and nobody here waits for it.
  private static RetryDecision adopted(
      Optional<RetryRow> row, Letter letter, String from, Instant now) {
    // A letter that is adopted again counts once, whatever became of its work since.
    if (row.filter(known -> known.failures() > letter.attempt()).isPresent()) {
      return stay();
    }
    RetryRow parked = next(row, letter, Status.PARKED, null, now);
    String note = now + " adopted from " + from + "; replay it when its cause is gone";
    return RetryDecision.to(
        with(parked, Status.PARKED, parked.operation(), parked.replays(), note, now));
  }

  /// What follows when the work cannot be handed back.
  RetryDecision unsendable(RetryRow row, String why, Instant now) {
    RetryRow parked =
        with(row, Status.PARKED, row.operation(), row.replays(), now + " " + why, now);
    return given(parked, why);
  }

  private static boolean isOpen(Status status) {
    return status == Status.SCHEDULED || status == Status.FIRED;
  }

  private RetryDecision answered(RetryRow row, Instant now) {
    return row.status() == Status.RESOLVED
        ? stay()
        : RetryDecision.to(with(row, Status.RESOLVED, row.operation(), row.replays(), "", now));
  }

  private RetryDecision due(RetryRow row, Instant now) {
    Instant due = row.dueAt();
    if (row.status() != Status.SCHEDULED || due == null || now.isBefore(due)) {
      return stay();
    }
    RetryRow fired = with(row, Status.FIRED, row.operation(), row.replays(), "", now);
    return RetryDecision.to(fired, new Effect.Fire(fired, row.failures(), null));
  }

  private RetryDecision commanded(RetryRow row, ReplayOperation operation, Instant now) {
    if (operation.id().equals(row.operation()) || !RetryDecision.isReplayable(row.status())) {
      return stay();
    }
    String note =
        "%s %s by %s: %s".formatted(now, operation.verb(), operation.by(), operation.why());
    return switch (operation.verb()) {
      case DISCARD ->
          RetryDecision.to(with(row, Status.DISCARDED, operation.id(), row.replays(), note, now));
      case REPLAY -> {
        if (row.replays() >= settings.replaysMax()) {
          yield stay();
        }
        RetryRow fired = with(row, Status.FIRED, operation.id(), row.replays() + 1, note, now);
        yield RetryDecision.to(
            fired, new Effect.Fire(fired, row.failures(), now.plus(settings.replayTime())));
      }
    };
  }

  private static RetryDecision given(RetryRow row, String why) {
    // Nobody waits for the work of a cancelled run.
    return row.failure() == FailureClass.CANCELLED
        ? RetryDecision.to(row)
        : RetryDecision.to(row, new Effect.GiveUp(row, why));
  }

  private static RetryRow next(
      Optional<RetryRow> row, Letter letter, Status status, @Nullable Instant due, Instant now) {
    String note =
        "%s failure %d: %s %s"
            .formatted(letter.failedAt(), letter.attempt() + 1, letter.failure(), letter.message());
    return new RetryRow(
        letter.work(),
        status,
        letter.agent(),
        letter.workspace(),
        letter.run().orElse(null),
        letter.failure(),
        letter.fingerprint(),
        letter.message(),
        letter.originalTopic(),
        letter.group(),
        letter.attempt() + 1,
        row.map(RetryRow::replays).orElse(0),
        row.map(RetryRow::firstFailedAt).orElse(letter.firstFailedAt()),
        letter.failedAt(),
        due,
        letter.at(),
        history(row.map(RetryRow::history).orElse(List.of()), note),
        row.map(RetryRow::operation).orElse(null),
        now);
  }

  private static RetryRow with(
      RetryRow row,
      Status status,
      @Nullable UUID operation,
      int replays,
      String note,
      Instant now) {
    return new RetryRow(
        row.work(),
        status,
        row.agent(),
        row.workspace(),
        row.run(),
        row.failure(),
        row.fingerprint(),
        row.message(),
        row.originalTopic(),
        row.group(),
        row.failures(),
        replays,
        row.firstFailedAt(),
        row.lastFailedAt(),
        null,
        row.letter(),
        note.isEmpty() ? row.history() : history(row.history(), note),
        operation,
        now);
  }

  private static List<String> history(List<String> before, String note) {
    List<String> lines = new ArrayList<>(before);
    lines.add(note);
    return lines.subList(Math.max(0, lines.size() - RetryRow.HISTORY_MAX), lines.size());
  }

  private static RetryDecision stay() {
    return RetryDecision.stay();
  }
}
