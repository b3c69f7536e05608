package io.raptorflow.bus;

/// Priority lane of an agent's inbox, most urgent first.
public enum Lane {
  CRITICAL,
  NORMAL,
  LOW
}
