package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shows the progress of a run: one line an event, and on a terminal a last line that says who is
/// at work. A broken connection is taken up where it broke.
final class Follower {
  private static final int RECONNECTS_MAX = 60;
  private static final long RECONNECT_MILLIS = 500;

  private final SwarmClient client;
  private final PrintWriter out;
  private final Screen screen;
  private final GateKeeper gates;
  private final Set<String> atWork = new LinkedHashSet<>();
  private final long begun = System.nanoTime();
  private BigDecimal cost = BigDecimal.ZERO;
  private int answers;
  private int retries;
  private String last = "";

  /// What the output can show.
  enum Screen {
    TERMINAL,
    PLAIN
  }

  Follower(SwarmClient client, PrintWriter out, Screen screen, GateKeeper gates) {
    this.client = client;
    this.out = out;
    this.screen = screen;
    this.gates = gates;
  }

  /// Follows until the run is over.
  ///
  /// @return the last frame: `run.finished`
  JsonNode follow(String run) {
    for (int tries = 0; tries < RECONNECTS_MAX; tries++) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.progress(run, last), StandardCharsets.UTF_8))) {
        JsonNode end = read(run, lines);
        if (end != null) {
          return end;
        }
      } catch (IOException broken) {
        show("connection lost, taking it up again");
      }
      pause();
    }
    throw new CliException(ExitCode.FAILED, "the progress of run " + run + " cannot be read");
  }

  private @Nullable JsonNode read(String run, BufferedReader lines) throws IOException {
    String id = "";
    String event = "";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        event = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5));
      } else if (line.isEmpty() && !data.isEmpty()) {
        JsonNode frame = CanonicalJson.read(data.toString());
        data.setLength(0);
        if (event.equals("end")) {
          return null;
        }
        last = id;
        take(frame);
        if (frame.path("kind").asString("").equals("gate.waiting")) {
          gates.meet(run, detail(frame).path("gate").asString(""));
        }
        if (frame.path("kind").asString("").equals("run.finished")) {
          return frame;
        }
      }
    }
    return null;
  }

  private static JsonNode detail(JsonNode frame) {
    JsonNode detail = frame.path("detail");
    return detail.isString() ? CanonicalJson.read(detail.asString()) : detail;
  }

  private void take(JsonNode frame) {
    String agent = frame.path("agent").asString("");
    JsonNode detail = detail(frame);
    switch (frame.path("kind").asString("")) {
      case "agent.started" -> atWork.add(agent);
      case "agent.answered" -> {
        atWork.remove(agent);
        answers++;
        cost = cost.add(money(detail.path("costUsd")));
      }
      case "agent.retrying" -> retries++;
      default -> {}
    }
    show(frame.path("text").asString(""));
  }

  private static BigDecimal money(JsonNode amount) {
    return amount.isNumber() ? amount.decimalValue() : BigDecimal.ZERO;
  }

  private void show(String text) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
    String clock = "%5.1f s".formatted(elapsed.toMillis() / 1000.0).replace(',', '.');
    if (screen == Screen.PLAIN) {
      out.println(clock + "  " + text);
    } else {
      out.print("\r\u001b[K\u001b[2m" + clock + "\u001b[0m  " + text + "\n" + footer());
    }
    out.flush();
  }

  private String footer() {
    String working = atWork.isEmpty() ? "waiting" : String.join(" ", atWork);
    return "\u001b[2m%d answers, %d retries, %s US dollars · %s\u001b[0m"
        .formatted(answers, retries, cost.stripTrailingZeros().toPlainString(), working);
  }

  /// Ends the last line, so that what follows begins on a new one.
  void done() {
    if (screen == Screen.TERMINAL) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private static void pause() {
    try {
      var _ = new CountDownLatch(1).await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted");
    }
  }
}
