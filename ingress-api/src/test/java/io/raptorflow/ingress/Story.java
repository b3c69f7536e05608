package io.raptorflow.ingress;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.testkit.bus.LiveBus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the Lords and agents say of one run, written by the test in their place.
final class Story {
  static final Instant BEGIN = Instant.parse("2026-11-20T06:00:00Z");

  private final Bus bus;
  private final RunId run;
  private final WorkspaceId workspace;
  private final List<String> hashes = new ArrayList<>();
  private int told;

  Story(Bus bus, RunId run, WorkspaceId workspace) {
    this.bus = bus;
    this.run = run;
    this.workspace = workspace;
  }

  static Story of(LiveBus live) {
    return new Story(live.bus(), live.newRun(), live.newWorkspace());
  }

  RunId run() {
    return run;
  }

  WorkspaceId workspace() {
    return workspace;
  }

  String query() {
    return "?workspace=" + workspace;
  }

  /// A plan of three nodes: research, gate G1, publishing.
  Story planned() {
    Map<String, Object> plan =
        Map.of(
            "workflow",
            "launch_campaign",
            "absences",
            Map.of(),
            "nodes",
            List.of(
                node("L01", "Read the brief", 0, "G0 brief", List.of("LORD-001")),
                node("L02", "Research", 1, "", List.of("RES-001", "RES-002", "LORD-002")),
                node("L07", "Approve strategy", 2, "G1 strategy", List.of("LORD-006")),
                node("L18", "Publish", 3, "", List.of("LORD-007"))));
    decide(
        AgentId.ARCHITECT,
        "",
        Kind.PLANNED,
        "3 of 4 nodes run",
        Attachment.json("plan", CanonicalJson.write(plan)));
    return decide(AgentId.ARCHITECT, "", Kind.NODE_STARTED, "Starts L02 Research");
  }

  Story gateOpened(String dossier) {
    decide(AgentId.ARCHITECT, "", Kind.NODE_STARTED, "Starts L07 Approve strategy");
    return decide(
        AgentId.ARBITER,
        "L07",
        Kind.GATE_OPENED,
        "Gate G1 waits for a person",
        Attachment.json("dossier_g1", dossier));
  }

  Story gateApproved() {
    return decide(
        AgentId.ARBITER,
        "L07",
        Kind.GATE_APPROVED,
        "Ada approves gate G1",
        Attachment.json("approval_g1", "{\"by\":\"Ada\"}"));
  }

  Story finished() {
    return decide(AgentId.ARCHITECT, "", Kind.RUN_CLOSED, "The run is complete");
  }

  Story decide(AgentId lord, String node, Kind kind, String what, Attachment... outputs) {
    CouncilDecision decision = decision(lord, node, kind, what, outputs);
    hashes.add(decision.hash());
    bus.outbox().publish(Outgoing.to(Topic.DECISIONS, decision));
    return this;
  }

  CouncilDecision decision(
      AgentId lord, String node, Kind kind, String what, Attachment... outputs) {
    told++;
    CouncilDecision unsigned =
        new CouncilDecision(
            NameUuid.of("decision", run.toString(), Integer.toString(told)),
            run,
            workspace,
            lord,
            told,
            node,
            kind,
            what,
            "the test says so",
            List.of(outputs),
            List.of("sys.campaign.commands:0:" + told),
            List.copyOf(hashes),
            new Spend(10, 5, 1, new BigDecimal("0.000100")),
            "",
            BEGIN.plusSeconds(told));
    return new CouncilDecision(
        unsigned.id(),
        run,
        workspace,
        lord,
        told,
        node,
        kind,
        what,
        unsigned.why(),
        unsigned.outputs(),
        unsigned.consumed(),
        unsigned.restsOn(),
        unsigned.spend(),
        unsigned.computeHash(),
        unsigned.at());
  }

  Story answered(String agent, String node) {
    AgentId id = new AgentId(agent);
    told++;
    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.broadcast(id.guild()),
                new AgentAnswer(
                    NameUuid.of("answer", run.toString(), agent, node),
                    new WorkId(NameUuid.of("work", run.toString(), agent, node)),
                    run,
                    workspace,
                    node,
                    id,
                    0,
                    AgentAnswer.Outcome.ANSWERED,
                    "Findings",
                    Payload.inline("{\"agent\":\"" + agent + "\"}"),
                    List.of(),
                    "p".repeat(64),
                    "offline-composer",
                    AgentAnswer.Authorship.OFFLINE,
                    Spend.NOTHING,
                    BEGIN.plusSeconds(told),
                    BEGIN.plusSeconds(told + 1))));
    return this;
  }

  Story paid(String call, String usd) {
    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.LEDGER,
                new LedgerEntry(
                    call + run,
                    run,
                    workspace,
                    new AgentId("RES-001"),
                    "some-model",
                    "standard",
                    "cheapest",
                    100,
                    50,
                    new BigDecimal(usd),
                    LedgerEntry.CallSource.PAID,
                    12,
                    BEGIN)));
    return this;
  }

  Story frame(String kind, String text) {
    told++;
    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.STATE_UPDATE,
                new ProgressFrame(
                    run,
                    workspace,
                    kind,
                    -1,
                    "L02",
                    "RES-001",
                    text,
                    "{\"n\":1}",
                    BEGIN.plusSeconds(told))));
    return this;
  }

  private static Map<String, Object> node(
      String id, String title, int wave, String gate, List<String> agents) {
    return Map.of(
        "id",
        id,
        "title",
        title,
        "wave",
        wave,
        "gate",
        gate,
        "agents",
        agents,
        "dependsOn",
        List.of(),
        "skipped",
        "");
  }
}
