package io.raptorflow.bench.dag;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// What a node of the peers of the Java class does: it asks the model with what came before it.
/// Thread-safe.
final class ModelCaller {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /// @param place of the node in the graph
  String ask(String model, int run, int place, List<String> inputs) {
    String question =
        CanonicalJson.write(
            Map.of(
                "model",
                "stub",
                "messages",
                List.of(
                    Map.of("role", "system", "content", "You are node=%d.".formatted(place)),
                    Map.of(
                        "role",
                        "user",
                        "content",
                        "ticket=%d.\n%s".formatted(run, String.join("\n", inputs))))));
    try {
      String answer =
          http.send(
                  HttpRequest.newBuilder(URI.create(model + "/v1/chat/completions"))
                      .header("content-type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(question))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return CanonicalJson.read(answer)
          .path("choices")
          .path(0)
          .path("message")
          .path("content")
          .asString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }
}
