package io.raptorflow.ingress.projection;

import io.raptorflow.ingress.db.Database;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How far the projection has read, kept in the same database and transaction as its rows.
final class LogPositions {
  private LogPositions() {}

  static Map<TopicPartition, Long> load(Database database) {
    return database.read(
        sql -> {
          Map<TopicPartition, Long> positions = new HashMap<>();
          sql.sql("select topic, partition, next_offset from log_position")
              .query(
                  row -> {
                    positions.put(
                        new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
                  });
          return positions;
        });
  }

  /// Moves one partition on.
  ///
  /// @throws Overtaken when the stored position is not the expected one: another process reads for
  ///   the same database, or it was emptied
  static void move(Database.Session session, TopicPartition partition, long from, long to) {
    int moved =
        from == 0
            ? session
                .outside()
                .sql("insert into log_position values (?, ?, ?) on conflict do nothing")
                .params(partition.topic(), partition.partition(), to)
                .update()
            : session
                .outside()
                .sql(
                    "update log_position set next_offset = ?"
                        + " where topic = ? and partition = ? and next_offset = ?")
                .params(to, partition.topic(), partition.partition(), from)
                .update();
    if (moved == 0) {
      throw new Overtaken(partition);
    }
  }

  /// Somebody else moved the position; the transaction must not happen.
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(TopicPartition partition) {
      super("the projection's position on " + partition + " was moved by another");
    }
  }
}
