package io.raptorflow.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A model on loopback: 800 bytes after the same time for all who compete. Counts its calls.
final class StubModel implements AutoCloseable {
  private static final byte[] ANSWER = "a".repeat(800).getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;
  private final Duration latency;
  private final AtomicLong calls = new AtomicLong();

  private StubModel(HttpServer server, Duration latency) {
    this.server = server;
    this.latency = latency;
  }

  static StubModel start(Duration latency) throws IOException {
    // With the default of 200, connections of thousands of callers would be closed and opened.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
    StubModel model = new StubModel(server, latency);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", model::answer);
    server.start();
    return model;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Calls since the last look.
  long takeCalls() {
    return calls.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.incrementAndGet();
      Ground.pause(latency);
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
