package io.raptorflow.bench.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Java process of a campaign, started again under the same name as often as it is killed. It is
/// signalled by its own process id and no other. Thread-safe.
final class Forked {
  private static final String READY = "ready";

  /// How a process is started.
  ///
  /// @param shadow folder with classes that go before the product's, or null
  /// @param heap such as `256m`
  record Launch(
      String name, String main, List<String> arguments, @Nullable Path shadow, String heap) {
    /// Where the services' cluster is: their second argument.
    String servers() {
      return arguments.size() > 1 ? arguments.get(1) : "";
    }
  }

  private final Launch launch;
  private final Path logs;
  private volatile @Nullable Process process;
  private volatile CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean stopped;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private int starts;

  Forked(Launch launch, Path logs) {
    this.launch = launch;
    this.logs = logs;
  }

  String name() {
    return launch.name();
  }

  /// Starts it unless it runs.
  synchronized void start() throws IOException {
    Process before = process;
    if (before != null && before.isAlive()) {
      return;
    }
    starts++;
    ready = new CountDownLatch(1);
    said.clear();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath = System.getProperty("java.class.path");
    String cache = System.getProperty("raptor.bench.aot", "");
    if (launch.shadow() == null && !cache.isEmpty()) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
    }
    command.addAll(
        List.of(
            "-Xmx" + launch.heap(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dlogback.configurationFile=chaos-logback.xml",
            "-D" + Bugs.SERVERS + "=" + launch.servers(),
            "-cp",
            launch.shadow() == null ? classPath : launch.shadow() + ":" + classPath,
            launch.main()));
    command.addAll(launch.arguments());
    Path errors = logs.resolve(launch.name() + ".log");
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    process = started;
    stopped = false;
    CountDownLatch word = ready;
    Thread.ofVirtual().name(launch.name()).start(() -> listen(started, word));
  }

  private void listen(Process from, CountDownLatch word) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(READY)) {
          word.countDown();
        } else {
          said.add(line);
        }
      }
    } catch (IOException gone) {
      // A killed process takes its output with it.
    }
  }

  boolean isAlive() {
    Process now = process;
    return now != null && now.isAlive();
  }

  /// Waits until it says that it is ready.
  ///
  /// @return whether it did in time
  boolean awaitReady(Duration most) throws InterruptedException {
    return ready.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  long pid() {
    Process now = process;
    return now == null ? -1 : now.pid();
  }

  int starts() {
    return starts;
  }

  /// Sends a line to its input.
  void tell(String line) {
    Process now = process;
    if (now == null || !now.isAlive()) {
      return;
    }
    try {
      Writer input = now.outputWriter(StandardCharsets.UTF_8);
      input.write(line + "\n");
      input.flush();
    } catch (IOException gone) {
      // It died meanwhile.
    }
  }

  /// What it says next, or null when it says nothing within the time.
  @Nullable String next(Duration most) throws InterruptedException {
    return said.poll(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// kill -9.
  void kill() throws InterruptedException {
    Process now = process;
    if (now != null) {
      now.destroyForcibly();
      now.waitFor();
    }
  }

  /// SIGTERM, and kill -9 when that is not enough.
  ///
  /// @return whether SIGTERM was enough
  boolean terminate(Duration most) throws InterruptedException {
    Process now = process;
    if (now == null) {
      return true;
    }
    now.destroy();
    if (now.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    kill();
    return false;
  }

  /// SIGSTOP.
  void pause() throws IOException, InterruptedException {
    stopped = true;
    signal("STOP");
  }

  /// SIGCONT, when it was stopped.
  void goOn() throws IOException, InterruptedException {
    if (stopped) {
      stopped = false;
      signal("CONT");
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    if (isAlive()) {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }
  }

  /// Memory in use in MB, or -1.
  long residentMegabytes() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException notLinux) {
      return -1;
    }
  }
}
