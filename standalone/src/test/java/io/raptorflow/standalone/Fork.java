package io.raptorflow.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A main class in a JVM of its own, on the class path of the test. What it prints goes to a file.
final class Fork implements AutoCloseable {
  /// What a fork takes for the project's folder.
  static final Path HOME = Path.of("target").toAbsolutePath();

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final Process process;
  private final Path output;

  private Fork(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /// What to run.
  ///
  /// @param heap value of `-Xmx`
  record Command(
      String main, List<String> arguments, Map<String, String> environment, String heap) {
    Command {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  static Fork start(Command command, Path output) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx" + command.heap(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "-Draptor.home=" + HOME,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            command.main()));
    line.addAll(command.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(command.environment());
    try {
      return new Fork(builder.start(), output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Everything that it has printed so far.
  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// `kill -9`; returns when the process is gone.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// SIGTERM, so that it drains.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
