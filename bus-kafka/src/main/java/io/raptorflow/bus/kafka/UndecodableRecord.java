package io.raptorflow.bus.kafka;

import org.jspecify.annotations.Nullable;

/// Bytes that are no event of their topic, with the reason.
public final class UndecodableRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong with the bytes.
  public enum Reason {
    /// No value, or not in the wire format (magic 0 and a schema id).
    WRONG_FORMAT,
    /// The registry knows no schema of this id.
    UNKNOWN_SCHEMA,
    /// The bytes do not fit the schema that they name, or our reader cannot read that schema.
    UNREADABLE,
    /// The event decodes, but breaks a rule of its record.
    RULE_BROKEN,
    /// The event type does not belong on this topic, or the event to another key or agent.
    MISROUTED,
    /// More bytes than a record may have.
    TOO_LARGE
  }

  private final Reason reason;

  public UndecodableRecord(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
