package io.raptorflow.bus;

import java.util.UUID;

/// Identity of one run of a workflow.
public record RunId(UUID value) {

  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is no UUID
  public static RunId of(String text) {
    try {
      return new RunId(UUID.fromString(text));
    } catch (IllegalArgumentException notUuid) {
      throw new IllegalArgumentException("run id must be a UUID, was '" + text + "'", notUuid);
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
