package io.raptorflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `raptor up` as the launcher starts it, in a process of its own.
final class SwarmProcess {
  private static final Pattern READY = Pattern.compile("^ready after");

  private SwarmProcess() {}

  /// Whether the classes of the rehearsal are used (JEP 514).
  enum Cache {
    AOT,
    NONE
  }

  /// Starts.
  ///
  /// @param data directory of the swarm
  static Child start(Path directory, Path data, Cache cache) throws IOException {
    Path app = Bench.home().resolve("standalone/target/app");
    Path rehearsed = app.resolve("raptor.aot");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (cache == Cache.AOT) {
      if (!Files.exists(rehearsed)) {
        throw new IllegalStateException("the rehearsal left no cache at " + rehearsed);
      }
      command.add("-XX:AOTCache=" + rehearsed);
      command.add("-Xlog:aot*=off");
    }
    // The options of java_options in the launcher.
    command.addAll(
        List.of(
            "-Xmx" + System.getProperty("raptor.bench.heap", "512m"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Draptor.home=" + Bench.home(),
            "-cp",
            app.resolve("lib") + "/*",
            "io.raptorflow.standalone.cli.Raptor",
            "up",
            "--port",
            "0",
            "--data",
            data.toString()));
    return Child.program(directory, "swarm", READY, command);
  }

  /// A directory of its own for one campaign, under `bench/target`.
  static Path directory(String name) throws IOException {
    Path parent = Files.createDirectories(Bench.home().resolve("bench/target"));
    return Files.createTempDirectory(parent, name + "-");
  }
}
