package io.raptorflow.standalone;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.ClaimRef;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events in good form that no part of the swarm wrote.
final class Forged {
  private static final WorkspaceId WORKSPACE = new WorkspaceId("hostile");
  private static final String MUSE = Topic.broadcast(Guild.MUSE);

  private Forged() {}

  /// An event of a run that nobody launched, as the topic carries it.
  static BusEvent event(String topic) {
    RunId run = new RunId(UUID.randomUUID());
    return switch (Topic.of(topic).orElseThrow()) {
      case COMMANDS ->
          new CampaignCommand(
              UUID.randomUUID(),
              run,
              WORKSPACE,
              "nobody",
              Instant.now(),
              new CampaignCommand.Cancel("nobody", "because"));
      case DIRECTIVES -> directive(run, WORKSPACE, AgentId.AESTHETE, List.of());
      case DECISIONS -> decision(run, List.of());
      case GUILD_BROADCAST -> answer(run, new AgentId("MUSE-001"), null);
      case AGENT_INBOX -> task(run, topic);
      default -> throw new IllegalArgumentException("nobody works from " + topic);
    };
  }

  /// Events whose bodies travel by reference, to a place where nothing lies.
  static List<Outgoing> withLostBodies() {
    RunId run = new RunId(UUID.randomUUID());
    Payload lost = lost();
    List<Attachment> outputs = List.of(new Attachment("war_brief", Attachment.JSON, lost));
    CampaignCommand launch =
        new CampaignCommand(
            UUID.randomUUID(),
            run,
            WORKSPACE,
            "nobody",
            Instant.now(),
            new CampaignCommand.LaunchCampaign(lost, outputs, Lane.NORMAL, BigDecimal.ONE));
    return List.of(
        Outgoing.to(Topic.DECISIONS, decision(run, outputs)),
        Outgoing.to(MUSE, answer(run, new AgentId("MUSE-001"), lost)),
        Outgoing.to(Topic.DIRECTIVES, directive(run, WORKSPACE, AgentId.HERALD, outputs)),
        Outgoing.to(Topic.COMMANDS, launch));
  }

  private static Payload lost() {
    String text = "never written " + UUID.randomUUID();
    String hash = Sha256.hex(text);
    return new Payload(hash, text.length(), null, new ClaimRef(0, 4_000_000, 1, hash));
  }

  static AgentAnswer answer(RunId run, AgentId agent, @Nullable Payload output) {
    return new AgentAnswer(
        UUID.randomUUID(),
        new WorkId(UUID.randomUUID()),
        run,
        WORKSPACE,
        "L09",
        agent,
        0,
        output == null ? Outcome.REFUSED : Outcome.ANSWERED,
        output == null ? "" : "HeadlineBank",
        output,
        List.of("forged"),
        "none",
        "none",
        Authorship.COMPUTATION,
        Spend.NOTHING,
        Instant.now(),
        Instant.now());
  }

  static CouncilDirective directive(
      RunId run, WorkspaceId workspace, AgentId to, List<Attachment> inputs) {
    return new CouncilDirective(
        UUID.randomUUID(),
        run,
        workspace,
        AgentId.ARCHITECT,
        to,
        "L17",
        "Publish",
        9,
        0,
        Duty.PUBLISH,
        "",
        List.of(),
        inputs,
        100,
        Lane.NORMAL,
        BigDecimal.ONE,
        1,
        Instant.now().plusSeconds(3),
        List.of(),
        Instant.now());
  }

  private static CouncilDecision decision(RunId run, List<Attachment> outputs) {
    CouncilDecision unsealed = decision(run, outputs, "");
    return decision(run, outputs, unsealed.computeHash());
  }

  private static CouncilDecision decision(RunId run, List<Attachment> outputs, String hash) {
    return new CouncilDecision(
        NameUuid.of("forged", run.toString()),
        run,
        WORKSPACE,
        AgentId.AESTHETE,
        1,
        "L09",
        CouncilDecision.Kind.NODE_CLOSED,
        "Forged",
        "nobody decided it",
        outputs,
        List.of(),
        List.of(),
        Spend.NOTHING,
        hash,
        Instant.EPOCH);
  }

  private static AgentTask task(RunId run, String topic) {
    String agent = topic.substring(topic.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    return new AgentTask(
        new WorkId(UUID.randomUUID()),
        run,
        WORKSPACE,
        "L01",
        new AgentId(agent),
        0,
        Lane.NORMAL,
        Instant.now().plusSeconds(60),
        1,
        List.of(),
        List.of(),
        BigDecimal.ONE,
        Instant.now());
  }
}
