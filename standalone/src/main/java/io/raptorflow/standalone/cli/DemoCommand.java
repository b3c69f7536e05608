package io.raptorflow.standalone.cli;

import io.raptorflow.standalone.Swarm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `raptor demo`: from a brief to a finished campaign on the screen.
@Command(
    name = "demo",
    description = "Starts everything, launches a brief, and ends with its launch pack.",
    footer = {
      "",
      "Needs no Docker, no key and no network. Its data go to data/demo, anew each time."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String MARK = ".raptor-demo";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private UpCommand.Ports ports = new UpCommand.Ports();

  @Option(
      names = "--brief",
      paramLabel = "FILE",
      description = "Brief, or a sample: tarnwell, quillstack (default: ${DEFAULT-VALUE}).")
  private String brief = "tarnwell";

  @Option(names = "--approve", description = "Says yes at both gates; the pack says that it did.")
  private boolean approve;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the pack goes (default: out/BRAND).")
  private @Nullable Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory (default: data/demo).")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter screen = spec.commandLine().getOut();
    Path directory = data == null ? Instance.home().resolve("data/demo") : data;
    BriefFile file = BriefFile.read(brief);
    file.missing().forEach(gap -> screen.println("gap: " + gap));
    clear(directory);
    long begun = System.nanoTime();
    try (Swarm swarm = Starting.swarm(directory, ports, List.of(), Swarm.NODE_TIME)) {
      if (!swarm.awaitReady(Duration.ofSeconds(120))) {
        throw new CliException(ExitCode.FAILED, "the swarm did not get ready within 120 s");
      }
      screen.println(
          "%d agents and 7 Lords are ready after %s, dashboard at %s/"
              .formatted(swarm.agents(), seconds(begun), swarm.http()));
      screen.println("words by " + swarm.wordsBy());
      SwarmClient client = new SwarmClient(swarm.http());
      String run = client.launch(file, "the demo");
      screen.println("run " + run);
      screen.flush();
      Follower follower =
          new Follower(
              client,
              screen,
              Terminal.screen(),
              Terminal.gateKeeper(client, screen, approve, " --data " + directory));
      JsonNode end = follower.follow(run);
      follower.done();
      Path folder = out == null ? Instance.home().resolve("out").resolve(run) : out;
      int files = PackFolder.write(client.pack(run), folder);
      screen.println();
      screen.println(end.path("text").asString(""));
      client.document(run, "launch_note").ifPresent(note -> summary(screen, note));
      screen.println();
      screen.println("%d files, %s after the start%s".formatted(files, seconds(begun), memory()));
      screen.println("launch pack  " + folder.toAbsolutePath().normalize());
      screen.println("open         " + folder.toAbsolutePath().normalize().resolve("index.html"));
      screen.flush();
      return Outcomes.exitCode(end);
    } finally {
      Instance.withdraw(directory);
    }
  }

  private static void summary(PrintWriter screen, JsonNode note) {
    note.path("summary").forEach(line -> screen.println("  " + line.asString("")));
    note.path("nextSteps").forEach(line -> screen.println("  next: " + line.asString("")));
  }

  private static String seconds(long begun) {
    return "%.1f s".formatted((System.nanoTime() - begun) / 1e9).replace(',', '.');
  }

  /// Resident memory of this process, where the system tells.
  private static String memory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      Optional<String> peak = lines.filter(line -> line.startsWith("VmHWM")).findFirst();
      return peak.map(
              line -> ", " + Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB at most")
          .orElse("");
    } catch (IOException notLinux) {
      return "";
    }
  }

  /// Empties the directory of an earlier demo; any other is left alone.
  private static void clear(Path directory) throws IOException {
    if (Instance.find(directory).isPresent()) {
      throw new CliException(ExitCode.REFUSED, "a swarm runs on " + directory + " already");
    }
    if (Files.isDirectory(directory)) {
      boolean empty;
      try (Stream<Path> entries = Files.list(directory)) {
        empty = entries.findAny().isEmpty();
      }
      if (!empty && !Files.exists(directory.resolve(MARK))) {
        throw new CliException(
            ExitCode.REFUSED,
            directory + " holds other data; give the demo a directory of its own");
      }
      try (Stream<Path> tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    Files.createDirectories(directory);
    Files.createFile(directory.resolve(MARK));
  }
}
