package io.raptorflow.ingress.command;

import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.time.Instant;
import java.util.UUID;

/// Who asks, when, and under which ids: with an idempotency key the ids are derived from it, so a
/// repeated request is the same command and the bus acts on it once.
///
/// @param key idempotency key, or a random one
public record Origin(WorkspaceId workspace, String key, Instant at) {

  /// A run that does not exist yet.
  public RunId newRun() {
    return new RunId(NameUuid.of("run", workspace.value(), key));
  }

  UUID command(RunId run) {
    return NameUuid.of("command", workspace.value(), run.toString(), key);
  }
}
