package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A row as the replayer makes it, from failures and commands, step by step. Immutable.
///
/// @param ago how long before [#NOW] the work failed first
record TestRows(
    int number,
    FailureClass failure,
    String agent,
    String workspace,
    String fingerprint,
    String message,
    Duration ago) {
  static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  static TestRows of(int number, FailureClass failure) {
    return new TestRows(
        number, failure, "MUSE-001", "tarn", "f00", "it broke", Duration.ofHours(2));
  }

  TestRows by(String who) {
    return new TestRows(number, failure, who, workspace, fingerprint, message, ago);
  }

  TestRows in(String tenant) {
    return new TestRows(number, failure, agent, tenant, fingerprint, message, ago);
  }

  TestRows because(String cause, String said) {
    return new TestRows(number, failure, agent, workspace, cause, said, ago);
  }

  TestRows before(Duration span) {
    return new TestRows(number, failure, agent, workspace, fingerprint, message, span);
  }

  WorkId work() {
    return new WorkId(new UUID(4, number));
  }

  /// A row after one failure, whose status it has since then.
  RetryRow row(Status status) {
    return at(draft(), status);
  }

  /// The draft after one failure.
  RowDraft draft() {
    return RowDraft.of(letter(0));
  }

  RetryRow at(RowDraft draft, Status status) {
    Instant at = status == Status.SCHEDULED ? NOW : NOW.minus(ago);
    if (status == Status.HELD) {
      draft.heldBy("until-2.1.4");
    }
    return draft.build(status, status == Status.SCHEDULED ? NOW.plusSeconds(90) : null, at);
  }

  /// What the dead letter of a failure says.
  Letter letter(int attempt) {
    Instant at = NOW.minus(ago);
    return new Letter(
        work(),
        agent,
        workspace,
        Optional.empty(),
        failure,
        fingerprint,
        message,
        "sys.guild.muse.muse-001",
        "muse.muse-001",
        "node-1",
        attempt,
        at,
        at,
        Optional.empty(),
        Optional.empty(),
        new Coordinates("sys.dlq.processing_error", 0, number));
  }

  ReplayOperation command(Verb verb, String why) {
    return new ReplayOperation(
        new UUID(5, number),
        work(),
        verb,
        "ann",
        why,
        NOW,
        null,
        null,
        false,
        verb == Verb.EDIT ? "AAAA" : null,
        null);
  }
}
