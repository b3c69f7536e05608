package io.raptorflow.ingress.read;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDecision;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How a run stands, read off its decisions alone.
///
/// @param gate what waits for a person; null when nothing does
/// @param outcome closing decision in words; empty while the run is open
public record RunState(
    Phase phase,
    Pace pace,
    @Nullable WaitingGate gate,
    @Nullable Instant closedAt,
    String outcome,
    int rewrites,
    BigDecimal decidedUsd) {

  private static final String DOSSIER = "dossier_";

  /// What the Architect says when every node is settled.
  private static final String COMPLETE = "The run is complete";

  /// Where a run is in its life.
  public enum Phase {
    QUEUED,
    RUNNING,
    WAITING,
    COMPLETE,
    REFUSED,
    CANCELLED,
    FAILED;

    public boolean isClosed() {
      return switch (this) {
        case QUEUED, RUNNING, WAITING -> false;
        case COMPLETE, REFUSED, CANCELLED, FAILED -> true;
      };
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether a person stopped the run for a while.
  public enum Pace {
    GOING,
    PAUSED
  }

  /// A gate that was opened and not answered.
  ///
  /// @param gate `G1` or `G4`
  /// @param dossier what the person is shown; its hash is what an approval must name
  public record WaitingGate(String gate, String node, Attachment dossier, Instant since) {
    public String seen() {
      return dossier.body().sha256();
    }
  }

  /// @param decisions of one run, in the order of the log
  public static RunState of(List<CouncilDecision> decisions) {
    SequencedMap<String, WaitingGate> waiting = new LinkedHashMap<>();
    Phase phase = decisions.isEmpty() ? Phase.QUEUED : Phase.RUNNING;
    Pace pace = Pace.GOING;
    boolean cancelled = false;
    boolean refusedAtIntake = false;
    int rewrites = 0;
    BigDecimal decidedUsd = BigDecimal.ZERO;
    Instant closedAt = null;
    String outcome = "";
    for (CouncilDecision decision : decisions) {
      decidedUsd = decidedUsd.add(decision.spend().costUsd());
      switch (decision.kind()) {
        case GATE_OPENED -> open(waiting, decision);
        case GATE_APPROVED, GATE_SENT_BACK -> waiting.remove(decision.node());
        case REWRITE_ASKED -> rewrites++;
        case PAUSED -> pace = Pace.PAUSED;
        case RESUMED -> pace = Pace.GOING;
        case CANCELLED -> cancelled = true;
        case REFUSED ->
            refusedAtIntake |=
                decision.node().isEmpty() && decision.lord().equals(AgentId.ARCHITECT);
        case RUN_CLOSED -> {
          closedAt = decision.at();
          outcome = decision.what() + ": " + decision.why();
          phase = closed(decision, cancelled, refusedAtIntake);
        }
        case PLANNED, NODE_STARTED, NODE_CLOSED, NODE_SKIPPED, ASSET_REFUSED, PUBLISHED, NOTED -> {}
      }
    }
    boolean waits = phase == Phase.RUNNING && !waiting.isEmpty();
    return new RunState(
        waits ? Phase.WAITING : phase,
        pace,
        waits ? waiting.firstEntry().getValue() : null,
        closedAt,
        outcome,
        rewrites,
        decidedUsd);
  }

  private static void open(SequencedMap<String, WaitingGate> waiting, CouncilDecision decision) {
    for (Attachment output : decision.outputs()) {
      if (output.name().startsWith(DOSSIER)) {
        String gate = output.name().substring(DOSSIER.length()).toUpperCase(Locale.ROOT);
        waiting.put(decision.node(), new WaitingGate(gate, decision.node(), output, decision.at()));
      }
    }
  }

  private static Phase closed(CouncilDecision closing, boolean cancelled, boolean refused) {
    if (cancelled) {
      return Phase.CANCELLED;
    }
    if (refused) {
      return Phase.REFUSED;
    }
    return closing.what().equals(COMPLETE) ? Phase.COMPLETE : Phase.FAILED;
  }
}
