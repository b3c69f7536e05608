package io.raptorflow.agent;

import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Spend;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one run of an agent ended.
public sealed interface AgentOutcome {

  /// @param json the output, canonical JSON; with a member `assets` when it is a deliverable
  /// @param caveats what a reader must know
  record Answered(
      String json, List<String> caveats, String model, Authorship authorship, Spend spend)
      implements AgentOutcome {
    public Answered {
      caveats = List.copyOf(caveats);
    }
  }

  /// The data do not carry an answer.
  record Refused(List<String> reasons, Spend spend) implements AgentOutcome {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /// It did not work; the class says whether another try makes sense.
  record Failed(
      FailureClass failure,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      Spend spend)
      implements AgentOutcome {}
}
