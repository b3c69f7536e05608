package io.raptorflow.dlq;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import java.util.Optional;
import java.util.Set;

/// Which failed work an operator means; what is empty does not narrow.
public record DeadLetterFilter(
    Set<Status> statuses,
    Optional<String> agent,
    Optional<RunId> run,
    Optional<FailureClass> failure,
    Optional<String> fingerprint) {

  public DeadLetterFilter {
    statuses = Set.copyOf(statuses);
  }

  /// Everything.
  public static DeadLetterFilter all() {
    return new DeadLetterFilter(
        Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Work that waits for an operator.
  public static DeadLetterFilter waiting() {
    return all().with(Status.PARKED, Status.QUARANTINED);
  }

  public DeadLetterFilter with(Status... only) {
    return new DeadLetterFilter(Set.of(only), agent, run, failure, fingerprint);
  }

  public DeadLetterFilter withAgent(String only) {
    return new DeadLetterFilter(statuses, Optional.of(only), run, failure, fingerprint);
  }

  public DeadLetterFilter withRun(RunId only) {
    return new DeadLetterFilter(statuses, agent, Optional.of(only), failure, fingerprint);
  }

  public DeadLetterFilter withFailure(FailureClass only) {
    return new DeadLetterFilter(statuses, agent, run, Optional.of(only), fingerprint);
  }

  public DeadLetterFilter withFingerprint(String only) {
    return new DeadLetterFilter(statuses, agent, run, failure, Optional.of(only));
  }

  /// Whether it narrows at all.
  public boolean isNarrow() {
    return !equals(all());
  }

  boolean admits(RetryRow row) {
    return (statuses.isEmpty() || statuses.contains(row.status()))
        && agent.map(row.agent()::equals).orElse(true)
        && run.map(only -> only.equals(row.run())).orElse(true)
        && failure.map(only -> only == row.failure()).orElse(true)
        && fingerprint.map(row.fingerprint()::equals).orElse(true);
  }
}
