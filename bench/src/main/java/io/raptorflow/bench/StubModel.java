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
import java.util.function.Function;

/// A model on loopback: 800 bytes after a time that is the same for all who compete. Counts its
/// calls.
final class StubModel implements AutoCloseable {
  private static final byte[] ANSWER = "a".repeat(800).getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;
  private final Function<String, Duration> latency;
  private final AtomicLong calls = new AtomicLong();

  private StubModel(HttpServer server, Function<String, Duration> latency) {
    this.server = server;
    this.latency = latency;
  }

  static StubModel start(Duration latency) throws IOException {
    return start(_ -> latency);
  }

  /// Lets servers of this process keep the connections of thousands of callers open. Java reads
  /// this once, when the first server is made, and a [Ground] has one.
  static void keepConnections() {
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /// @param latency how long it takes for the work at a path
  static StubModel start(Function<String, Duration> latency) throws IOException {
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
      // An exchange whose question was not read to its end costs its connection.
      exchange.getRequestBody().readAllBytes();
      calls.incrementAndGet();
      Ground.pause(latency.apply(exchange.getRequestURI().getPath()));
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
