package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a work stands where it stands and what to do about it, in plain words. Pure: the same row
/// under the same circumstances is always explained alike. What the failure said is masked.
///
/// @param what who failed, how often, and why
/// @param said what the last failure said; empty when it said nothing
/// @param state where the work stands and whether anything happens by itself
/// @param remarks what else matters
/// @param advice what to do
/// @param commands the next commands, complete but for the operator's name and reason
public record Explanation(
    WorkId work,
    String what,
    String said,
    String state,
    List<String> remarks,
    String advice,
    List<String> commands) {
  private static final Pattern COMMAND =
      Pattern.compile("\\S+ (?<verb>REPLAY|DISCARD|RESTORE|EDIT) by (?<by>[^:]*): ?(?<why>.*)");
  private static final Pattern FAILURE = Pattern.compile("\\S+ failure \\d+: .*", Pattern.DOTALL);
  private static final Pattern ADOPTED = Pattern.compile("\\S+ adopted from .*", Pattern.DOTALL);

  public Explanation {
    remarks = List.copyOf(remarks);
    commands = List.copyOf(commands);
  }

  /// What a row does not say of itself.
  ///
  /// @param suspect what the works with its cause look like
  /// @param alike works with its cause, itself included
  /// @param replaysMax operators' replays without force, at most
  public record Circumstances(
      FailureGroup.Suspect suspect, int alike, Bytes bytes, int replaysMax) {}

  /// Whether the last dead letter is still in the log.
  public enum Bytes {
    KEPT,
    GONE
  }

  /// Explains a row.
  public static Explanation of(RetryRow row, Circumstances circumstances, Instant now) {
    Proposal proposal = Proposal.of(row, circumstances, now);
    return new Explanation(
        row.work(),
        what(row, now),
        Masking.text(row.message()),
        state(row, now),
        remarks(row, circumstances),
        proposal.advice(),
        proposal.commands());
  }

  /// All of it, line by line.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(what);
    if (!said.isBlank()) {
      lines.add("It said: " + said.replaceAll("\\s+", " ").strip());
    }
    lines.add(state);
    lines.addAll(remarks);
    lines.add("Proposed: " + advice);
    commands.forEach(command -> lines.add("  " + command));
    return lines;
  }

  private static String what(RetryRow row, Instant now) {
    String who = row.agent().isEmpty() ? row.group() : row.agent();
    return "%s failed %s at this work, the last time %s ago: %s (%s)."
        .formatted(
            who.isEmpty() ? "Somebody" : who,
            row.failures() == 1 ? "once" : row.failures() + " times",
            Elapsed.words(Duration.between(row.lastFailedAt(), now)),
            reason(row),
            row.failure());
  }

  private static String reason(RetryRow row) {
    return switch (row.failure()) {
      case RATE_LIMITED -> "the provider took no more requests for the moment";
      case TRANSIENT -> "something that it needs was away for the moment";
      case TIMEOUT -> "no answer came in time; the other side may have acted all the same";
      case BAD_OUTPUT -> "the model's answer did not fit its record, asked twice";
      case BUDGET -> "the money of its run or its workspace is used up";
      case AUTH -> "the provider did not accept the credentials";
      case POISON -> "the record is broken, too large, or not what its topic holds";
      case KILLER -> "it was in the works of two processes that died";
      case EXPIRED -> "its deadline passed before it was begun";
      case CANCELLED -> "a person cancelled its run";
    };
  }

  private static String state(RetryRow row, Instant now) {
    return switch (row.status()) {
      case SCHEDULED -> {
        Instant due = row.dueAt() == null ? now : row.dueAt();
        yield "It is tried again by itself at %s, in %s."
            .formatted(due, Elapsed.words(Duration.between(now, due)));
      }
      case HELD ->
          "It waits, and uses up no retries, until rule '%s' is taken back."
              .formatted(row.heldBy());
      case FIRED ->
          "It was handed back at %s and has had no outcome for %s: whether it was done is unknown. It is never fired again by itself."
              .formatted(row.at(), Elapsed.words(Duration.between(row.at(), now)));
      case RESOLVED -> "It was answered after all, at %s.".formatted(row.at());
      case PARKED -> parked(row);
      case QUARANTINED -> "It is set apart: tried again as it is, it would fail again.";
      case DISCARDED ->
          lastCommand(row)
              .filter(command -> command.group("verb").equals("DISCARD"))
              .map(command -> "It was given up by %s.".formatted(saying(command)))
              .orElse("It was given up by rule, and is kept for the audit.");
    };
  }

  private static String parked(RetryRow row) {
    Optional<Matcher> restored =
        lastCommand(row).filter(command -> command.group("verb").equals("RESTORE"));
    if (restored.isPresent() && !failedAfterLastCommand(row)) {
      return "It waits for you: its discard was taken back by %s."
          .formatted(saying(restored.get()));
    }
    if (!row.history().isEmpty() && ADOPTED.matcher(row.history().getLast()).matches()) {
      return "It waits for you: it was taken in from elsewhere, where nobody tries it again.";
    }
    return switch (row.failure()) {
      case BUDGET, AUTH, POISON, KILLER, EXPIRED, CANCELLED ->
          "It waits for you: failures of this class are not retried.";
      case RATE_LIMITED, TRANSIENT, TIMEOUT, BAD_OUTPUT ->
          "It waits for you: its retries, or its time, are used up.";
    };
  }

  private static List<String> remarks(RetryRow row, Circumstances circumstances) {
    List<String> remarks = new ArrayList<>();
    if (row.replays() > 0 && lastCommand(row).isPresent() && failedAfterLastCommand(row)) {
      remarks.add(
          "It failed again after it was replayed; operators had it replayed %s."
              .formatted(times(row.replays())));
    }
    if (circumstances.suspect() == FailureGroup.Suspect.OUTAGE && circumstances.alike() > 1) {
      remarks.add(
          "%d works failed of this one cause: that is an outage, and no fault of this work."
              .formatted(circumstances.alike()));
    }
    boolean sent = row.status() == Status.FIRED || row.status() == Status.RESOLVED;
    if (row.edited() != null && (sent || circumstances.bytes() == Bytes.KEPT)) {
      remarks.add(
          sent
              ? "It was edited: the new version was sent, and only that."
              : "It was edited: the next try sends the new version, and only that.");
    }
    if (Proposal.isAtLoopGuard(row, circumstances)) {
      remarks.add(
          "The guard against loops is reached: it was replayed %s, and once more needs --force."
              .formatted(times(row.replays())));
    }
    if (circumstances.bytes() == Bytes.GONE && row.status() != Status.RESOLVED) {
      remarks.add("Its bytes are gone from the log, so it can be neither replayed nor edited.");
    }
    return remarks;
  }

  /// The last command of an operator that the history still has.
  static Optional<Matcher> lastCommand(RetryRow row) {
    for (String line : row.history().reversed()) {
      Matcher command = COMMAND.matcher(line);
      if (command.matches()) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /// Whether a failure stands behind the last command of the history.
  static boolean failedAfterLastCommand(RetryRow row) {
    for (String line : row.history().reversed()) {
      if (COMMAND.matcher(line).matches()) {
        return false;
      }
      if (FAILURE.matcher(line).matches()) {
        return true;
      }
    }
    return false;
  }

  private static String saying(Matcher command) {
    String why = command.group("why");
    return command.group("by") + (why.isBlank() ? "" : ": " + Masking.text(why));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
