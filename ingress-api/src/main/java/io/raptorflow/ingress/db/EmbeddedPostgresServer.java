package io.raptorflow.ingress.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL server of this process for one-machine use, bound to loopback. Its data directory
/// stays; a second start on it takes a fraction of a second.
public final class EmbeddedPostgresServer implements AutoCloseable {
  private static final String OWNER = "postgres";
  private static final int CONNECTIONS_MAX = 8;
  private static final Duration ORPHAN_WAIT = Duration.ofSeconds(15);

  private final EmbeddedPostgres server;

  private EmbeddedPostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /// How the server keeps its data.
  ///
  /// @param data directory of the data; created when missing
  /// @param programs directory where the server's programs are unpacked, once; servers may share it
  /// @param port 0 for any
  public record Settings(Path data, Path programs, int port) {}

  /// Starts the server and waits until it answers.
  ///
  /// @throws UncheckedIOException when it does not start
  public static EmbeddedPostgresServer start(Settings settings) {
    try {
      Files.createDirectories(settings.data());
      Files.createDirectories(settings.programs());
      stopOrphan(settings.data());
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(settings.data())
              .setOverrideWorkingDirectory(settings.programs().toFile())
              .setCleanDataDirectory(false)
              .setPGStartupWait(Duration.ofSeconds(60))
              // The library switches durability off, because it is made for tests.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("shared_buffers", "32MB")
              .setServerConfig("max_connections", "40");
      if (settings.port() != 0) {
        builder.setPort(settings.port());
      }
      return new EmbeddedPostgresServer(builder.start());
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL did not start in " + settings.data(), failed);
    }
  }

  /// A process that was killed leaves its server behind, and that holds the data directory. Its
  /// clients are gone, so a SIGTERM ends it at once.
  private static void stopOrphan(Path data) throws IOException {
    Path lock = data.resolve("postmaster.pid");
    if (!Files.isRegularFile(lock)) {
      return;
    }
    List<String> lines = Files.readAllLines(lock);
    Optional<ProcessHandle> orphan =
        ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
            .filter(process -> isPostgres(process, data));
    if (orphan.isEmpty()) {
      return;
    }
    orphan.get().destroy();
    try {
      orphan.get().onExit().get(ORPHAN_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stubborn) {
      orphan.get().destroyForcibly();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isPostgres(ProcessHandle process, Path data) {
    return process.info().commandLine().filter(line -> line.contains(data.toString())).isPresent()
        || process.info().command().filter(name -> name.endsWith("/postgres")).isPresent();
  }

  /// How to reach it. The server trusts whoever is on this machine, so the passwords say nothing.
  public DataSourceSettings dataSource() {
    return new DataSourceSettings(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), OWNER),
        OWNER,
        "local",
        "raptor_app",
        "local",
        CONNECTIONS_MAX);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL did not stop", failed);
    }
  }
}
