package io.raptorflow.bench.dag;

import io.raptorflow.ingress.db.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A PostgreSQL server for peers. Prints `ready` and its address.
final class PostgresMain {
  private PostgresMain() {}

  /// @param arguments directory
  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[0]);
    EmbeddedPostgresServer server =
        EmbeddedPostgresServer.start(
            new EmbeddedPostgresServer.Settings(
                directory.resolve("data"), directory.resolve("programs"), 0));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println(
        "ready "
            + server
                .dataSource()
                .url()
                .replace("jdbc:postgresql://", "postgresql://postgres:local@"));
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
