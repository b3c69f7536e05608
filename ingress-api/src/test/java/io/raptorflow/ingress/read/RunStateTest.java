package io.raptorflow.ingress.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.read.PlanProgress.Standing;
import io.raptorflow.ingress.read.RunState.Pace;
import io.raptorflow.ingress.read.RunState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private final List<CouncilDecision> decisions = new ArrayList<>();

  @Test
  void isQueuedBeforeTheFirstDecision() {
    assertThat(RunState.of(decisions).phase()).isEqualTo(Phase.QUEUED);
  }

  @Test
  void waitsFromTheOpeningOfAGateToItsAnswer() {
    say("L07", Kind.GATE_OPENED, "waits", Attachment.json("dossier_g1", "{}"));
    RunState opened = RunState.of(decisions);
    say("L07", Kind.GATE_SENT_BACK, "sent back");
    RunState sentBack = RunState.of(decisions);
    say("L07", Kind.GATE_OPENED, "waits", Attachment.json("dossier_g1", "{\"round\":1}"));

    RunState again = RunState.of(decisions);

    assertThat(opened.phase()).isEqualTo(Phase.WAITING);
    assertThat(sentBack.phase()).isEqualTo(Phase.RUNNING);
    assertThat(sentBack.gate()).isNull();
    assertThat(seen(again)).isNotEmpty().isNotEqualTo(seen(opened));
  }

  @Test
  void tellsTheFourEndsApart() {
    assertThat(closedAfter(Kind.NODE_CLOSED, "L02", "The run is complete"))
        .isEqualTo(Phase.COMPLETE);
    assertThat(closedAfter(Kind.CANCELLED, "", "The run was cancelled by Ada"))
        .isEqualTo(Phase.CANCELLED);
    assertThat(closedAfter(Kind.REFUSED, "", "The run ends before it began"))
        .isEqualTo(Phase.REFUSED);
    assertThat(closedAfter(Kind.REFUSED, "L13", "The run ends at L13: nothing may leave"))
        .isEqualTo(Phase.FAILED);
  }

  @Test
  void closesAGateThatWaitedWhenTheRunWasCancelled() {
    say("L07", Kind.GATE_OPENED, "waits", Attachment.json("dossier_g1", "{}"));
    say("", Kind.CANCELLED, "Ada cancels");
    say("", Kind.RUN_CLOSED, "The run was cancelled by Ada");

    RunState state = RunState.of(decisions);

    assertThat(state.phase()).isEqualTo(Phase.CANCELLED);
    assertThat(state.gate()).isNull();
  }

  @Test
  void isPausedUntilItIsResumed() {
    say("", Kind.PAUSED, "Ada pauses");
    Pace paused = RunState.of(decisions).pace();
    say("", Kind.RESUMED, "Ada resumes");

    assertThat(paused).isEqualTo(Pace.PAUSED);
    assertThat(RunState.of(decisions).pace()).isEqualTo(Pace.GOING);
  }

  @Test
  void followsANodeThroughItsStagesAndItsRewrites() {
    String plan =
        CanonicalJson.write(
            Map.of(
                "nodes",
                List.of(
                    Map.of(
                        "id",
                        "L12",
                        "title",
                        "Check",
                        "wave",
                        4,
                        "gate",
                        "G3 checks",
                        "agents",
                        List.of("MUSE-001", "GRD-001", "LORD-003"),
                        "dependsOn",
                        List.of(),
                        "skipped",
                        ""),
                    Map.of(
                        "id",
                        "L15",
                        "title",
                        "Skip",
                        "wave",
                        5,
                        "gate",
                        "",
                        "agents",
                        List.of(),
                        "dependsOn",
                        List.of("L12"),
                        "skipped",
                        "no video"))));
    List<Standing> seen = new ArrayList<>();

    say("", Kind.NODE_STARTED, "Starts L12 Check");
    seen.add(standing(plan));
    lord(AgentId.AESTHETE, Kind.NODE_CLOSED);
    seen.add(standing(plan));
    lord(AgentId.ARBITER, Kind.REWRITE_ASKED);
    lord(AgentId.ARBITER, Kind.NODE_CLOSED);
    seen.add(standing(plan));
    lord(AgentId.STRATEGOS, Kind.NODE_CLOSED);
    seen.add(standing(plan));

    assertThat(seen)
        .containsExactly(Standing.RUNNING, Standing.RUNNING, Standing.RUNNING, Standing.DONE);
    assertThat(PlanProgress.of(CanonicalJson.read(plan), decisions, List.of()).percent())
        .isEqualTo(100);
    assertThat(RunState.of(decisions).rewrites()).isEqualTo(1);
  }

  private static String seen(RunState state) {
    return state.gate() == null ? "" : state.gate().seen();
  }

  private Standing standing(String plan) {
    return PlanProgress.of(CanonicalJson.read(plan), decisions, List.of())
        .nodes()
        .getFirst()
        .standing();
  }

  private Phase closedAfter(Kind before, String node, String closing) {
    decisions.clear();
    say(node, before, "before");
    say("", Kind.RUN_CLOSED, closing);
    return RunState.of(decisions).phase();
  }

  private void lord(AgentId lord, Kind kind) {
    decisions.add(decision(lord, "L12", kind, "said"));
  }

  private void say(String node, Kind kind, String what, Attachment... outputs) {
    decisions.add(decision(AgentId.ARCHITECT, node, kind, what, outputs));
  }

  private CouncilDecision decision(
      AgentId lord, String node, Kind kind, String what, Attachment... outputs) {
    int sequence = decisions.size() + 1;
    return new CouncilDecision(
        NameUuid.of(Integer.toString(sequence)),
        new RunId(new UUID(1, 1)),
        new WorkspaceId("w"),
        lord,
        sequence,
        node,
        kind,
        what,
        "because",
        List.of(outputs),
        List.of(),
        List.of(),
        Spend.NOTHING,
        "",
        Instant.EPOCH.plusSeconds(sequence));
  }
}
