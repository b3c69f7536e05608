package io.raptorflow.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Redis for a peer, on loopback, with an append-only file that is flushed each second: what it
/// acknowledged in the last second may be lost when the machine dies.
///
/// It is the `redis-server` of the path, or else Debian's packages unpacked under `bench/target`.
final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final List<String> PACKAGES = List.of("redis-tools", "liblzf1", "libjemalloc2");

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// @return a server, or nothing when this machine has none and can unpack none
  static Optional<RedisServer> start(Path directory) throws IOException, InterruptedException {
    Path unpacked = Bench.home().resolve("bench/target/redis");
    Optional<Path> program = onPath().or(() -> in(unpacked));
    if (program.isEmpty() && unpack(unpacked)) {
      program = in(unpacked);
    }
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path data = Files.createDirectories(directory.resolve("redis"));
    int port = Ports.free();
    ProcessBuilder builder =
        new ProcessBuilder(
                program.get().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                data.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--maxmemory-policy",
                "noeviction")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile());
    builder.environment().put("LD_LIBRARY_PATH", libraries(unpacked));
    RedisServer server = new RedisServer(builder.start(), port);
    server.awaitPort();
    return Optional.of(server);
  }

  int port() {
    return port;
  }

  private void awaitPort() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        if (System.nanoTime() > end || !process.isAlive()) {
          throw notYet;
        }
        Ground.pause(Duration.ofMillis(50));
      }
    }
  }

  private static Optional<Path> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> in(Path unpacked) {
    return Optional.of(unpacked.resolve("usr/bin/redis-server-unpacked"))
        .filter(Files::isExecutable);
  }

  private static String libraries(Path unpacked) {
    Path libraries = unpacked.resolve("usr/lib");
    try (Stream<Path> all = Files.walk(libraries)) {
      return String.join(":", all.filter(Files::isDirectory).map(Path::toString).toList());
    } catch (IOException none) {
      return "";
    }
  }

  private static boolean unpack(Path into) throws IOException, InterruptedException {
    Path downloads = Files.createDirectories(into.resolve("packages"));
    List<String> download = new ArrayList<>(List.of("apt-get", "download"));
    download.addAll(PACKAGES);
    if (!succeeds(downloads, download)) {
      return false;
    }
    try (Stream<Path> packages = Files.list(downloads)) {
      for (Path each : packages.toList()) {
        if (!succeeds(into, List.of("dpkg", "-x", each.toString(), into.toString()))) {
          return false;
        }
      }
    }
    // Debian's server is the program of this name under another one.
    Path program = into.resolve("usr/bin/redis-check-rdb");
    if (!Files.isExecutable(program)) {
      return false;
    }
    Files.createSymbolicLink(into.resolve("usr/bin/redis-server-unpacked"), program.getFileName());
    return true;
  }

  private static boolean succeeds(Path directory, List<String> command)
      throws IOException, InterruptedException {
    try {
      Process run =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return run.waitFor(2, TimeUnit.MINUTES) && run.exitValue() == 0;
    } catch (IOException noProgram) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
