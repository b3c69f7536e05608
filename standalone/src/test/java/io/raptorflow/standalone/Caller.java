package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RunId;
import io.raptorflow.standalone.cli.TestBriefs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// A caller of the HTTP side, as an outsider writes one: launches briefs, says yes at gates, reads
/// what came of it.
final class Caller {
  /// Longest wait for one step of a run on a machine that others use too.
  static final Duration STEP = Duration.ofSeconds(90);

  private static final Set<String> OPEN = Set.of("queued", "running", "waiting");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String token;

  Caller(String base) {
    this(base, "");
  }

  Caller(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /// An answer; `body` is a missing node when the answer is no JSON.
  record Reply(int status, String mediaType, byte[] bytes) {
    JsonNode json() {
      return CanonicalJson.read(text());
    }

    String text() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  /// Whether the HTTP side answers at all.
  boolean isUp() {
    try {
      return get("/api/v3/runs").status() == 200;
    } catch (UncheckedIOException down) {
      return false;
    }
  }

  /// The request that launches a brief, as JSON.
  static String launching(JsonNode brief, List<Attachment> sources) {
    List<Map<String, String>> texts = new ArrayList<>();
    for (Attachment source : sources) {
      texts.add(
          Map.of(
              "name", source.name(),
              "mediaType", source.mediaType(),
              "text", source.body().text()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("brief", brief);
    body.put("sources", texts);
    body.put("by", "Ida Test");
    return CanonicalJson.write(body);
  }

  Reply tryLaunch(JsonNode brief, List<Attachment> sources) {
    return post("/api/v3/campaigns", launching(brief, sources));
  }

  RunId launch(JsonNode brief, List<Attachment> sources) {
    Reply reply = tryLaunch(brief, sources);
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return RunId.of(reply.json().path("executionId").asString());
  }

  /// Launches a sample, or a brief among the test resources.
  RunId launch(String name) {
    TestBriefs.Brief file = TestBriefs.read(name);
    return launch(CanonicalJson.read(file.brief()), file.sources());
  }

  JsonNode status(RunId run) {
    Reply reply = get("/api/v3/status/" + run);
    return reply.status() == 200 ? reply.json() : CanonicalJson.read("{}");
  }

  /// Waits until a run's status is as wanted, or the run is over.
  JsonNode awaitStatus(RunId run, String what, Predicate<JsonNode> wanted) {
    return Awaitility.await(what + " of run " + run)
        .atMost(STEP)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> status(run), status -> wanted.test(status) || isOver(status));
  }

  static boolean isOver(JsonNode status) {
    return status.has("state") && !OPEN.contains(status.path("state").asString());
  }

  JsonNode awaitGate(RunId run, String gate) {
    JsonNode status = awaitStatus(run, "gate " + gate, s -> waitsAt(s, gate));
    assertThat(status.path("gate").path("gate").asString("none"))
        .as("gate of a run that is %s: %s", status.path("state"), status.path("outcome"))
        .isEqualTo(gate);
    return status;
  }

  static boolean waitsAt(JsonNode status, String gate) {
    return status.path("gate").path("gate").asString("").equals(gate);
  }

  /// Says yes at the gate that waits.
  void approve(RunId run, String gate) {
    String seen = awaitGate(run, gate).path("gate").path("seen").asString();
    Reply reply =
        post(
            "/api/v3/runs/" + run + "/gates/" + gate,
            CanonicalJson.write(Map.of("decision", "approve", "by", "Ida Test", "seen", seen)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
  }

  JsonNode awaitEnd(RunId run) {
    return awaitStatus(run, "the end", _ -> false);
  }

  /// Goes through both gates to the end, which must be a complete run.
  JsonNode finish(RunId run) {
    approve(run, "G1");
    approve(run, "G4");
    JsonNode end = awaitEnd(run);
    assertThat(end.path("state").asString()).as(end.toPrettyString()).isEqualTo("complete");
    return end;
  }

  JsonNode result(RunId run) {
    Reply reply = get("/api/v3/result/" + run);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  String document(RunId run, String name) {
    Reply reply = get("/api/v3/runs/" + run + "/documents/" + name);
    assertThat(reply.status()).as("document " + name).isEqualTo(200);
    return reply.text();
  }

  byte[] pack(RunId run) {
    Reply reply = get("/api/v3/runs/" + run + "/pack");
    assertThat(reply.status()).as("pack").isEqualTo(200);
    return reply.bytes();
  }
}
