package io.raptorflow.ingress.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.raptorflow.bus.WorkspaceId;
import java.util.Map;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The read side's database, as its app role: rows of a workspace are seen and written only inside
/// a transaction that names it. Thread-safe.
public final class Database implements AutoCloseable {
  private static final long CONNECTION_WAIT_MILLIS = 10_000;

  private final HikariDataSource pool;
  private final JdbcClient client;
  private final TransactionTemplate writing;
  private final TransactionTemplate reading;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.client = JdbcClient.create(pool);
    DataSourceTransactionManager transactions = new DataSourceTransactionManager(pool);
    this.writing = new TransactionTemplate(transactions);
    this.reading = new TransactionTemplate(transactions);
    reading.setReadOnly(true);
  }

  /// Brings the schema up to date as its owner, then connects as the app.
  public static Database open(DataSourceSettings settings) {
    Flyway.configure()
        .dataSource(settings.url(), settings.owner(), settings.ownerPassword())
        .locations("classpath:db/migration")
        .placeholders(Map.of("app", settings.app(), "appPassword", settings.appPassword()))
        .load()
        .migrate();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.app());
    config.setPassword(settings.appPassword());
    config.setMaximumPoolSize(settings.connectionsMax());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
    config.setPoolName("read-side");
    Database database = new Database(new HikariDataSource(config));
    database.refuseAllPowerful(settings);
    return database;
  }

  /// Row-level security does not bind a superuser: then every workspace would see every other.
  private void refuseAllPowerful(DataSourceSettings settings) {
    boolean unbound =
        read(
            sql ->
                sql.sql(
                        "select rolsuper or rolbypassrls or current_user <> :app from pg_roles"
                            + " where rolname = current_user")
                    .param("app", settings.app())
                    .query(Boolean.class)
                    .single());
    if (unbound) {
      close();
      throw new IllegalStateException(
          "the read side must work as role %s, bound by row-level security; it does not"
              .formatted(settings.app()));
    }
  }

  /// One transaction. The rows of a workspace come into sight with [Session#enter].
  public <T> T write(Function<Session, T> work) {
    return result(writing.execute(_ -> work.apply(new Session(client))));
  }

  /// One read-only transaction in one workspace.
  public <T> T read(WorkspaceId workspace, Function<JdbcClient, T> work) {
    return result(
        reading.execute(
            _ -> {
              new Session(client).enter(workspace);
              return work.apply(client);
            }));
  }

  /// One read-only transaction in no workspace: sees what belongs to the installation.
  public <T> T read(Function<JdbcClient, T> work) {
    return result(reading.execute(_ -> work.apply(client)));
  }

  @Override
  public void close() {
    pool.close();
  }

  private static <T> T result(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a transaction of the read side returns a value");
    }
    return value;
  }

  /// A transaction under way.
  public static final class Session {
    private final JdbcClient client;
    private String entered = "";

    Session(JdbcClient client) {
      this.client = client;
    }

    /// From here on, to the end of the transaction or the next call, rows of this workspace only.
    public JdbcClient enter(WorkspaceId workspace) {
      if (!entered.equals(workspace.value())) {
        client
            .sql("select set_config('app.workspace', ?, true)")
            .param(workspace.value())
            .query(String.class)
            .single();
        entered = workspace.value();
      }
      return client;
    }

    /// Tables that belong to no workspace.
    public JdbcClient outside() {
      return client;
    }
  }
}
