package io.raptorflow.bench.dag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process that belongs to a competitor; it is told and tells in lines.
final class Program implements AutoCloseable {
  private static final String END = "\u0000";

  private final String name;
  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private Program(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /// @param directory where it runs, and where its errors go
  static Program start(
      String name, List<String> command, Map<String, String> environment, Path directory)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(
                ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()));
    builder.environment().putAll(environment);
    Program program = new Program(name, builder.start());
    Thread.ofPlatform().daemon().name(name + "-output").start(program::read);
    return program;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException gone) {
      // A stopped process takes its output with it.
    }
    said.add(END);
  }

  /// Waits for a line that begins so; others are passed over.
  String await(String beginning, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      String line = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(END)) {
        said.add(END);
        throw new IllegalStateException(
            "%s %s instead of '%s'"
                .formatted(name, line == null ? "is silent" : "ends", beginning));
      }
      if (line.startsWith(beginning)) {
        return line;
      }
    }
  }

  void tell(String line) throws IOException {
    Writer writer = process.outputWriter(StandardCharsets.UTF_8);
    writer.write(line + "\n");
    writer.flush();
  }

  /// CPU that it and its children have used, in milliseconds.
  double cpuMillis() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .flatMap(handle -> handle.info().totalCpuDuration().stream())
        .mapToDouble(used -> used.toNanos() / 1e6)
        .sum();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
