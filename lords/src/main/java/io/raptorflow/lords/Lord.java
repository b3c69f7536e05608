package io.raptorflow.lords;

import io.raptorflow.bus.AgentId;

/// One Lord: a pure function of what it knows and what it learns. No clock, no I/O, no randomness,
/// so a run's log replayed gives the same decisions, byte for byte. Stateless and thread-safe.
///
/// @param <S> what it knows of one run: an immutable record that JSON can hold
public interface Lord<S extends Record> {

  AgentId id();

  /// What it knows before it has learned anything.
  S blank();

  /// Whether the event is this Lord's to read; others are not even remembered.
  boolean concerns(Event event);

  /// Decides. A late or repeated event is answered with [Step#stay].
  Step<S> decide(S now, Event event, Library library);
}
