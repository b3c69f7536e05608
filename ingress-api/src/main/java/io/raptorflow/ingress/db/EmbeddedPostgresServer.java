package io.raptorflow.ingress.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A PostgreSQL server of this process for one-machine use, bound to loopback. Its data directory
/// stays; a second start on it takes a fraction of a second.
public final class EmbeddedPostgresServer implements AutoCloseable {
  private static final String OWNER = "postgres";
  private static final int CONNECTIONS_MAX = 8;

  private final EmbeddedPostgres server;

  private EmbeddedPostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /// How the server keeps its data.
  ///
  /// @param directory holds binaries and data; created when missing
  /// @param port 0 for any
  public record Settings(Path directory, int port) {}

  /// Starts the server and waits until it answers.
  ///
  /// @throws UncheckedIOException when it does not start
  public static EmbeddedPostgresServer start(Settings settings) {
    try {
      Files.createDirectories(settings.directory());
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(settings.directory().resolve("data"))
              .setOverrideWorkingDirectory(settings.directory().resolve("binaries").toFile())
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
      throw new UncheckedIOException("PostgreSQL did not start in " + settings.directory(), failed);
    }
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
