package io.raptorflow.bench;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.DeadLetterView;
import java.time.InstantSource;

/// The two ways in which operators look at dead letters.
interface Looking {
  /// Name of what is measured.
  String name();

  /// The newest failures.
  ///
  /// @return how many were shown
  int page(int size);

  /// How many a filter matches, all looked at.
  int count(DeadLetterQuery query);

  /// The groups that operators see first.
  ///
  /// @return how many
  int groups();

  /// As the command line does it: reads the log at each call.
  static Looking desk(Bus bus) {
    DeadLetterDesk desk = new DeadLetterDesk(bus);
    return new Looking() {
      @Override
      public String name() {
        return "DeadLetterDesk";
      }

      @Override
      public int page(int size) {
        return Math.min(size, desk.list(DeadLetterQuery.everything()).size());
      }

      @Override
      public int count(DeadLetterQuery query) {
        return desk.list(query).size();
      }

      @Override
      public int groups() {
        return FailureGroup.of(
                desk.list(DeadLetterQuery.everything()), InstantSource.system().instant())
            .size();
      }
    };
  }

  /// As HTTP does it: from memory.
  static Looking view(DeadLetterView view) {
    return new Looking() {
      @Override
      public String name() {
        return "DeadLetterView";
      }

      @Override
      public int page(int size) {
        return view.list(DeadLetterQuery.everything(), size, null).lines().size();
      }

      @Override
      public int count(DeadLetterQuery query) {
        return view.count(query);
      }

      @Override
      public int groups() {
        return view.groups(DeadLetterQuery.everything()).size();
      }
    };
  }
}
