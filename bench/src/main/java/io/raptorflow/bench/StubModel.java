package io.raptorflow.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A model on loopback: 800 bytes after a time that depends on the question's place in the log and
/// a seed, so that all who compete wait for the same answers. Counts its calls.
final class StubModel implements AutoCloseable {
  private static final byte[] ANSWER = "a".repeat(800).getBytes(StandardCharsets.US_ASCII);
  private static final int LATENCIES = 10_000;

  private final HttpServer server;
  private final long[] millis;
  private final AtomicLong calls = new AtomicLong();

  private StubModel(HttpServer server, long[] millis) {
    this.server = server;
    this.millis = millis;
  }

  /// @param usual latency of most answers
  /// @param slow latency of the others
  /// @param slowShare share of the others, 0 to 1
  static StubModel start(Duration usual, Duration slow, double slowShare, long seed)
      throws IOException {
    // With the default of 200, connections of thousands of callers would be closed and opened.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Random random = new Random(seed);
    long[] millis = new long[LATENCIES];
    for (int n = 0; n < LATENCIES; n++) {
      millis[n] = (random.nextDouble() < slowShare ? slow : usual).toMillis();
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
    StubModel model = new StubModel(server, millis);
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
      int place = Math.floorMod(exchange.getRequestURI().getPath().hashCode(), LATENCIES);
      Ground.pause(Duration.ofMillis(millis[place]));
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
