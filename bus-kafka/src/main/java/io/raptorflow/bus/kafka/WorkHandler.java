package io.raptorflow.bus.kafka;

/// Does the work of an inbox, on a virtual thread of its own per event, many at a time. The same
/// work may come again after a crash, so a handler is idempotent.
@FunctionalInterface
public interface WorkHandler {

  /// Works on one event, for as long as it takes.
  ///
  /// @throws InterruptedException when its run was cancelled or the process stops
  WorkResult handle(Work work) throws InterruptedException;
}
