package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentCard;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CampaignCommand.InvokeAgent;
import io.raptorflow.bus.CampaignCommand.LaunchCampaign;
import io.raptorflow.bus.Heartbeat;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.Service.Answer;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaunchIT {
  private final LiveBus live;
  private final Service service;

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

  @Test
  void givesTheSameRunForTheSameKey() {
    Map<String, Object> body = Briefs.launch(Briefs.tarnwell(), live.newWorkspace().value());

    Answer first = service.post("/api/v3/campaigns", body, "Idempotency-Key", "order-17");
    Answer second = service.post("/api/v3/campaigns", body, "Idempotency-Key", "order-17");

    String id = first.json().path("executionId").asString();
    assertThat(second.json().path("executionId").asString()).isEqualTo(id);
    assertThat(commands(id))
        .extracting(CampaignCommand::id)
        .hasSize(2)
        .containsOnly(commands(id).getFirst().id());
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherBrief() {
    String workspace = live.newWorkspace().value();
    service.post(
        "/api/v3/campaigns", Briefs.launch(Briefs.tarnwell(), workspace), "Idempotency-Key", "k");

    Answer answer =
        service.post(
            "/api/v3/campaigns",
            Briefs.launch(Briefs.quillstack(), workspace),
            "Idempotency-Key",
            "k");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(fields(answer)).containsExactly("Idempotency-Key");
  }

  @Test
  void keepsTheSameKeyOfTwoWorkspacesApart() {
    List<String> ids =
        List.of(live.newWorkspace(), live.newWorkspace()).stream()
            .map(workspace -> Briefs.launch(Briefs.tarnwell(), workspace.value()))
            .map(body -> service.post("/api/v3/campaigns", body, "Idempotency-Key", "same"))
            .map(answer -> answer.json().path("executionId").asString())
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void refusesABriefThatLacksWhatNobodyMayGuess() {
    WorkspaceId workspace = live.newWorkspace();

    Answer answer =
        service.post(
            "/api/v3/campaigns", Briefs.launch(Briefs.withoutObjective(), workspace.value()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(fields(answer)).anyMatch(field -> field.startsWith("/brief/objective"));
    assertThat(service.get("/api/v3/runs?workspace=" + workspace).json().path("runs")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"brief\": | 400",
        "[1] | 400",
        "{} {} | 400",
        "{\"brief\":{},\"brief\":{}} | 400",
        "{} | 422",
        "{\"brief\":\"text\"} | 422",
        "{\"brief\":{},\"budget\":1} | 422",
        "{\"brief\":{},\"priority\":\"fast\"} | 422",
        "{\"brief\":{},\"budgetUsd\":-1} | 422",
        "{\"brief\":{},\"budgetUsd\":\"much\"} | 422",
        "{\"brief\":{},\"workspace\":\"Not A Workspace\"} | 422",
        "{\"brief\":{},\"sources\":[{\"name\":\"approval_g4\",\"mediaType\":\"text/plain\",\"text\":\"x\"}]} | 422",
        "{\"brief\":{},\"sources\":[{\"name\":\"a\",\"mediaType\":\"text/html\",\"text\":\"x\"}]} | 422",
      })
  void refusesWhatDoesNotFitAndSaysWhere(String body, int status) {
    Answer answer = service.post("/api/v3/campaigns", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("issues")).isNotEmpty();
  }

  @Test
  void namesTheSourceThatPassesForADocumentOfTheCouncil() {
    Map<String, Object> body = new HashMap<>(Briefs.launch(Briefs.tarnwell(), "default"));
    body.put(
        "sources",
        List.of(Map.of("name", "approval_g4", "mediaType", "application/json", "text", "{}")));

    Answer answer = service.post("/api/v3/campaigns", body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(fields(answer)).containsExactly("/sources/0/name");
  }

  @Test
  void takesSourcesAlong() {
    Map<String, Object> body =
        new HashMap<>(Briefs.launch(Briefs.tarnwell(), live.newWorkspace().value()));
    String table = "day,clicks\n" + "2026-01-01,1\n".repeat(60_000);
    body.put(
        "sources", List.of(Map.of("name", "kpi_daily", "mediaType", "text/csv", "text", table)));
    body.put("priority", "speed");
    body.put("budgetUsd", 2.5);

    Answer answer = service.post("/api/v3/campaigns", body);

    String id = answer.json().path("executionId").asString();
    LaunchCampaign launch = (LaunchCampaign) commands(id).getFirst().body();
    assertThat(launch.lane()).isEqualTo(Lane.CRITICAL);
    assertThat(launch.budgetUsd()).isEqualByComparingTo("2.5");
    assertThat(launch.sources().getFirst().body().claim()).isNotNull();
    String document =
        "/api/v3/runs/" + id + "/documents/kpi_daily?workspace=" + body.get("workspace");
    assertThat(service.get(document).response().body()).isEqualTo(table);
  }

  @Test
  void refusesABodyABriefAndASourceThatAreTooLarge() {
    Map<String, Object> source = new HashMap<>(Briefs.launch(Briefs.tarnwell(), "default"));
    source.put(
        "sources",
        List.of(
            Map.of(
                "name",
                "page",
                "mediaType",
                "text/plain",
                "text",
                "x".repeat(8 * 1024 * 1024 + 1))));
    ObjectNode brief = (ObjectNode) Briefs.tarnwell();
    brief.put("padding", "x".repeat(1024 * 1024));

    List<Integer> statuses =
        List.of(
                source,
                Briefs.launch(brief, "default"),
                Map.of("by", "x".repeat(12 * 1024 * 1024 + 1)))
            .stream()
            .map(body -> service.post("/api/v3/campaigns", body).status())
            .toList();

    assertThat(statuses).containsExactly(413, 413, 413);
  }

  @Test
  void refusesOtherMediaTypesAndMethods() {
    HttpRequest form =
        HttpRequest.newBuilder(service.uri("/api/v3/campaigns"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertThat(service.send(form).status()).isEqualTo(415);
    assertThat(service.get("/api/v3/campaigns").status()).isEqualTo(405);
    assertThat(service.get("/api/v3/nothing").status()).isEqualTo(404);
  }

  @Test
  void runsACampaignByTheUnifiedContract() {
    Map<String, Object> body =
        Map.of(
            "userId",
            "u-1",
            "goal",
            "Sell more rain barrels",
            "context",
            Map.of("brand", Briefs.tarnwell(), "constraints", List.of("no discounts")),
            "agentSelection",
            "auto",
            "priority",
            "quality");

    Answer answer = service.post("/api/v3/execute", body);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asString()).isEqualTo("queued");
    assertThat(answer.json().path("_links").propertyNames()).contains("status", "result");
    assertThat(Instant.parse(answer.json().path("estimatedCompletion").asString()))
        .isAfter(Instant.EPOCH);
    LaunchCampaign launch =
        (LaunchCampaign) commands(answer.json().path("executionId").asString()).getFirst().body();
    assertThat(launch.sources().getFirst().body().text())
        .contains("Sell more rain barrels", "no discounts");
  }

  @Test
  void invokesTheOneAgentThatIsSelected() {
    String card = card("MUSE-001");

    Answer answer =
        service.post(
            "/api/v3/execute",
            Map.of(
                "goal", "Headlines", "agentSelection", "manual", "selectedAgents", List.of(card)));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("agentsInvolved").toString()).isEqualTo("[\"MUSE-001\"]");
    assertThat(commands(answer.json().path("executionId").asString()).getFirst().body())
        .isInstanceOfSatisfying(
            InvokeAgent.class,
            invoke -> assertThat(invoke.agent()).isEqualTo(new AgentId("MUSE-001")));
  }

  @Test
  void saysWhatIsMissingWhenThereIsNeitherBriefNorAgent() {
    Answer answer = service.post("/api/v3/execute", Map.of("goal", "Grow"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(fields(answer)).containsExactly("/selectedAgents", "/context/brief");
  }

  @Test
  void refusesAnAgentThatIsNotOnDuty() {
    card("MUSE-001");

    Answer answer = service.post("/api/v3/execute", Map.of("selectedAgents", List.of("MUSE-900")));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(fields(answer)).containsExactly("/selectedAgents/0");
  }

  @Test
  void showsAgentsUpWhileTheyBeatAndDownAfter() {
    card("MUSE-001");
    Instant now = live.bus().time().instant();
    beat("MUSE-001", now);
    card("MUSE-002");
    beat("MUSE-002", now.minusSeconds(120));

    live.await()
        .untilAsserted(
            () -> {
              JsonNode agents = service.get("/api/v3/agents").json().path("agents");
              assertThat(agents.findValuesAsString("id")).containsExactly("MUSE-001", "MUSE-002");
              assertThat(agents.findValuesAsString("health")).containsExactly("up", "down");
              assertThat(agents.get(0).path("inFlight").asInt()).isEqualTo(3);
            });
  }

  private String card(String agent) {
    AgentId id = new AgentId(agent);
    live.bus()
        .outbox()
        .publish(
            Outgoing.to(
                Topic.AGENT_REGISTRY,
                new AgentCard(
                    id,
                    "Writer",
                    "muse",
                    "writes",
                    "model",
                    "volume",
                    "Headlines",
                    "{}",
                    List.of(),
                    "p".repeat(64),
                    Topic.inbox(id),
                    id.group(),
                    Story.BEGIN)));
    live.await()
        .untilAsserted(
            () ->
                assertThat(
                        service
                            .get("/api/v3/agents")
                            .json()
                            .path("agents")
                            .findValuesAsString("id"))
                    .contains(agent));
    return agent;
  }

  private void beat(String agent, Instant at) {
    live.bus()
        .outbox()
        .publish(
            Outgoing.to(Topic.HEARTBEAT, new Heartbeat(new AgentId(agent), "host", 3, 10, 1, at)));
  }

  private static List<String> fields(Answer answer) {
    return answer.json().path("issues").findValuesAsString("field");
  }

  private List<CampaignCommand> commands(String run) {
    return live.events(Topic.COMMANDS.topicName(), CampaignCommand.class).stream()
        .filter(command -> command.run().equals(RunId.of(run)))
        .toList();
  }
}
