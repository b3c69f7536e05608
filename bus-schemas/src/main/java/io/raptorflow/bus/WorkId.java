package io.raptorflow.bus;

import java.util.UUID;

/// Identity of a piece of work: the same work has the same id, however often it is delivered.
public record WorkId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
