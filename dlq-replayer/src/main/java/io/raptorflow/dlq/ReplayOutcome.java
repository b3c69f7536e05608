package io.raptorflow.dlq;

import io.raptorflow.bus.WorkId;
import java.util.UUID;

/// What became of an operator's command on one work.
public sealed interface ReplayOutcome {
  WorkId work();

  /// Written; the replayer will obey. Its row tells the rest.
  record Accepted(WorkId work, UUID operation) implements ReplayOutcome {}

  /// Not written, with the reason.
  record Refused(WorkId work, String why) implements ReplayOutcome {}
}
