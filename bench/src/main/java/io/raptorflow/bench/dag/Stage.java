package io.raptorflow.bench.dag;

import io.raptorflow.bench.Bench;
import io.raptorflow.bus.CanonicalJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// One competitor with all its processes, from nothing to its end, in a directory that is gone
/// afterwards.
final class Stage implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration WORK = Duration.ofMinutes(10);

  private final Path directory;
  private final Deque<Program> programs = new ArrayDeque<>();

  private Stage(Path directory) {
    this.directory = directory;
  }

  /// Starts a competitor and waits until it is ready.
  static Stage of(Competitor competitor) throws IOException, InterruptedException {
    Path parent = Files.createDirectories(Bench.home().resolve("bench/target"));
    Stage stage = new Stage(Files.createTempDirectory(parent, "dag-"));
    try {
      stage.start(competitor);
      return stage;
    } catch (RuntimeException | IOException | InterruptedException failed) {
      stage.close();
      throw failed;
    }
  }

  private void start(Competitor competitor) throws IOException, InterruptedException {
    switch (competitor) {
      case RAPTOR -> {
        String[] addresses =
            java("server", ServerMain.class, classPath(), directory.resolve("kafka").toString())
                .await("ready", START)
                .split(" ");
        java(
            "worker",
            WorkerMain.class,
            // The folders of the shipped guild would be loaded with ours.
            without("guild-research"),
            "raptor",
            addresses[1],
            addresses[2],
            directory.toString());
      }
      case RESTATE -> {
        Path home = NodePeer.install("restate");
        node("worker", home, Map.of("PEER_DIRECTORY", directory.toString()));
      }
      case DBOS -> nodeOnPostgres("dbos");
      case LANGGRAPH_JS -> node("worker", NodePeer.install("langgraph"), Map.of());
      case LANGGRAPH_JS_POSTGRES -> nodeOnPostgres("langgraph");
      case LANGGRAPH4J -> java("worker", WorkerMain.class, classPath(), "langgraph4j");
      case LANGCHAIN4J_AGENTIC -> java("worker", WorkerMain.class, classPath(), "agentic");
    }
    programs.peek().await("ready", START);
  }

  private void nodeOnPostgres(String peer) throws IOException, InterruptedException {
    node("worker", NodePeer.install(peer), Map.of("PEER_POSTGRES", postgres()));
  }

  /// Starts the database that this project ships, too, with fsync.
  private String postgres() throws IOException, InterruptedException {
    return java("postgres", PostgresMain.class, classPath(), directory.resolve("pg").toString())
        .await("ready", START)
        .split(" ")[1];
  }

  private Program java(String name, Class<?> main, String classPath, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.springframework.boot.logging.LoggingSystem=none"));
    String more = System.getProperty("raptor.bench.jvm." + name, "");
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split(" ")));
    }
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return opened(Program.start(name, command, Map.of(), directory));
  }

  private void node(String name, Path home, Map<String, String> environment) throws IOException {
    opened(
        Program.start(
            name, List.of("node", home.resolve("main.mjs").toString()), environment, directory));
  }

  private Program opened(Program program) {
    programs.push(program);
    return program;
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /// The class path without the jars of this name.
  private static String without(String jar) {
    List<String> kept = new ArrayList<>();
    for (String entry : classPath().split(File.pathSeparator)) {
      if (!entry.contains(jar)) {
        kept.add(entry);
      }
    }
    return String.join(File.pathSeparator, kept);
  }

  /// What a competitor is to run.
  ///
  /// @param model its address; empty when steps answer by themselves
  /// @param first number of the first run
  record Job(Graph graph, String model, int first, int runs, int atOnce) {}

  /// Has it run a job.
  JsonNode work(Job job) throws IOException, InterruptedException {
    Program worker = programs.getFirst();
    worker.tell(CanonicalJson.write(job));
    JsonNode answer = CanonicalJson.read(worker.await("{", WORK));
    if (!answer.path("fault").asString("").isEmpty()) {
      throw new IllegalStateException("runs failed: " + answer.get("fault").asString());
    }
    return answer;
  }

  /// CPU that all its processes have used, in milliseconds.
  double cpuMillis() {
    return programs.stream().mapToDouble(Program::cpuMillis).sum();
  }

  @Override
  public void close() {
    while (!programs.isEmpty()) {
      programs.pop().close();
    }
    if (Boolean.getBoolean("raptor.bench.keep")) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      System.err.println("left behind: " + directory);
    }
  }
}
