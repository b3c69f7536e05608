package io.raptorflow.bus.kafka;

import java.util.List;

/// What an inbox is doing now.
///
/// @param assigned partitions that it reads
/// @param inFlight records taken and not yet finished
/// @param running of these, the ones being worked on
/// @param done records finished with a result since the start
/// @param failed records that became dead letters since the start
/// @param lag records that wait on the broker, as far as known
public record InboxStatus(
    String topic,
    String group,
    State state,
    List<Integer> assigned,
    int inFlight,
    int running,
    long done,
    long failed,
    long lag) {

  /// Condition of an inbox.
  public enum State {
    /// It is not yet a member of its group.
    STARTING,
    RUNNING,
    /// The schema registry does not answer; work waits and nothing fails for it.
    REGISTRY_DOWN,
    DRAINING,
    STOPPED,
    /// Another process took its instance name; a person must look.
    FENCED
  }

  public InboxStatus {
    assigned = List.copyOf(assigned);
  }
}
