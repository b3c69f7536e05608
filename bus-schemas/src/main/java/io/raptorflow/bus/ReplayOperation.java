package io.raptorflow.bus;

import java.time.Instant;
import java.util.UUID;

/// An operator's command on failed work.
///
/// @param id a repeated id has no second effect
/// @param by name of the operator
/// @param why reason, in the operator's words
public record ReplayOperation(UUID id, WorkId work, Verb verb, String by, String why, Instant at)
    implements BusEvent {

  /// What is to be done.
  public enum Verb {
    /// Try once more now.
    REPLAY,
    /// Never try again.
    DISCARD
  }

  public ReplayOperation {
    if (by.isBlank()) {
      throw new IllegalArgumentException("a command names the operator who gives it");
    }
  }

  @Override
  public String key() {
    return work.toString();
  }
}
