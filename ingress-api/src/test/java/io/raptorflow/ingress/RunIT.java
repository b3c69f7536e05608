package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Topic;
import io.raptorflow.ingress.Service.Answer;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunIT {
  private static final String DOSSIER = "{\"gate\":\"G1\",\"title\":\"Strategy\"}";

  private final LiveBus live;
  private final Service service;

  RunIT(LiveBus live) {
    this.live = live;
    this.service = Service.start(live.bus(), Postgres.newDatabase());
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void showsHowFarARunIs() {
    Story story = Story.of(live).planned().answered("RES-001", "L02").paid("a", "0.25");

    JsonNode status = until(story, "running", "RES-001");

    assertThat(texts(status.path("currentAgents"))).containsExactly("RES-002");
    assertThat(texts(status.path("completedAgents"))).containsExactly("RES-001");
    assertThat(states(status))
        .containsExactly("L01=done", "L02=running", "L07=pending", "L18=pending");
    assertThat(status.path("progress").asInt()).isEqualTo(25);
    assertThat(status.path("costUsd").decimalValue()).isEqualByComparingTo("0.25");
    assertThat(status.path("tokens").path("prompt").asLong()).isEqualTo(100);
  }

  @Test
  void waitsForAPersonAndHearsThem() {
    Story story = Story.of(live).planned().gateOpened(DOSSIER);
    JsonNode gate = until(story, "waiting", "").path("gate");

    Answer answer =
        service.post(
            "/api/v3/runs/" + story.run() + "/gates/G1" + story.query(),
            Map.of("decision", "approve", "by", "Ada", "seen", gate.path("seen").asString()));

    assertThat(gate.path("gate").asString()).isEqualTo("G1");
    assertThat(gate.path("seen").asString()).isEqualTo(Sha256.hex(DOSSIER));
    assertThat(gate.path("dossier").path("title").asString()).isEqualTo("Strategy");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(commands(story))
        .extracting(CampaignCommand::body)
        .containsExactly(new CampaignCommand.Approve("G1", "Ada", "", Sha256.hex(DOSSIER)));
  }

  @Test
  void refusesAWordThatNoGateWaitsFor() {
    Story story = Story.of(live).planned().gateOpened(DOSSIER).gateApproved();
    until(story, "running", "");

    Answer answer =
        service.post(
            "/api/v3/runs/" + story.run() + "/gates/G1" + story.query(),
            Map.of("decision", "approve", "by", "Ada", "seen", Sha256.hex(DOSSIER)));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(commands(story)).isEmpty();
  }

  @Test
  void refusesAWordAboutAnotherDossier() {
    Story story = Story.of(live).planned().gateOpened(DOSSIER);
    until(story, "waiting", "");

    Answer answer =
        service.post(
            "/api/v3/runs/" + story.run() + "/gates/G1" + story.query(),
            Map.of("decision", "approve", "by", "Ada", "seen", Sha256.hex("older")));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().toString()).contains(Sha256.hex(DOSSIER));
  }

  @Test
  void refusesAnApprovalWithoutAName() {
    Story story = Story.of(live).planned().gateOpened(DOSSIER);
    until(story, "waiting", "");

    Answer answer =
        service.post(
            "/api/v3/runs/" + story.run() + "/gates/G1" + story.query(),
            Map.of("decision", "approve", "seen", Sha256.hex(DOSSIER)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("issues").get(0).path("field").asString()).isEqualTo("/by");
  }

  @Test
  void givesTheResultWithDocumentsAndDecisions() {
    Story story = Story.of(live).planned().gateOpened(DOSSIER).gateApproved().finished();
    until(story, "complete", "");

    JsonNode result = service.get("/api/v3/result/" + story.run() + story.query()).json();
    Answer plan =
        service.get("/api/v3/runs/" + story.run() + "/documents/approval_g1" + story.query());
    JsonNode decisions =
        service.get("/api/v3/runs/" + story.run() + "/decisions" + story.query()).json();

    assertThat(result.path("documents").findValuesAsString("name"))
        .containsExactly("approval_g1", "dossier_g1", "plan");
    assertThat(plan.json().path("by").asString()).isEqualTo("Ada");
    JsonNode last = decisions.path("decisions").get(decisions.path("decisions").size() - 1);
    assertThat(last.path("kind").asString()).isEqualTo("RUN_CLOSED");
    assertThat(last.path("hash").asString()).hasSize(64);
    assertThat(last.path("restsOn")).hasSize(decisions.path("decisions").size() - 1);
  }

  @Test
  void givesTheVersionOfADocumentThatADossierNames() {
    Story story =
        Story.of(live)
            .decide(
                AgentId.STRATEGOS,
                "L06",
                Kind.NODE_CLOSED,
                "First",
                Attachment.json("strategy", "1"))
            .decide(
                AgentId.STRATEGOS,
                "L06",
                Kind.NODE_CLOSED,
                "Then",
                Attachment.json("strategy", "2"))
            .finished();
    until(story, "complete", "");
    String path = "/api/v3/runs/" + story.run() + "/documents/strategy" + story.query();

    List<String> versions =
        List.of("", "&sha256=" + Sha256.hex("1"), "&sha256=" + Sha256.hex("2")).stream()
            .map(hash -> service.get(path + hash).response().body())
            .toList();

    assertThat(versions).containsExactly("2", "1", "2");
    assertThat(service.get(path + "&sha256=" + Sha256.hex("3")).status()).isEqualTo(404);
  }

  @Test
  void hidesTheRunsOfOthers() {
    Story story = Story.of(live).planned();
    until(story, "running", "");

    List<Integer> statuses =
        List.of("/api/v3/status/%s", "/api/v3/result/%s", "/api/v3/runs/%s/decisions").stream()
            .map(path -> path.formatted(story.run()) + "?workspace=" + live.newWorkspace())
            .map(path -> service.get(path).status())
            .toList();

    assertThat(statuses).containsOnly(404);
  }

  @Test
  void listsTheRunsOfAWorkspace() {
    Story story = Story.of(live).planned().gateOpened(DOSSIER);
    until(story, "waiting", "");

    JsonNode runs = service.get("/api/v3/runs" + story.query()).json().path("runs");

    assertThat(runs.findValuesAsString("executionId")).containsExactly(story.run().toString());
    assertThat(runs.get(0).path("waitingGate").asString()).isEqualTo("G1");
  }

  private JsonNode until(Story story, String state, String completed) {
    JsonNode[] seen = new JsonNode[1];
    live.await()
        .untilAsserted(
            () -> {
              Answer answer = service.get("/api/v3/status/" + story.run() + story.query());
              assertThat(answer.json().path("state").asString()).isEqualTo(state);
              assertThat(answer.json().path("completedAgents").toString()).contains(completed);
              if (!completed.isEmpty()) {
                assertThat(answer.json().path("costUsd").decimalValue()).isPositive();
              }
              seen[0] = answer.json();
            });
    return seen[0];
  }

  private List<CampaignCommand> commands(Story story) {
    return live.events(Topic.COMMANDS.topicName(), CampaignCommand.class).stream()
        .filter(command -> command.run().equals(story.run()))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> states(JsonNode status) {
    return status
        .path("nodes")
        .valueStream()
        .map(node -> node.path("id").asString() + "=" + node.path("state").asString())
        .toList();
  }
}
