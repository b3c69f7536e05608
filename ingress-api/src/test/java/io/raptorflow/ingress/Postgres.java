package io.raptorflow.ingress;

import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.ingress.db.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// One real PostgreSQL for all tests of the process; each takes databases of its own.
final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private Postgres() {}

  /// Started on first use, stopped with the process.
  private static final class Started {
    static final EmbeddedPostgresServer SERVER =
        EmbeddedPostgresServer.start(
            new EmbeddedPostgresServer.Settings(
                Path.of("target", "postgres", "data"),
                Path.of("target", "postgres", "programs"),
                0));

    static {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(SERVER::close));
    }
  }

  /// A fresh, empty database.
  static DataSourceSettings newDatabase() {
    DataSourceSettings server = Started.SERVER.dataSource();
    String name = "t%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
    try (Connection owner = owner(server);
        Statement statement = owner.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException refused) {
      throw new IllegalStateException("no database " + name, refused);
    }
    return new DataSourceSettings(
        server.url().replaceFirst("/postgres\\b", "/" + name),
        server.owner(),
        server.ownerPassword(),
        server.app(),
        server.appPassword(),
        server.connectionsMax());
  }

  static Connection owner(DataSourceSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.owner(), settings.ownerPassword());
  }

  static Connection app(DataSourceSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.app(), settings.appPassword());
  }
}
