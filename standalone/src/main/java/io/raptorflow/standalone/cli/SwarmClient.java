package io.raptorflow.standalone.cli;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The HTTP side of a swarm, as the command line uses it. Blocking; one per command.
final class SwarmClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;

  SwarmClient(String base) {
    this.base = base;
  }

  /// Launches a brief.
  ///
  /// @return the run id
  String launch(BriefFile file, String by) {
    Map<String, Object> body = new LinkedHashMap<>();
    try {
      body.put("brief", CanonicalJson.read(file.brief()));
    } catch (JacksonException notJson) {
      throw new CliException(
          ExitCode.REFUSED, "the brief is no JSON: " + notJson.getOriginalMessage());
    }
    List<Map<String, String>> sources = new ArrayList<>();
    for (Attachment source : file.sources()) {
      sources.add(
          Map.of(
              "name", source.name(),
              "mediaType", source.mediaType(),
              "text", source.body().text()));
    }
    body.put("sources", sources);
    body.put("by", by);
    return post("/api/v3/campaigns", body).path("executionId").asString("");
  }

  JsonNode status(String run) {
    return get("/api/v3/status/" + run);
  }

  /// A JSON document of a run; empty when the run has none of that name.
  Optional<JsonNode> document(String run, String name) {
    try {
      return Optional.of(get("/api/v3/runs/" + run + "/documents/" + name));
    } catch (CliException refused) {
      if (refused.exitCode() == ExitCode.USAGE) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  JsonNode agents() {
    return get("/api/v3/agents");
  }

  /// A person's word at a gate.
  ///
  /// @param decision `approve` or `reject`
  JsonNode gate(String run, String gate, Map<String, Object> word) {
    return post("/api/v3/runs/" + run + "/gates/" + gate, word);
  }

  JsonNode cancel(String run, String by, String why) {
    return post("/api/v3/runs/" + run + "/cancel", Map.of("by", by, "why", why));
  }

  /// The launch pack, a zip; the caller closes it.
  InputStream pack(String run) {
    return stream("/api/v3/runs/" + run + "/pack", "application/zip", "");
  }

  /// The progress of a run as server-sent events; the caller closes it.
  ///
  /// @param after id of the last event seen; empty for all
  InputStream progress(String run, String after) {
    return stream("/api/v3/runs/" + run + "/stream", "text/event-stream", after);
  }

  private InputStream stream(String path, String accept, String after) {
    HttpRequest.Builder request = request(path).header("Accept", accept);
    if (!after.isEmpty()) {
      request.header("Last-Event-ID", after);
    }
    HttpResponse<InputStream> response =
        send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw refused(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new CliException(ExitCode.FAILED, base + path + ": " + broken.getMessage());
    }
  }

  private JsonNode get(String path) {
    return read(request(path).timeout(TIMEOUT).GET().build());
  }

  private JsonNode post(String path, Map<String, Object> body) {
    return read(
        request(path)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(CanonicalJson.write(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    String token = System.getenv().getOrDefault("RAPTOR_API_TOKEN", "");
    return token.isBlank() ? request : request.header("Authorization", "Bearer " + token);
  }

  private JsonNode read(HttpRequest request) {
    HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), response.body());
    }
    return response.body().isBlank()
        ? CanonicalJson.read("{}")
        : CanonicalJson.read(response.body());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException unreachable) {
      throw new CliException(
          ExitCode.NOT_RUNNING, "the swarm at " + base + " does not answer: " + unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted");
    }
  }

  /// The problem document (RFC 9457) as one message.
  private static CliException refused(int status, String body) {
    int exit = status == 404 ? ExitCode.USAGE : status < 500 ? ExitCode.REFUSED : ExitCode.FAILED;
    try {
      JsonNode problem = CanonicalJson.read(body);
      StringBuilder text = new StringBuilder();
      text.append(problem.path("title").asString("refused"));
      text.append(": ").append(problem.path("detail").asString("HTTP " + status));
      for (JsonNode error : problem.path("issues")) {
        text.append("\n  ").append(error.path("field").asString(""));
        text.append(": ").append(error.path("rule").asString(error.toString()));
        if (!error.path("value").asString("").isEmpty()) {
          text.append(", was ").append(error.path("value").asString(""));
        }
      }
      return new CliException(exit, text.toString());
    } catch (JacksonException noProblem) {
      return new CliException(exit, "HTTP " + status);
    }
  }
}
