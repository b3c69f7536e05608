package io.raptorflow.bench;

import io.raptorflow.bench.SwarmProcess.Cache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long `raptor up` takes from the start of its process until all agents and Lords have their
/// partitions.
@Command(
    name = "start",
    description =
        "S: from the start of raptor up to all assigned, with and without the cache of classes, on"
            + " a new directory and on one that a swarm ran on before.")
final class StartSpeed implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double GOAL_SECONDS = 4;

  @Option(names = "--rounds", description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--quick", description = "One round.")
  private boolean quick;

  /// How it is started.
  private enum Way {
    NEW("RaptorFlow up, new directory", Cache.AOT),
    AGAIN("RaptorFlow up, known directory", Cache.AOT),
    NEW_WITHOUT("RaptorFlow up, new directory, no class cache", Cache.NONE),
    AGAIN_WITHOUT("RaptorFlow up, known directory, no class cache", Cache.NONE);

    private final String title;
    private final Cache cache;

    Way(String title, Cache cache) {
      this.title = title;
      this.cache = cache;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int turns = quick ? 1 : rounds;
    Results results = new Results("start-s", quick);
    results.put("repeat", "start");
    Map<Way, double[]> seconds = new LinkedHashMap<>();
    Map<Way, double[]> cpu = new LinkedHashMap<>();
    Path directory = SwarmProcess.directory("start");
    try {
      for (int round = 0; round < turns; round++) {
        for (Way way : Way.values()) {
          Path data = directory.resolve("data-" + round + way.cache);
          try (Child swarm = SwarmProcess.start(directory, data, way.cache)) {
            double ready = swarm.awaitReady(PATIENCE);
            double computed = new ProcessTree(java.util.List.of(swarm.pid())).cpuMillis() / 1e3;
            System.out.printf("%s: ready after %.1f s, CPU %.1f s%n", way.title, ready, computed);
            seconds.computeIfAbsent(way, _ -> new double[turns])[round] = ready;
            cpu.computeIfAbsent(way, _ -> new double[turns])[round] = computed;
          }
        }
      }
    } finally {
      Ground.delete(directory);
    }
    seconds.forEach(
        (way, values) -> {
          Map<String, double[]> numbers = new LinkedHashMap<>();
          numbers.put("start to all assigned, s", values);
          numbers.put("CPU until then, s", cpu.getOrDefault(way, new double[turns]));
          results.row("S", way.title, "all of it on disk", numbers);
          if (way.cache == Cache.AOT) {
            results.goal("S", way.title + ", s", Results.median(values), GOAL_SECONDS, true);
          }
        });
    return results.conclude();
  }
}
