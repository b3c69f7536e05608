package io.raptorflow.bench.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raptorflow.agent.Composer;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// Where effects happen: a tool and a language model over HTTP that take their time and fail by
/// their fates, and write every physical call to a file that is on the disk before the answer.
///
/// It hears `mode NAME` and `mended`, and is never struck itself: it is the witness.
final class SinkNode {
  /// Longer than the replayer takes to hear of a failure, or a retry that comes early would not
  /// show.
  private static final String RETRY_AFTER_SECONDS = "8";

  private static final Duration SLOW_MAX = Duration.ofSeconds(15);
  private static final int GARBLED_ONE_IN = 5;
  private static final int FIRST_QUESTION_TURNS = 2;

  /// How it behaves as a whole.
  enum Mode {
    NORMAL,
    /// All calls are refused.
    OUTAGE,
    /// Answers take twenty times as long.
    SLOW,
    /// All calls are refused for asking too often.
    STORM
  }

  private final long seed;
  private final FsyncedLog log;
  private final String voice;
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Set<String> applied = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();
  private volatile Mode mode = Mode.NORMAL;
  private volatile boolean mended;

  private SinkNode(long seed, FsyncedLog log, String voice) {
    this.seed = seed;
    this.log = log;
    this.voice = voice;
  }

  /// @param arguments seed, port, file of the calls
  public static void main(String[] arguments) throws IOException {
    SinkNode sink =
        new SinkNode(
            Long.parseLong(arguments[0]),
            FsyncedLog.open(Path.of(arguments[2])),
            CanonicalJson.write(voice()));
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])),
            500);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/tool", sink::tool);
    server.createContext("/v1/", sink::model);
    server.start();
    Node.say("ready");
    sink.listen();
  }

  /// What the model writes: the composer's answer to the sample brief.
  private static JsonNode voice() {
    for (Composer composer : io.raptorflow.guild.muse.MuseGuild.kit().composers()) {
      if (composer.output().equals("BrandVoice")) {
        return composer.compose(Briefs.inputs(Briefs.sample()));
      }
    }
    throw new IllegalStateException("nobody composes a brand voice");
  }

  private void listen() throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.startsWith("mode ")) {
        mode = Mode.valueOf(line.substring("mode ".length()));
      } else if (line.equals("mended")) {
        mended = true;
      }
    }
    Runtime.getRuntime().halt(3);
  }

  /// What is said and what happened.
  private record Reply(int status, String text, boolean effect) {}

  private void tool(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("X-Host"));
      String attempt = String.valueOf(exchange.getRequestHeaders().getFirst("X-Attempt"));
      long begun = System.currentTimeMillis();
      Fate fate = Fate.of(seed, key);
      pause(fate);
      Reply reply = reply(key, fate);
      boolean first = reply.effect() && applied.add(key);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", "tool");
      line.put("key", key);
      line.put("body", body);
      line.put("host", host);
      line.put("attempt", attempt);
      line.put("begun", begun);
      line.put("ended", System.currentTimeMillis());
      line.put("status", reply.status());
      line.put("effect", first ? "applied" : reply.effect() ? "known" : "none");
      log.append(CanonicalJson.write(line));
      answer(exchange, reply.status(), reply.text(), "text/plain");
    }
  }

  private Reply reply(String key, Fate fate) {
    switch (mode) {
      case OUTAGE -> {
        return new Reply(503, "out of order", false);
      }
      case STORM -> {
        return new Reply(429, "everybody asks", false);
      }
      case NORMAL, SLOW -> {
        // The call has its own fate.
      }
    }
    if (fate.kind() == Fate.Kind.LOCKED && !mended) {
      return new Reply(401, "unknown key", false);
    }
    boolean again =
        asked.computeIfAbsent(key, _ -> new AtomicInteger()).getAndIncrement() < fate.times();
    return switch (again ? fate.kind() : Fate.Kind.WORKS) {
      case FAILS -> new Reply(503, fate.word(), false);
      case BUSY -> new Reply(429, fate.word(), false);
      case GARBLED -> new Reply(200, "gar" + fate.word(), false);
      case WORKS, LOCKED -> new Reply(200, "receipt " + key, true);
    };
  }

  private void model(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String key = Sha256.hex(body);
      long begun = System.currentTimeMillis();
      Fate fate = Fate.of(seed, key);
      pause(fate);
      String text = new String(body, StandardCharsets.UTF_8);
      String mark = Briefs.marker(text);
      boolean corrected = CanonicalJson.read(text).path("messages").size() > FIRST_QUESTION_TURNS;
      int status = status(mark, corrected);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", "model");
      line.put("key", key);
      line.put("work", mark);
      line.put("begun", begun);
      line.put("ended", System.currentTimeMillis());
      line.put("status", status);
      log.append(CanonicalJson.write(line));
      String said =
          status == 200
              ? completion(isGarbled(mark) && !corrected ? "{}" : voice)
              : "{\"error\":{\"message\":\"%s\",\"type\":\"stub\"}}".formatted(mode);
      answer(exchange, status, said, "application/json");
    }
  }

  /// Some first answers do not fit, and the question that follows fails once: the work is tried
  /// again, and its first answer must come out of the journal then.
  private boolean isGarbled(String mark) {
    return Math.floorMod(mark.hashCode() ^ seed, GARBLED_ONE_IN) == 0;
  }

  private int status(String mark, boolean corrected) {
    return switch (mode) {
      case OUTAGE -> 503;
      case STORM -> 429;
      case NORMAL, SLOW ->
          corrected && asked.computeIfAbsent(mark, _ -> new AtomicInteger()).getAndIncrement() == 0
              ? 503
              : 200;
    };
  }

  private String completion(String content) {
    return CanonicalJson.write(
        Map.of(
            "id",
            "sink-" + calls.incrementAndGet(),
            "object",
            "chat.completion",
            "created",
            1,
            "model",
            "sink",
            "choices",
            java.util.List.of(
                Map.of(
                    "index",
                    0,
                    "finish_reason",
                    "stop",
                    "message",
                    Map.of("role", "assistant", "content", content))),
            "usage",
            Map.of("prompt_tokens", 100, "completion_tokens", 50, "total_tokens", 150)));
  }

  private void pause(Fate fate) {
    Duration latency = fate.latency();
    if (mode == Mode.SLOW) {
      Duration slow = latency.multipliedBy(20);
      latency = slow.compareTo(SLOW_MAX) < 0 ? slow : SLOW_MAX;
    }
    try {
      Pause.of(latency);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text, String type)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (status == 429) {
      exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
    }
    try {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException gone) {
      // The caller was killed; the call is written down all the same.
    }
  }
}
