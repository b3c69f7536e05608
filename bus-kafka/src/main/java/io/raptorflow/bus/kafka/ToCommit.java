package io.raptorflow.bus.kafka;

import java.util.concurrent.CountDownLatch;

/// What the next transaction of an emitter is made for.
sealed interface ToCommit permits Completion, ToCommit.Mark {
  Assignment assignment();

  /// What is at work in a partition, to be written down although nothing is finished.
  ///
  /// @param written released when it is in the log, or the partition is lost
  record Mark(Assignment assignment, CountDownLatch written) implements ToCommit {}
}
