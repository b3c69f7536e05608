package io.raptorflow.bus;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that a person should know now.
///
/// @param id derived from its cause
/// @param run run concerned, or null when none is
/// @param severity `warning` or `critical`
public record Alert(
    UUID id,
    WorkspaceId workspace,
    @Nullable RunId run,
    String severity,
    String title,
    String text,
    Instant at)
    implements BusEvent {

  @Override
  public String key() {
    return workspace.value();
  }
}
