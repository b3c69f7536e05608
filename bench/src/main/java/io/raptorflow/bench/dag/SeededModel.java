package io.raptorflow.bench.dag;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A language model on loopback that speaks the chat completions of OpenAI: 800 bytes after a time
/// that the seeded list holds for this node of this run. Knows which nodes of which runs asked, so
/// that nobody answers without asking, or asks twice.
final class SeededModel implements AutoCloseable {
  /// What each prompt holds: `ticket=17.` and `node=3.`, the run and the place of the node.
  private static final Pattern TICKET = Pattern.compile("ticket=(\\d+)\\.");

  private static final Pattern NODE = Pattern.compile("node=(\\d+)\\.");
  private static final int NODES_MAX = 100;
  private static final String TEXT = "a".repeat(800);
  private static final byte[] ANSWER =
      """
      {"id":"one","object":"chat.completion","created":1,"model":"stub","choices":[{"index":0,\
      "message":{"role":"assistant","content":"{\\"text\\":\\"%s\\"}"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":100,"completion_tokens":200,"total_tokens":300}}"""
          .formatted(TEXT)
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final AtomicLong calls = new AtomicLong();
  private final BitSet asked = new BitSet();
  private volatile Latencies latencies = new Latencies(0);

  private SeededModel(HttpServer server) {
    this.server = server;
  }

  static SeededModel start() throws IOException {
    // With the default of 200, connections of thousands of callers would be closed and opened.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // A connection must not be closed under a question that is on its way.
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
    SeededModel model = new SeededModel(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", model::answer);
    server.start();
    return model;
  }

  /// Begins to count anew.
  void begin(Latencies next) {
    latencies = next;
    calls.set(0);
    synchronized (asked) {
      asked.clear();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Calls since the beginning.
  long calls() {
    return calls.get();
  }

  /// Different nodes of different runs that asked since the beginning.
  long nodes() {
    synchronized (asked) {
      return asked.cardinality();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    long begun = System.nanoTime();
    try (exchange) {
      String question =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int run = number(TICKET, question);
      int node = number(NODE, question);
      calls.incrementAndGet();
      synchronized (asked) {
        asked.set(run * NODES_MAX + node);
      }
      long until = begun + (long) (latencies.millis(run, node) * 1e6);
      for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    }
  }

  private static int number(Pattern pattern, String question) {
    Matcher found = pattern.matcher(question);
    if (!found.find()) {
      throw new IllegalArgumentException("a question without " + pattern);
    }
    return Integer.parseInt(found.group(1));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
