package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.Evidence.Decision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.RunId;
import io.raptorflow.lords.audit.RunLog;
import io.raptorflow.lords.audit.Verification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// I1, I2 and I7 for runs that came over HTTP and that the Council led.
final class RunChecks {
  private static final int VERIFIED_MAX = 10;

  private final Evidence evidence;
  private final Verdict verdict;

  RunChecks(Evidence evidence, Verdict verdict) {
    this.evidence = evidence;
    this.verdict = verdict;
  }

  void all() {
    verdict.looked(Invariant.I1, evidence.requests.size());
    verdict.looked(Invariant.I7, evidence.decisions.size());
    for (String run : evidence.requests) {
      long closed =
          evidence.decisions.getOrDefault(run, List.of()).stream()
              .filter(one -> one.kind() == Kind.RUN_CLOSED || one.kind() == Kind.REFUSED)
              .count();
      if (closed == 0) {
        verdict.violated(
            Invariant.I1,
            "run %s was accepted and has no end: %s"
                .formatted(run, evidence.decisions.getOrDefault(run, List.of())));
      } else if (closed > 1) {
        verdict.violated(Invariant.I2, "run " + run + " was closed " + closed + " times");
      }
    }
    evidence.decisions.forEach(this::numbered);
    int verified = 0;
    for (String run : evidence.requests.stream().sorted().limit(VERIFIED_MAX).toList()) {
      if (evidence.decisions.containsKey(run)) {
        verify(run);
        verified++;
      }
    }
    verdict.number("runs", evidence.requests.size());
    verdict.number("runsVerified", verified);
  }

  private void numbered(String run, List<Decision> decisions) {
    Map<String, Integer> last = new HashMap<>();
    for (Decision decision : decisions) {
      int expected = last.getOrDefault(decision.lord(), 0) + 1;
      if (decision.sequence() != expected) {
        verdict.violated(
            decision.sequence() < expected ? Invariant.I2 : Invariant.I7,
            "%s decided number %d of run %s where %d was due"
                .formatted(decision.lord(), decision.sequence(), run, expected));
      }
      last.put(decision.lord(), decision.sequence());
    }
  }

  private void verify(String run) {
    Verification verification =
        Verification.of(
            evidence.bus(),
            RunLog.read(evidence.bus(), new RunId(UUID.fromString(run))),
            LordsNode.NODE_TIME);
    if (!verification.faults().isEmpty()) {
      verdict.violated(Invariant.I7, "run " + run + ": " + verification.faults());
    }
  }
}
