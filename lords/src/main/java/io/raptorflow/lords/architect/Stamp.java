package io.raptorflow.lords.architect;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.lords.Event;
import java.time.Instant;

/// For whom and when something is done: taken from the event that led to it.
record Stamp(RunId run, WorkspaceId workspace, Instant at) {

  static Stamp of(CampaignCommand command) {
    return new Stamp(command.run(), command.workspace(), command.at());
  }

  static Stamp of(CouncilDecision decision) {
    return new Stamp(decision.run(), decision.workspace(), decision.at());
  }

  static Stamp of(AgentAnswer answer) {
    return new Stamp(answer.run(), answer.workspace(), answer.finishedAt());
  }

  static Stamp of(Event.DeadlinePassed passed) {
    return new Stamp(passed.run(), passed.workspace(), passed.at());
  }
}
