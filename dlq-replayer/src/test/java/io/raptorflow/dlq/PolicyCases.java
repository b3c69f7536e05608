package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.OperationOutcome.Kind;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Rows, failures and commands for the tests of the policy.
final class PolicyCases {
  static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
  static final WorkId WORK = new WorkId(new UUID(4, 2));
  static final Coordinates COMMAND = new Coordinates("sys.dlq.ops", 2, 5);

  static final RetryPolicy POLICY =
      new RetryPolicy(ReplayerSettings.standard(Path.of("unused")), (_, _) -> Optional.empty());

  private PolicyCases() {}

  static OperationOutcome report(RetryDecision decision) {
    return decision.effects().stream()
        .filter(Effect.Report.class::isInstance)
        .map(effect -> ((Effect.Report) effect).outcome())
        .findFirst()
        .orElseThrow();
  }

  static Kind kind(RetryDecision decision) {
    return report(decision).kind();
  }

  static RetryInput forVersion(int version) {
    return commanded(
        new ReplayOperation(
            UUID.randomUUID(),
            WORK,
            Verb.REPLAY,
            "ann",
            "",
            NOW,
            null,
            version,
            false,
            null,
            null));
  }

  static RetryInput.Commanded commanded(ReplayOperation operation) {
    return new RetryInput.Commanded(operation, COMMAND);
  }

  static RetryInput adopted(FailureClass failure, int attempt) {
    return new RetryInput.Adopted(
        letter(failure, attempt, Optional.empty(), Optional.empty()),
        "orders-dlt:1:7",
        RetryInput.Edit.NONE);
  }

  static RetryRow row(RetryInput input) {
    return decide(Optional.empty(), input).row().orElseThrow();
  }

  static RetryDecision decide(Optional<RetryRow> row, RetryInput input) {
    return POLICY.decide(row, input, NOW);
  }

  static RetryInput failed(FailureClass failure, int attempt) {
    return new RetryInput.Failed(
        letter(failure, attempt, Optional.empty(), Optional.empty()), RetryInput.Cause.OWN);
  }

  static RetryInput command(Verb verb) {
    return commanded(ReplayOperation.single(UUID.randomUUID(), WORK, verb, "ann", "fixed", NOW));
  }

  /// An edit of the work, with a value of its own.
  static ReplayOperation edit() {
    return new ReplayOperation(
        UUID.randomUUID(), WORK, Verb.EDIT, "ann", "typo", NOW, null, null, false, "AAA=", null);
  }

  static Letter letter(
      FailureClass failure, int attempt, Optional<Instant> notBefore, Optional<Instant> deadline) {
    return letter(
        failure, attempt, notBefore, deadline, new Coordinates("sys.dlq.processing_error", 0, 5));
  }

  static Letter letter(
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
        "node-1",
        attempt,
        NOW,
        NOW,
        notBefore,
        deadline,
        at);
  }
}
