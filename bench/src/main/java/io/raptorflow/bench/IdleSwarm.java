package io.raptorflow.bench;

import io.raptorflow.bench.SwarmProcess.Cache;
import io.raptorflow.bus.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a swarm costs that has nothing to do, beside as many Spring listeners with a broker.
@Command(
    name = "idle",
    description =
        "W12: a swarm with nothing to do for --seconds 600, side by side with 87 Spring listeners,"
            + " and with 87 that have retry topics; CPU, memory, threads.")
final class IdleSwarm implements Callable<Integer> {
  private static final int LISTENERS = 87;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final double CPU_PERCENT_MAX = 10;
  private static final double MEGABYTES_MAX = 1024;
  private static final String CPU = "CPU, % of one core";
  private static final String MEMORY = "memory, MB";

  @Option(names = "--seconds", description = "How long they are watched (default: 600).")
  private int seconds = 600;

  @Option(names = "--quick", description = "30 seconds.")
  private boolean quick;

  /// One who has nothing to do.
  private record Idler(String title, ProcessTree processes) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration watched = Duration.ofSeconds(quick ? 30 : seconds);
    Results results = new Results("idle-w12", quick);
    results.put("repeat", "idle --seconds " + watched.toSeconds());
    results.put("seconds", watched.toSeconds());
    Path directory = SwarmProcess.directory("idle");
    List<Child> children = new ArrayList<>();
    try {
      Child swarm = SwarmProcess.start(directory, directory.resolve("swarm"), Cache.AOT);
      children.add(swarm);
      swarm.awaitReady(PATIENCE);
      List<Idler> idlers = new ArrayList<>();
      idlers.add(
          new Idler(
              "RaptorFlow up: broker, registry, Lords, agents, replayer, web, PostgreSQL",
              new ProcessTree(List.of(swarm.pid()))));
      idlers.add(spring(directory, "PLAIN", "87 Spring listeners and a broker", children));
      idlers.add(
          spring(
              directory,
              "RETRYABLE",
              "87 Spring @RetryableTopic listeners and a broker",
              children));
      Ground.pause(SETTLING);
      watch(idlers, watched, results);
    } finally {
      children.reversed().forEach(Child::close);
      Ground.delete(directory);
    }
    return results.conclude();
  }

  private static void watch(List<Idler> idlers, Duration watched, Results results)
      throws InterruptedException {
    List<Long> before = idlers.stream().map(each -> each.processes().cpuMillis()).toList();
    long begun = System.nanoTime();
    Ground.pause(watched);
    for (int i = 0; i < idlers.size(); i++) {
      Idler idler = idlers.get(i);
      double millis = (System.nanoTime() - begun) / 1e6;
      double percent = 100 * (idler.processes().cpuMillis() - before.get(i)) / millis;
      double megabytes = idler.processes().megabytes();
      Map<String, double[]> numbers = new LinkedHashMap<>();
      numbers.put(CPU, new double[] {percent});
      numbers.put(MEMORY, new double[] {megabytes});
      numbers.put("threads", new double[] {idler.processes().threads()});
      results.row("W12", idler.title(), "one broker", numbers);
      if (i == 0) {
        results.goal("W12", CPU, percent, CPU_PERCENT_MAX, true);
        results.goal("W12", MEMORY, megabytes, MEGABYTES_MAX, true);
      }
    }
  }

  private static Idler spring(Path directory, String kind, String title, List<Child> children)
      throws IOException, InterruptedException {
    Path mine = Files.createDirectories(directory.resolve(kind));
    Child broker =
        Child.java(
            mine,
            "broker",
            Pattern.compile("^broker "),
            EmbeddedBroker.class,
            List.of(mine.resolve("kafka").toString(), "0", "0"));
    children.add(broker);
    broker.awaitReady(PATIENCE);
    Matcher address = Pattern.compile("broker (\\S+)").matcher(broker.lastLine());
    if (!address.find()) {
      throw new IllegalStateException("the broker says: " + broker.lastLine());
    }
    Child listeners =
        Child.java(
            mine,
            "listeners",
            Pattern.compile("^ready"),
            IdleListeners.class,
            // No listener asks the registry.
            List.of(address.group(1), "http://127.0.0.1:9", Integer.toString(LISTENERS), kind));
    children.add(listeners);
    listeners.awaitReady(PATIENCE);
    return new Idler(
        title + " (" + listeners.lastLine().replace("ready with ", "") + ")",
        new ProcessTree(List.of(broker.pid(), listeners.pid())));
  }
}
