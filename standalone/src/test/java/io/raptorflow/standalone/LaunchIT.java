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
  @Test
  void runs(@TempDir Path data) throws Exception {
    try (Swarm swarm =
        Swarm.start(
            new Swarm.Settings(
                data, 0, 0, Duration.ofMinutes(2), List.of(), ModelSettings.from(Map.of())),
            InstantSource.system())) {
      long t0 = System.nanoTime();
      assertThat(swarm.awaitReady(Duration.ofSeconds(30))).isTrue();
      System.out.println("ready after ms " + (System.nanoTime() - t0) / 1_000_000);
      Thread.sleep(6500);
      RunId run = new RunId(UUID.randomUUID());
      var brief = Files.readString(Path.of("/work/shared/data/briefs/tarnwell.json"));
      var kpi = Files.readString(Path.of("/work/shared/data/kpi_daily.csv"));
      long t1 = System.nanoTime();
      swarm
          .bus()
          .outbox()
          .publish(
              Outgoing.to(
                  Topic.COMMANDS,
                  new CampaignCommand(
                      NameUuid.of("x"),
                      run,
                      new WorkspaceId("demo"),
                      "t",
                      InstantSource.system().instant(),
                      new LaunchCampaign(
                          Payload.inline(brief),
                          List.of(new Attachment("kpi_daily", Attachment.CSV, Payload.inline(kpi))),
                          Lane.NORMAL,
                          BigDecimal.ONE))));
      List<CouncilDecision> seen = new ArrayList<>();
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(12))
            .untilAsserted(
                () -> {
                  seen.clear();
                  swarm
                      .bus()
                      .log()
                      .scan(
                          Topic.DECISIONS.topicName(),
                          r ->
                              seen.add(
                                  (CouncilDecision)
                                      swarm.bus().codec().decode(r.topic(), r.value())));
                  assertThat(seen)
                      .extracting(CouncilDecision::kind)
                      .containsAnyOf(Kind.GATE_OPENED, Kind.RUN_CLOSED);
                });
      } finally {
        swarm
            .bus()
            .log()
            .scan(
                Topic.STATE_UPDATE.topicName(),
                r -> {
                  var f =
                      (io.raptorflow.bus.ProgressFrame)
                          swarm.bus().codec().decode(r.topic(), r.value());
                  System.out.println(
                      "FRAME "
                          + java.time.Instant.ofEpochMilli(r.timestamp())
                          + " "
                          + f.at()
                          + " "
                          + f.kind()
                          + " "
                          + f.text());
                });
      }
      System.out.println("gate after ms " + (System.nanoTime() - t1) / 1_000_000);
      seen.forEach(
          d ->
              System.out.println(
                  d.lord() + " " + d.kind() + " " + d.node() + " " + d.what() + " | " + d.why()));
    }
  }
}
