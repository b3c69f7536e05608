package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleApiIT {
  private static final String OWNER = "Bearer token-of-the-owner";
  private static final String ANN = "Bearer token-of-ann-example";
  private static final String BEN = "Bearer token-of-ben-example";
  private static final String VERA = "Bearer token-of-vera-example";

  private final LiveBus live;
  private final Replayer replayer;
  private final Service service;

  RuleApiIT(LiveBus live) throws IOException {
    this.live = live;
    this.replayer =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(Files.createTempDirectory(Path.of("target"), "rules-"))
                .withReplicationFactor(1),
            InstantSource.system());
    replayer.start();
    this.service =
        Service.start(
            live.bus(),
            IngressSettings.standard()
                .withApiToken("token-of-the-owner")
                .with(
                    Operators.parse(
                        "Ann Example:token-of-ann-example:VIEW+DISCARD,"
                            + "Ben Example:token-of-ben-example:VIEW+REPLAY,"
                            + "Vera Example:token-of-vera-example:VIEW",
                        "")),
            Postgres.newDatabase());
  }

  @AfterAll
  void stop() {
    service.close();
    replayer.stop();
  }

  @Test
  void f11HoldsWhatFailsUntilItIsReleasedInAHurry() {
    try (FailingAgent agent = new FailingAgent(live)) {
      Map<String, Object> hold =
          Map.of("name", "until-2.1.4", "where", agent.mine(), "then", "hold", "why", "2.1.4");
      JsonNode made = taken(make(hold, BEN));
      live.await().until(() -> rule("until-2.1.4").path("by").asString().equals("Ben Example"));
      agent.fail(0, 3);
      live.await().until(() -> count(agent, "HELD") == 3);

      JsonNode released =
          taken(
              service.post(
                  made.at("/_links/release").asString(),
                  Map.of("now", true, "why", "it is urgent"),
                  "Authorization",
                  BEN));

      live.await().until(() -> agent.handled().size() == 3);
      live.await().until(() -> rule("until-2.1.4").isMissingNode());
      JsonNode log = get("/api/v3/dlq/rules/log?limit=2", VERA).json().path("rules");
      assertThat(released.path("active").asBoolean()).isFalse();
      assertThat(released.path("releasePerSecond").asDouble()).isZero();
      assertThat(log.get(0)).isEqualTo(released);
      assertThat(log.get(1)).isEqualTo(made);
    }
  }

  @Test
  void f18TestsAFilterAgainstTheLastHours() {
    try (FailingAgent agent = new FailingAgent(live)) {
      agent.fail(0, 2);
      live.await().until(() -> count(agent, "PARKED") == 2);

      JsonNode test = get("/api/v3/dlq/rules/test?where=" + encoded(agent.mine()), VERA).json();
      Answer bodies = get("/api/v3/dlq/rules/test?where=" + encoded("payload.$.a=1"), VERA);
      Answer everything = get("/api/v3/dlq/rules/test?where=", VERA);
      Answer misspelled = get("/api/v3/dlq/rules/test?where=agnt=x", VERA);

      assertThat(test.path("hours").asInt()).isEqualTo(24);
      assertThat(test.path("caught").asInt()).isEqualTo(2);
      assertThat(test.path("failed").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(test.at("/groups/0/reason").asString()).isEqualTo("AUTH");
      refused(bodies, 422, "cannot ask for header.* or payload.*");
      refused(everything, 422, "a rule without a filter would decide on everything");
      refused(misspelled, 422, "nearest  agent");
    }
  }

  @Test
  void aRuleThatGivesWorkUpNeedsTheRoleForIt() {
    Map<String, Object> noise =
        Map.of("name", "noise", "where", "message~noise", "then", "discard", "why", "noise");
    Map<String, Object> milder =
        Map.of("name", "noise", "where", "message~noise", "then", "park", "why", "milder");

    refused(make(noise, VERA), 403, "needs the role DISCARD");
    refused(make(noise, BEN), 403, "needs the role DISCARD");
    refused(make(milder, ANN), 403, "needs the role REPLAY");
    taken(make(noise, ANN));
    live.await().until(() -> !rule("noise").isMissingNode());

    refused(make(milder, BEN), 403, "needs the role DISCARD");
    refused(release("noise", BEN), 403, "needs the role DISCARD");
    taken(release("noise", ANN));
  }

  @Test
  void refusesRulesThatAreHalfSaid() {
    Map<String, String> problems =
        Map.of(
            "{\"name\":\"a\",\"where\":\"reason=AUTH\",\"why\":\"x\"}",
            "/then",
            "{\"name\":\"a\",\"where\":\"reason=AUTH\",\"then\":\"explode\",\"why\":\"x\"}",
            "/then",
            "{\"name\":\"a\",\"where\":\"reason=AUTH\",\"then\":\"retry-as\",\"why\":\"x\"}",
            "/as",
            "{\"name\":\"a\",\"where\":\"reason=AUTH\",\"then\":\"hold\",\"as\":\"AUTH\",\"why\":\"x\"}",
            "/as",
            "{\"name\":\"A b\",\"where\":\"reason=AUTH\",\"then\":\"hold\",\"why\":\"x\"}",
            "rule",
            "{\"name\":\"a\",\"where\":\"reason=AUTH\",\"then\":\"hold\",\"by\":\"Owner\"}",
            "/why",
            "{\"name\":\"a\",\"where\":\"reason=AUTH\",\"then\":\"hold\",\"why\":\"x\"}",
            "/by");

    problems.forEach(
        (body, field) -> {
          Answer answer = service.post("/api/v3/dlq/rules", body, "Authorization", OWNER);
          assertThat(answer.status()).as(body).isEqualTo(422);
          assertThat(answer.json().at("/issues/0/field").asString()).as(body).isEqualTo(field);
        });
    refused(release("nobody-made-this", BEN), 404, "is the name of a rule in force");
    assertThat(get("/api/v3/dlq/rules", OWNER).json().path("rules")).isEmpty();
  }

  @Test
  void refusesAPaceThatIsNone() {
    taken(
        make(
            Map.of("name", "slow", "where", "message~slow", "then", "hold", "why", "a test"), BEN));
    live.await().until(() -> !rule("slow").isMissingNode());

    refused(release("slow", Map.of("rate", 0), BEN), 422, "is above 0");
    refused(release("slow", Map.of("rate", 5, "now", true), BEN), 422, "is left out with now");
    JsonNode released = taken(release("slow", Map.of("rate", 5), BEN));

    assertThat(released.path("releasePerSecond").asDouble()).isEqualTo(5);
    live.await().until(() -> rule("slow").isMissingNode());
  }

  private Answer make(Map<String, Object> rule, String token) {
    return service.post("/api/v3/dlq/rules", rule, "Authorization", token);
  }

  private Answer release(String name, String token) {
    return release(name, Map.of("why", "over"), token);
  }

  private Answer release(String name, Map<String, ?> how, String token) {
    return service.post("/api/v3/dlq/rules/" + name + "/release", how, "Authorization", token);
  }

  private JsonNode rule(String name) {
    return get("/api/v3/dlq/rules", VERA)
        .json()
        .path("rules")
        .valueStream()
        .filter(rule -> rule.path("name").asString().equals(name))
        .findFirst()
        .orElse(tools.jackson.databind.node.MissingNode.getInstance());
  }

  private int count(FailingAgent agent, String status) {
    return get("/api/v3/dlq/stats?where=" + encoded(agent.mine()), VERA)
        .json()
        .path("byStatus")
        .path(status)
        .asInt();
  }

  private static JsonNode taken(Answer answer) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(202);
    return answer.json();
  }

  private static void refused(Answer answer, int status, String words) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(status);
    assertThat(answer.json().path("detail").asString()).contains(words);
  }

  private Answer get(String path, String token) {
    return service.get(path, "Authorization", token);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
