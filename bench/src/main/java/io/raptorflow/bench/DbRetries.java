package io.raptorflow.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntConsumer;

/// db-scheduler on PostgreSQL: a row for each work, looked for every 50 ms, locked as it is
/// fetched; its documentation's choice for a high rate.
final class DbRetries {
  private static final Duration LOOKS = Duration.ofMillis(50);
  private static final int THREADS = 20;
  private static final String TABLE =
      """
      create table if not exists scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        primary key (task_name, task_instance));
      create index if not exists due_idx on scheduled_tasks (execution_time);
      create index if not exists beat_idx on scheduled_tasks (last_heartbeat);
      """;

  private DbRetries() {}

  /// A failure, with the time until the work is wanted again.
  private static final class Again extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Instant at;

    Again(Instant at) {
      super("to be retried", null, false, false);
      this.at = at;
    }
  }

  /// @return schedules the work of a number for now
  static IntConsumer start(String address, Retries retries) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(address);
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(THREADS + 4);
    HikariDataSource source = new HikariDataSource(pool);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    } catch (SQLException refused) {
      throw new IllegalStateException("the table cannot be made", refused);
    }
    OneTimeTask<Void> task =
        Tasks.oneTime("work")
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(
                        complete,
                        complete.getCause().map(DbRetries::wanted).orElseGet(Instant::now)))
            .execute(
                (instance, _) -> {
                  Optional<Duration> again =
                      retries.begins(Integer.parseInt(instance.getId()), instance.getId());
                  if (again.isPresent()) {
                    throw new Again(Instant.now().plus(again.get()));
                  }
                });
    Scheduler scheduler =
        Scheduler.create(source, task)
            .threads(THREADS)
            .pollingInterval(LOOKS)
            .pollUsingLockAndFetch(1.0, 4.0)
            .enableImmediateExecution()
            .build();
    scheduler.start();
    return number -> scheduler.schedule(task.instance(Integer.toString(number)), Instant.now());
  }

  private static Instant wanted(Throwable cause) {
    return cause instanceof Again again ? again.at : Instant.now();
  }
}
