package io.raptorflow.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A Java process that a campaign starts and may kill.
final class Child implements AutoCloseable {
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    // A campaign that is ended takes its processes along.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Pattern word;
  private final Path log;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch read = new CountDownLatch(1);
  private final long started = System.nanoTime();
  private volatile long readyAfter;
  private volatile String lastLine = "";

  private Child(Process process, Pattern word, Path log) {
    this.process = process;
    this.word = word;
    this.log = log;
  }

  static Child replayer(Ground ground) throws IOException {
    return replayer(ground, List.of());
  }

  /// @param more see [ReplayerMain]
  static Child replayer(Ground ground, List<String> more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                ground.bus().settings().bootstrapServers(),
                ground.bus().settings().schemaRegistryUrl(),
                ground.directory().resolve("state").toString()));
    arguments.addAll(more);
    return start(
        ground, "replayer", Pattern.compile("^ready$"), ReplayerMain.class.getName(), arguments);
  }

  /// A main class of this harness.
  static Child java(
      Path directory, String name, Pattern word, Class<?> main, List<String> arguments)
      throws IOException {
    return program(directory, name, word, command(main.getName(), arguments));
  }

  /// One who competes, see [Racer]; its word is that it has begun.
  static Child racer(Ground ground, List<String> arguments) throws IOException {
    return start(ground, "racer", Pattern.compile("^begun$"), Racer.class.getName(), arguments);
  }

  /// The command line of operators.
  static Child cli(Ground ground, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(
        List.of(
            "--bootstrap-servers",
            ground.bus().settings().bootstrapServers(),
            "--schema-registry",
            ground.bus().settings().schemaRegistryUrl()));
    return start(ground, "cli", Pattern.compile("."), "io.raptorflow.standalone.cli.Raptor", all);
  }

  private static Child start(
      Ground ground, String name, Pattern word, String main, List<String> arguments)
      throws IOException {
    return program(ground.directory(), name, word, command(main, arguments));
  }

  private static List<String> command(String main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("raptor.bench.heap", "512m"),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                "-Dlogback.configurationFile=racers-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(arguments);
    return command;
  }

  /// Any program, with its complaints in a directory.
  ///
  /// @param word what its first line of interest looks like
  static Child program(Path directory, String name, Pattern word, List<String> command)
      throws IOException {
    Path log = directory.resolve(name + ".log");
    Child child =
        new Child(
            new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start(),
            word,
            log);
    ALIVE.add(child.process);
    var _ = child.process.onExit().thenAccept(ALIVE::remove);
    Thread.ofVirtual().name(name + "-output").start(() -> child.read(log.resolveSibling(name)));
    return child;
  }

  private void read(Path copy) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder all = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // Before the word is out: who waits for it may ask for the line.
        lastLine = line;
        if (readyAfter == 0 && word.matcher(line).find()) {
          readyAfter = System.nanoTime() - started;
          ready.countDown();
        }
        all.append(line).append('\n');
      }
      Files.writeString(copy.resolveSibling(copy.getFileName() + "-" + process.pid()), all);
    } catch (IOException gone) {
      // A killed process takes its output with it.
    } finally {
      ready.countDown();
      read.countDown();
    }
  }

  /// Waits until it says something or ends.
  void awaitWord(Duration most) throws InterruptedException {
    if (!ready.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("it says nothing for " + most.toSeconds() + " s");
    }
  }

  /// Waits until it says something: a replayer that it is ready, a command line how its job stands.
  ///
  /// @return seconds from its start
  double awaitReady(Duration most) throws InterruptedException {
    if (!ready.await(most.toMillis(), TimeUnit.MILLISECONDS) || readyAfter == 0) {
      throw new IllegalStateException("it is not ready after " + most.toSeconds() + " s");
    }
    return readyAfter / 1e9;
  }

  /// Waits for its end, and for its last line.
  ///
  /// @return whether it ended within the time
  boolean ends(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)
        && read.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What it said last.
  String lastLine() {
    return lastLine;
  }

  /// The end of what it and its namesakes complained of.
  String complaint() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("; ", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  /// kill -9.
  ///
  /// @return whether it was alive
  boolean kill() throws InterruptedException {
    boolean alive = process.isAlive();
    process.destroyForcibly();
    process.waitFor();
    return alive;
  }

  /// Memory that the process has in use, in MB.
  long residentMegabytes() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException notLinux) {
      return -1;
    }
  }

  /// Heap in use after a full collection, in MB.
  long liveHeapMegabytes() throws InterruptedException {
    jcmd("GC.run");
    return jcmd("GC.heap_info")
        .lines()
        .map(line -> line.replaceFirst(".*total \\d+K, used (\\d+)K.*", "$1"))
        .filter(used -> used.matches("\\d+"))
        .mapToLong(used -> Long.parseLong(used) / 1024)
        .sum();
  }

  private String jcmd(String what) throws InterruptedException {
    try {
      Process asked =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  what)
              .redirectErrorStream(true)
              .start();
      String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor();
      return answer;
    } catch (IOException noTool) {
      throw new UncheckedIOException("jcmd cannot be run", noTool);
    }
  }

  /// Ends it in order.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
