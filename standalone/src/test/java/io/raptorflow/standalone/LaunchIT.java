package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CampaignCommand.LaunchCampaign;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.lords.audit.RunLog;
import io.raptorflow.lords.audit.Verification;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchIT {
  private static final Duration NODE_TIME = Duration.ofMinutes(2);

  @Test
  void bringsTheSampleBriefToAPublishedPackThatVerifies(@TempDir Path data) throws Exception {
    try (Swarm swarm =
        Swarm.start(
            new Swarm.Settings(
                data,
                new Swarm.Ports(0, 0, 0),
                NODE_TIME,
                List.of(),
                ModelSettings.from(Map.of()),
                ""),
            InstantSource.system())) {
      assertThat(swarm.awaitReady(Duration.ofSeconds(30))).isTrue();
      RunId run = new RunId(UUID.randomUUID());

      String name = System.getProperty("brief", "tarnwell");
      command(swarm, run, launch(name));
      CouncilDecision first = await(swarm, run, Kind.GATE_OPENED, 1);
      command(swarm, run, approve("G1", first));
      CouncilDecision second = await(swarm, run, Kind.GATE_OPENED, 2);
      command(swarm, run, approve("G4", second));
      await(swarm, run, Kind.RUN_CLOSED, 1);

      RunLog log = RunLog.read(swarm.bus(), run);
      Path out = Path.of("target/run-" + name);
      for (CouncilDecision d : log.decisions()) {
        System.out.println(
            "DEC " + d.lord() + " " + d.kind() + " " + d.node() + " " + d.what() + " | " + d.why());
        for (Attachment a : d.outputs()) {
          Path f = out.resolve(a.name() + (a.mediaType().equals(Attachment.JSON) ? ".json" : ""));
          Files.createDirectories(f.getParent());
          String text = swarm.bus().claims().fetch(a.body());
          Files.writeString(
              f,
              a.mediaType().equals(Attachment.JSON)
                  ? io.raptorflow.bus.CanonicalJson.read(text).toPrettyString()
                  : text);
        }
      }
      Verification verification = Verification.of(swarm.bus(), log, NODE_TIME);
      assertThat(verification.faults()).isEmpty();
      assertThat(log.decisions().getLast().what()).isEqualTo("The run is complete");
    }
  }

  private static CampaignCommand.Body launch(String name) {
    var file = io.raptorflow.standalone.cli.TestBriefs.read(name);
    return new LaunchCampaign(
        Payload.inline(file.brief()), file.sources(), Lane.NORMAL, BigDecimal.ONE);
  }

  private static CampaignCommand.Body approve(String gate, CouncilDecision opened) {
    return new CampaignCommand.Approve(
        gate, "Ida Test", "", opened.outputs().getFirst().body().sha256());
  }

  private static void command(Swarm swarm, RunId run, CampaignCommand.Body body) {
    swarm
        .bus()
        .outbox()
        .publish(
            Outgoing.to(
                Topic.COMMANDS,
                new CampaignCommand(
                    NameUuid.of(run.toString(), body.toString()),
                    run,
                    new WorkspaceId("demo"),
                    "test",
                    InstantSource.system().instant(),
                    body)));
  }

  private static CouncilDecision await(Swarm swarm, RunId run, Kind kind, int count) {
    List<CouncilDecision> seen = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(IllegalArgumentException.class)
        .untilAsserted(
            () -> {
              seen.clear();
              seen.addAll(RunLog.read(swarm.bus(), run).decisions());
              assertThat(seen).anyMatch(d -> d.kind() == kind || d.kind() == Kind.RUN_CLOSED);
              assertThat(
                      seen.stream()
                          .filter(d -> d.kind() == kind || d.kind() == Kind.RUN_CLOSED)
                          .count())
                  .isGreaterThanOrEqualTo(count);
            });
    return seen.stream()
        .filter(d -> d.kind() == kind)
        .skip(count - 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError(seen.getLast().what() + " " + seen.getLast().why()));
  }
}
