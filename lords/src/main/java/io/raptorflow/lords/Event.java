package io.raptorflow.lords;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.time.Instant;

/// Something that a Lord learns. Events are the only clock that a Lord has.
public sealed interface Event {

  /// When it happened, as the one who caused it says.
  Instant at();

  /// A person or program asked.
  record Commanded(CampaignCommand command) implements Event {
    @Override
    public Instant at() {
      return command.at();
    }
  }

  /// Another Lord assigned.
  record Directed(CouncilDirective directive) implements Event {
    @Override
    public Instant at() {
      return directive.at();
    }
  }

  /// An agent answered.
  record Answered(AgentAnswer answer) implements Event {
    @Override
    public Instant at() {
      return answer.finishedAt();
    }
  }

  /// Another Lord decided.
  record Decided(CouncilDecision decision) implements Event {
    @Override
    public Instant at() {
      return decision.at();
    }
  }

  /// A time that the Lord set has come.
  record DeadlinePassed(RunId run, WorkspaceId workspace, String timer, Instant at)
      implements Event {}
}
