package io.raptorflow.bus;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An operator's command on failed work.
///
/// @param id a repeated id has no second effect
/// @param by name of the operator
/// @param why reason, in the operator's words
/// @param job job that the command belongs to, or null for a single one
/// @param expectedVersion version of the row that the operator saw, or null for any; the command is
///   refused when another has come since
/// @param force whether a replay may pass the guard against loops
/// @param newValue for an edit, the bytes to send in base64; null otherwise
/// @param terms for a replay, what it asks beyond the ordinary; null for nothing
public record ReplayOperation(
    UUID id,
    WorkId work,
    Verb verb,
    String by,
    String why,
    Instant at,
    @Nullable UUID job,
    @Nullable Integer expectedVersion,
    boolean force,
    @Nullable String newValue,
    @Nullable ReplayTerms terms)
    implements BusEvent {

  /// What is to be done.
  public enum Verb {
    /// Try once more now.
    REPLAY,
    /// Never try again.
    DISCARD,
    /// Take a discard back.
    RESTORE,
    /// Send other bytes from now on.
    EDIT
  }

  public ReplayOperation {
    if (by.isBlank()) {
      throw new IllegalArgumentException("a command names the operator who gives it");
    }
    if ((verb == Verb.EDIT) != (newValue != null)) {
      throw new IllegalArgumentException("an edit, and nothing else, has a new value");
    }
  }

  /// A command on one work, whatever its row says now.
  public static ReplayOperation single(
      UUID id, WorkId work, Verb verb, String by, String why, Instant at) {
    return new ReplayOperation(id, work, verb, by, why, at, null, null, false, null, null);
  }

  @Override
  public String key() {
    return work.toString();
  }
}
