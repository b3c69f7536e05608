package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.Service.Answer;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaunchIT {
  private final LiveBus live;
  private Service service;

  LaunchIT(LiveBus live) {
    this.live = live;
    this.service = Service.start(live.bus(), Postgres.newDatabase());
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void answersWithLinksAndPutsTheCommandOnTheBus() {
    WorkspaceId workspace = live.newWorkspace();

    Answer answer =
        service.post("/api/v3/campaigns", Briefs.launch(Briefs.tarnwell(), workspace.value()));

    assertThat(answer.status()).isEqualTo(202);
    String id = answer.json().path("executionId").asString();
    assertThat(answer.header("Location"))
        .isEqualTo("/api/v3/status/" + id + "?workspace=" + workspace);
    assertThat(commands(id))
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.workspace()).isEqualTo(workspace);
              assertThat(command.issuedBy()).isEqualTo("Ada");
              assertThat(command.body()).isInstanceOf(CampaignCommand.LaunchCampaign.class);
            });
    Answer status = service.get(answer.header("Location"));
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.json().path("state").asString()).isEqualTo("queued");
    assertThat(status.json().path("title").asString()).isEqualTo("Tarnwell Rainworks");
  }

  private List<CampaignCommand> commands(String run) {
    return live.events(Topic.COMMANDS.topicName(), CampaignCommand.class).stream()
        .filter(command -> command.run().equals(RunId.of(run)))
        .toList();
  }
}
