package io.raptorflow.bench.chaos;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What the processes of a campaign have in common: they say one word a line, hear one command a
/// line, and have a clock that can be set wrong.
final class Node {
  /// How long a node may take to its start, while others are struck.
  static final Duration START = Duration.ofMinutes(5);

  /// So that a node that sleeps longer loses its work to the other one within a short campaign.
  private static final Map<String, String> CLIENTS =
      Map.of("session.timeout.ms", "10000", "heartbeat.interval.ms", "2000");

  private final AtomicLong stepMillis = new AtomicLong();

  /// The wrong clock of this process.
  InstantSource clock() {
    return () -> Instant.now().plusMillis(stepMillis.get());
  }

  Bus connect(String bootstrapServers, String registry) {
    return Bus.connect(new BusSettings(bootstrapServers, registry, CLIENTS), clock());
  }

  /// Hears commands until the driver is gone, which ends this process too: `clock MILLIS` sets the
  /// clock wrong, `report` has the report said, `stop` ends the process in order.
  void listen(Supplier<Map<String, Object>> report) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "clock" -> stepMillis.set(Long.parseLong(words[1]));
        case "report" -> say("report " + CanonicalJson.write(report.get()));
        case "stop" -> System.exit(0);
        default -> System.err.println("unknown command: " + line);
      }
    }
    // Nobody is left who would end this process.
    Runtime.getRuntime().halt(3);
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /// Has something done again until it works, for [#START] at most, as a process supervisor does
  /// that starts a process again whose start failed.
  static <T> T insist(Supplier<T> what) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        return what.get();
      } catch (RuntimeException unready) {
        if (System.nanoTime() > end) {
          throw unready;
        }
        System.err.println("again: " + unready);
        Pause.of(Duration.ofMillis(500));
      }
    }
  }
}
