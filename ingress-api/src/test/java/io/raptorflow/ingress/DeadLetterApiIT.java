package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.ingress.Service.Answer;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterApiIT {
  private static final String OWNER = "Bearer token-of-the-owner";
  private static final String ANN = "Bearer token-of-ann-example";
  private static final String BEN = "Bearer token-of-ben-example";
  private static final String VERA = "Bearer token-of-vera-example";

  private final LiveBus live;
  private final Replayer replayer;
  private final Service service;
  private @Nullable FailingAgent agent;

  DeadLetterApiIT(LiveBus live) throws IOException {
    this.live = live;
    this.replayer =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(Files.createTempDirectory(Path.of("target"), "dlq-"))
                .withReplicationFactor(1)
                .withInstance("api"),
            InstantSource.system());
    replayer.start();
    this.service =
        Service.start(
            live.bus(),
            IngressSettings.standard()
                .withApiToken("token-of-the-owner")
                .with(
                    Operators.parse(
                        "Ann Example:token-of-ann-example:VIEW+REPLAY+EDIT+DISCARD,"
                            + "Ben Example:token-of-ben-example:VIEW+REPLAY,"
                            + "Vera Example:token-of-vera-example:VIEW",
                        "5")),
            Postgres.newDatabase());
  }

  @BeforeEach
  void begin() {
    agent = new FailingAgent(live);
  }

  @AfterEach
  void end() {
    agent().close();
  }

  @AfterAll
  void stop() {
    service.close();
    replayer.stop();
  }

  @Test
  void listsGroupsCountsAndShowsFailedWork() {
    park(3);

    JsonNode page = get("/api/v3/dlq?limit=2&where=" + mine(), VERA).json();
    JsonNode rest = get(page.at("/_links/next").asString(), VERA).json();
    JsonNode groups = get("/api/v3/dlq/groups?where=" + mine(), VERA).json();
    JsonNode stats = get("/api/v3/dlq/stats?where=" + mine(), VERA).json();
    JsonNode letter =
        get(page.path("works").get(0).path("_links").path("self").asString(), VERA).json();

    assertThat(page.path("works")).hasSize(2);
    assertThat(rest.path("works")).hasSize(1);
    assertThat(rest.has("next")).isFalse();
    assertThat(works(page, rest)).hasSize(3);
    assertThat(groups.at("/groups/0/count").asInt()).isEqualTo(3);
    assertThat(groups.at("/groups/0/suspect").asString()).isEqualTo("CONFIGURATION");
    assertThat(groups.at("/groups/0/trend/direction").asString()).isEqualTo("NEW");
    assertThat(groups.at("/groups/0/trend/arrivals")).hasSize(12);
    assertThat(
            get("/api/v3/dlq?where=" + encoded(groups.at("/groups/0/where").asString()), VERA)
                .status())
        .isEqualTo(200);
    assertThat(stats.path("open").asInt()).isEqualTo(3);
    assertThat(stats.at("/byAgent/" + agent().name()).asInt()).isEqualTo(3);
    assertThat(stats.path("lastHour").get(59).path("from").asString()).isNotEmpty();
    assertThat(letter.at("/event/agent/value").asString()).isEqualTo(agent().name());
    assertThat(letter.path("history")).hasSize(1);
    assertThat(letter.at("/headers/raptor-reason-class").asString()).isEqualTo("AUTH");
    assertThat(letter.has("value")).isFalse();
    assertThat(letter.path("note").asString()).startsWith("masked");
    String whole =
        page.path("works").get(0).path("_links").path("self").asString() + "?unmasked=true";
    assertThat(get(whole, VERA).status()).isEqualTo(403);
    assertThat(get(whole, OWNER).json().path("value").asString()).isNotEmpty();
  }

  @Test
  void replaysExactlyThePlanThatWasShown() {
    park(4);
    JsonNode plan = plan("replay", BEN);
    JsonNode items = get(plan.at("/_links/items").asString() + "&limit=3", BEN).json();
    JsonNode rest = get(plan.at("/_links/items").asString() + "&from=3", BEN).json();
    agent().fail(4, 6);
    live.await().until(() -> count() == 6);

    Answer started =
        service.post(
            "/api/v3/dlq/jobs",
            Map.of("verb", "replay", "plan", plan.path("plan").asString(), "rate", 50, "canary", 1),
            "Authorization",
            BEN);
    JsonNode job = finished(started, BEN);

    assertThat(plan.path("count").asInt()).isEqualTo(4);
    assertThat(plan.path("first")).hasSize(4);
    assertThat(items.path("items")).hasSize(3);
    assertThat(rest.path("items")).hasSize(1);
    assertThat(started.status()).isEqualTo(202);
    assertThat(job.path("by").asString()).isEqualTo("Ben Example");
    assertThat(job.path("where").asString()).isEqualTo(agent().mine());
    assertThat(job.path("succeeded").asInt()).isEqualTo(4);
    assertThat(agent().handled()).hasSize(4);
    live.await()
        .untilAsserted(
            () ->
                assertThat(get("/api/v3/dlq/stats?where=" + mine(), BEN).json().path("byStatus"))
                    .hasToString("{\"PARKED\":2,\"RESOLVED\":4}"));
  }

  @Test
  void takesWorksNamedOneByOneWithoutAPlanAndAllOrNone() {
    park(2);
    List<String> works = works(get("/api/v3/dlq?where=" + mine(), BEN).json());
    String stranger = UUID.randomUUID().toString();

    Answer refused =
        start(Map.of("verb", "replay", "works", List.of(works.getFirst(), stranger)), BEN);
    JsonNode job = finished(start(Map.of("verb", "replay", "works", works), BEN), BEN);
    Answer again =
        start(Map.of("verb", "restore", "works", works, "by", "Owner", "why", "x"), OWNER);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/issues/0/value").asString()).isEqualTo(stranger);
    assertThat(job.path("succeeded").asInt()).isEqualTo(2);
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.json().path("detail").asString()).contains("cannot be restored");
  }

  @Test
  void sendsTheEditedEventAndKeepsToItsSchema() {
    park(1);
    JsonNode line = get("/api/v3/dlq?where=" + mine(), ANN).json().path("works").get(0);
    String self = line.at("/_links/self").asString();
    JsonNode event = get(self, ANN).json().path("event");
    ObjectNode odd = ((ObjectNode) event.deepCopy()).put("colour", "blue");
    ObjectNode broken = ((ObjectNode) event.deepCopy()).put("seed", "many");
    ObjectNode mended = ((ObjectNode) event.deepCopy()).put("seed", 77);

    Answer unknownField = edit(self, odd);
    Answer wrongType = edit(self, broken);
    Answer stale =
        service.patch(self, Map.of("event", mended, "version", 99), "Authorization", ANN);
    Answer taken = edit(self, mended);
    assertThat(taken.status()).as("%s", taken.json()).isEqualTo(202);
    live.await().until(() -> get(self, ANN).json().path("work").path("edited").asBoolean());
    finished(
        start(
            Map.of(
                "verb", "replay", "works", works(get("/api/v3/dlq?where=" + mine(), ANN).json())),
            ANN),
        ANN);

    assertThat(unknownField.status()).isEqualTo(422);
    assertThat(unknownField.json().path("detail").asString()).contains("AgentTask", "colour");
    assertThat(wrongType.status()).isEqualTo(422);
    assertThat(stale.status()).isEqualTo(409);
    assertThat(agent().handled()).extracting(AgentTask::seed).containsExactly(77L);
  }

  @Test
  void pointsAtTheFaultOfAFilter() {
    Answer answer = get("/api/v3/dlq?where=" + encoded("reason=AUTH and agnt=x"), VERA);
    Answer cursor = get("/api/v3/dlq?cursor=nonsense", VERA);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").asString())
        .contains("reason=AUTH and agnt=x\n", "                  ^^^^", "nearest  agent");
    assertThat(answer.json().at("/at/start").asInt()).isEqualTo(16);
    assertThat(answer.json().at("/at/end").asInt()).isEqualTo(20);
    assertThat(cursor.status()).isEqualTo(422);
    assertThat(cursor.json().at("/issues/0/field").asString()).isEqualTo("cursor");
  }

  @Test
  void namesTheRoleThatIsMissing() {
    park(1);
    String work = works(get("/api/v3/dlq?where=" + mine(), VERA).json()).getFirst();

    Answer replay = start(Map.of("verb", "replay", "works", List.of(work)), VERA);
    Answer discard = start(Map.of("verb", "discard", "works", List.of(work), "why", "noise"), BEN);
    Answer edit = service.patch("/api/v3/dlq/" + work, Map.of(), "Authorization", BEN);
    Answer elsewhere = get("/api/v3/runs", ANN);
    Answer nobody = service.get("/api/v3/dlq");
    Answer another =
        start(Map.of("verb", "replay", "works", List.of(work), "by", "Somebody Else"), BEN);

    assertThat(replay.status()).isEqualTo(403);
    assertThat(replay.json().path("detail").asString()).isEqualTo("needs the role REPLAY");
    assertThat(discard.json().path("detail").asString()).isEqualTo("needs the role DISCARD");
    assertThat(edit.json().path("detail").asString()).isEqualTo("needs the role EDIT");
    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(another.status()).isEqualTo(422);
    assertThat(get("/api/v3/runs", OWNER).status()).isEqualTo(200);
    assertThat(agent().handled()).isEmpty();
  }

  @Test
  void hasALargePlanStartedByAnotherPerson() {
    park(6);
    String plan = plan("replay", ANN).path("plan").asString();
    Map<String, Object> order = Map.of("verb", "replay", "plan", plan);

    Answer herself = start(order, ANN);
    Answer nameless = start(Map.of("verb", "replay", "plan", plan, "by", "Ben Example"), OWNER);
    Answer ben = start(order, BEN);

    assertThat(herself.status()).isEqualTo(403);
    assertThat(herself.json().at("/issues/0/value").asString())
        .isEqualTo("6 works, proposed by Ann Example");
    assertThat(nameless.status()).isEqualTo(403);
    assertThat(finished(ben, BEN).path("succeeded").asInt()).isEqualTo(6);
  }

  @Test
  void steersAJobAndLeavesTheRestAsItWas() {
    park(5);
    String plan = plan("replay", BEN).path("plan").asString();
    Answer started = start(Map.of("verb", "replay", "plan", plan, "rate", 0.2), BEN);
    String job = started.json().at("/_links/job").asString();
    live.await().until(() -> get(job, BEN).json().path("status").asString().equals("RUNNING"));

    Answer paused = service.post(job + "/pause", Map.of(), "Authorization", BEN);
    live.await().until(() -> get(job, BEN).json().path("status").asString().equals("PAUSED"));
    Answer cancelled = service.post(job + "/cancel", Map.of(), "Authorization", BEN);
    live.await().until(() -> get(job, BEN).json().path("status").asString().equals("CANCELLED"));
    Answer late = service.post(job + "/resume", Map.of(), "Authorization", BEN);

    assertThat(paused.status()).isEqualTo(202);
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(late.status()).isEqualTo(409);
    assertThat(get("/api/v3/dlq/stats?where=" + mine(), BEN).json().path("open").asInt())
        .isGreaterThanOrEqualTo(3);
    assertThat(get("/api/v3/dlq/jobs", BEN).json().path("jobs").get(0).path("job").asString())
        .isEqualTo(started.json().path("id").asString());
  }

  @Test
  void refusesWhatIsHalfSaid() {
    Map<String, String> problems =
        Map.of(
            "{\"verb\":\"replay\",\"by\":\"Owner\"}", "/plan",
            "{\"verb\":\"explode\",\"by\":\"Owner\"}", "verb",
            "{\"verb\":\"discard\",\"works\":[\"x\"],\"by\":\"Owner\"}", "/why",
            "{\"verb\":\"replay\",\"works\":[\"x\"],\"by\":\"Owner\",\"rate\":-1}", "/rate",
            "{\"verb\":\"replay\",\"works\":[\"x\"],\"by\":\"Owner\",\"canary\":-1}", "/canary",
            "{\"verb\":\"replay\",\"works\":[\"x\"]}", "/by");

    problems.forEach(
        (body, field) -> {
          Answer answer = service.post("/api/v3/dlq/jobs", body, "Authorization", OWNER);
          assertThat(answer.status()).as(body).isEqualTo(422);
          assertThat(answer.json().at("/issues/0/field").asString()).as(body).isEqualTo(field);
        });
    Answer everything =
        service.post(
            "/api/v3/dlq/plans", Map.of("verb", "replay", "by", "Owner"), "Authorization", OWNER);
    assertThat(everything.status()).isEqualTo(422);
    assertThat(everything.json().path("detail").asString()).contains("\"all\": true");
  }

  private void park(int count) {
    agent().fail(0, count);
    live.await().atMost(Duration.ofSeconds(90)).until(() -> count() == count);
  }

  private int count() {
    return get("/api/v3/dlq/stats?where=" + mine(), OWNER).json().path("open").asInt();
  }

  private JsonNode plan(String verb, String token) {
    Answer answer =
        service.post(
            "/api/v3/dlq/plans",
            Map.of("verb", verb, "where", agent().mine()),
            "Authorization",
            token);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private Answer start(Map<String, ?> order, String token) {
    return service.post("/api/v3/dlq/jobs", order, "Authorization", token);
  }

  private Answer edit(String path, JsonNode event) {
    return service.patch(path, Map.of("event", event, "why", "wrong seed"), "Authorization", ANN);
  }

  private JsonNode finished(Answer started, String token) {
    assertThat(started.status()).as("%s", started.json()).isEqualTo(202);
    String job = started.json().at("/_links/job").asString();
    live.await()
        .untilAsserted(
            () ->
                assertThat(get(job, token).json().path("status").asString()).isEqualTo("FINISHED"));
    return get(job, token).json();
  }

  private Answer get(String path, String token) {
    return service.get(path, "Authorization", token);
  }

  private static List<String> works(JsonNode... pages) {
    List<String> works = new ArrayList<>();
    for (JsonNode page : pages) {
      page.path("works").forEach(line -> works.add(line.path("work").asString()));
    }
    assertThat(new HashSet<>(works)).hasSameSizeAs(works);
    return works;
  }

  private String mine() {
    return encoded(agent().mine());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private FailingAgent agent() {
    if (agent == null) {
      throw new IllegalStateException("no test has begun");
    }
    return agent;
  }
}
