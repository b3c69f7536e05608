package io.raptorflow.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `raptor bench all`: every race, one after the other, each in a process of its own, and then the
/// tables.
@Command(
    name = "all",
    description = {
      "Every race of RESULTS.md, one after the other, and then its tables and charts.",
      "With --quick each has a limit, 20 minutes in all, and bench/target/quick/RESULTS.md is drawn",
      "beside the published one, which keeps the numbers of full runs."
    })
final class AllCommand implements Callable<Integer> {
  @Option(names = "--quick", description = "Small sizes and one round.")
  private boolean quick;

  /// A campaign, and the most that it may take when it is quick.
  private record Race(Duration quickMost, String name) {}

  /// The longest that a campaign of full size may take.
  private static final Duration FULL_MOST = Duration.ofHours(2);

  private static final List<Race> RACES =
      List.of(
          new Race(Duration.ofSeconds(75), "start"),
          new Race(Duration.ofSeconds(460), "queue"),
          new Race(Duration.ofSeconds(50), "raw"),
          new Race(Duration.ofSeconds(190), "retries"),
          new Race(Duration.ofSeconds(130), "idle"),
          new Race(Duration.ofSeconds(275), "dag"));

  @Override
  public Integer call() throws IOException, InterruptedException {
    Size size = quick ? Size.QUICK : Size.FULL;
    Map<String, String> ends = new LinkedHashMap<>();
    for (Race race : RACES) {
      ends.put(race.name(), run(race, size));
    }
    TableCommand.draw(size);
    if (size != Size.FULL) {
      TableCommand.draw(Size.FULL);
    }
    ends.forEach((race, end) -> System.out.printf("%-10s %s%n", race, end));
    return ends.values().stream().allMatch(end -> end.startsWith("ended well")) ? 0 : 1;
  }

  /// Runs a campaign with the options of this process.
  private String run(Race race, Size size) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-D" + Size.PROPERTY + "=" + size);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.add(race.name());
    if (size == Size.QUICK) {
      command.add("--quick");
    }
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command).inheritIO().start();
    Duration most = size == Size.QUICK ? race.quickMost() : FULL_MOST;
    boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    if (!ended) {
      return "was ended after " + seconds + " s";
    }
    return process.exitValue() == 0
        ? "ended well after " + seconds + " s"
        : "failed after " + seconds + " s, exit code " + process.exitValue();
  }
}
