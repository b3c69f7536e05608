package io.raptorflow.agent.langchain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/// A provider on loopback that answers from a script, in the provider's own wire format.
final class StubProvider implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Reply> script = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  /// What the next request gets.
  sealed interface Reply {
    record Body(int status, String body, Map<String, String> headers) implements Reply {}

    /// Never answers.
    record Silence() implements Reply {}

    /// Ends the connection within the body.
    record Cut(String body) implements Reply {}
  }

  StubProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  StubProvider then(Reply reply) {
    script.add(reply);
    return this;
  }

  StubProvider then(String body) {
    return then(new Reply.Body(200, body, Map.of()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          CanonicalJson.read(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Reply reply;
      synchronized (script) {
        reply =
            script.isEmpty()
                ? new Reply.Body(500, "the script is over", Map.of())
                : script.remove();
      }
      switch (reply) {
        case Reply.Body body -> {
          byte[] bytes = body.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          body.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
          exchange.sendResponseHeaders(body.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
        }
        case Reply.Silence _ -> closing.await();
        case Reply.Cut cut -> {
          byte[] bytes = cut.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length + 1_000L);
          exchange.getResponseBody().write(bytes);
          exchange.getResponseBody().flush();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
