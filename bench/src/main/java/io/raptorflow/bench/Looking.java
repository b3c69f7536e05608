package io.raptorflow.bench;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.util.List;

/// How operators look at dead letters; what stands behind it can be exchanged here.
interface Looking {
  /// Name of what is measured.
  String name();

  /// The newest failures.
  List<RetryRow> page(int size);

  /// How many a filter matches, all looked at.
  int count(DeadLetterQuery query);

  /// The groups that operators see first.
  List<FailureGroup> groups();

  /// Reads the log at each call.
  static Looking desk(Bus bus) {
    DeadLetterDesk desk = new DeadLetterDesk(bus);
    return new Looking() {
      @Override
      public String name() {
        return "DeadLetterDesk";
      }

      @Override
      public List<RetryRow> page(int size) {
        return desk.list(DeadLetterQuery.everything()).stream().limit(size).toList();
      }

      @Override
      public int count(DeadLetterQuery query) {
        return desk.list(query).size();
      }

      @Override
      public List<FailureGroup> groups() {
        return FailureGroup.of(desk.list(DeadLetterQuery.everything()));
      }
    };
  }
}
