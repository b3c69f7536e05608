package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.Explanation.Bytes;
import io.raptorflow.dlq.Explanation.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What to do about a failed work, and with which commands. Pure.
record Proposal(String advice, List<String> commands) {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final String BY = " --by \"Your Name\"";

  static Proposal of(RetryRow row, Circumstances circumstances, Instant now) {
    return switch (row.status()) {
      case RESOLVED -> new Proposal("nothing; it is done.", List.of());
      case DISCARDED ->
          new Proposal(
              "nothing, unless it was given up by mistake; then take it back.",
              List.of(restore(row)));
      case SCHEDULED ->
          new Proposal(
              "nothing; it goes on by itself. To see how:",
              List.of("raptor dlq watch --where " + row.work()));
      case HELD ->
          new Proposal(
              "nothing, if the rule is meant; an outage's rule ends by itself when a probe is"
                  + " answered. Or else let it go:",
              List.of(
                  "raptor dlq rules",
                  "raptor dlq release %s%s --why \"REASON\"".formatted(row.heldBy(), BY)));
      case FIRED ->
          Duration.between(row.at(), now).compareTo(PATIENCE) < 0
              ? new Proposal(
                  "wait for its outcome.", List.of("raptor dlq watch --where " + row.work()))
              : new Proposal(
                  "see whether %s is at work, and whether it answered this one; a late answer still counts."
                      .formatted(row.agent().isEmpty() ? row.group() : row.agent()),
                  List.of(show(row), "raptor dlq list --where 'status=FIRED and idle>1h'"));
      case PARKED, QUARANTINED -> waiting(row, circumstances);
    };
  }

  static boolean isAtLoopGuard(RetryRow row, Circumstances circumstances) {
    return row.replays() >= circumstances.replaysMax()
        && row.status() != Status.RESOLVED
        && row.status() != Status.FIRED;
  }

  private static Proposal waiting(RetryRow row, Circumstances circumstances) {
    if (circumstances.bytes() == Bytes.GONE) {
      return new Proposal(
          "nothing can be sent any more; order the work anew if it is still wanted, and give this one up.",
          List.of(discard(row, "its bytes are gone")));
    }
    if (isEditedAndUntried(row)) {
      return new Proposal(
          "replay it; the edited version is sent.", List.of(replay(row, circumstances)));
    }
    if (isAtLoopGuard(row, circumstances)) {
      return new Proposal(
          "do not replay it once more as it is: look at it, mend it, or give it up.",
          List.of(show(row), discard(row, "REASON"), replay(row, circumstances)));
    }
    return byReason(row, circumstances);
  }

  private static Proposal byReason(RetryRow row, Circumstances circumstances) {
    return switch (row.failure()) {
      case RATE_LIMITED ->
          new Proposal(
              "replay slowly what failed of this cause, once the provider takes requests again.",
              alike(row, circumstances));
      case TRANSIENT ->
          new Proposal(
              "see that what it needs is back, then replay, a few first.",
              alike(row, circumstances));
      case TIMEOUT ->
          new Proposal(
              "make sure that the other side did not act already, then replay.",
              alike(row, circumstances));
      case BAD_OUTPUT ->
          new Proposal(
              "look at what was asked, change it, for example its seed, and replay it.",
              List.of(show(row), edit(row, "--set /seed=NUMBER"), replay(row, circumstances)));
      case BUDGET -> new Proposal("raise the budget, then replay.", alike(row, circumstances));
      case AUTH ->
          new Proposal(
              "renew the credentials, then replay, a few first.", alike(row, circumstances));
      case POISON ->
          new Proposal(
              "give it a body that fits its topic and replay it, or give it up.",
              List.of(
                  show(row),
                  edit(row, "--event FILE"),
                  replay(row, circumstances),
                  discard(row, "REASON")));
      case KILLER ->
          new Proposal(
              "find out what it does to a process before anything runs it again.",
              List.of(show(row), discard(row, "REASON")));
      case EXPIRED ->
          new Proposal(
              "replay it if it is still of use, for it gets new time; or else give it up.",
              List.of(replay(row, circumstances), discard(row, "too late")));
      case CANCELLED ->
          new Proposal(
              "give it up; nobody waits for the work of a cancelled run.",
              List.of(discard(row, "the run was cancelled")));
    };
  }

  /// One command when it is the only one of its cause, or else a look at all of them first.
  private static List<String> alike(RetryRow row, Circumstances circumstances) {
    if (circumstances.alike() <= 1 || row.fingerprint().isEmpty()) {
      return List.of(replay(row, circumstances));
    }
    return List.of(
        "raptor dlq replay --where 'fingerprint=\"%s\" and status in (PARKED, QUARANTINED)' --dry-run%s"
            .formatted(row.fingerprint(), BY),
        "raptor dlq replay --plan HASH --rate 20 --canary 5 --stop-on-failure-rate 10%s --why \"REASON\""
            .formatted(BY));
  }

  private static boolean isEditedAndUntried(RetryRow row) {
    return row.edited() != null
        && Explanation.lastCommand(row)
            .filter(last -> last.group("verb").equals("EDIT"))
            .isPresent()
        && !Explanation.failedAfterLastCommand(row);
  }

  private static String replay(RetryRow row, Circumstances circumstances) {
    return "raptor dlq replay %s%s --why \"REASON\"%s"
        .formatted(row.work(), BY, isAtLoopGuard(row, circumstances) ? " --force" : "");
  }

  private static String discard(RetryRow row, String why) {
    return "raptor dlq discard %s%s --why \"%s\"".formatted(row.work(), BY, why);
  }

  private static String restore(RetryRow row) {
    return "raptor dlq restore %s%s --why \"REASON\"".formatted(row.work(), BY);
  }

  private static String edit(RetryRow row, String change) {
    return "raptor dlq edit %s %s%s --why \"REASON\"".formatted(row.work(), change, BY);
  }

  private static String show(RetryRow row) {
    return "raptor dlq show " + row.work();
  }
}
