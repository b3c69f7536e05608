package io.raptorflow.lords;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Spend;
import java.time.Instant;
import java.util.List;

/// What a Lord wants done; the host does it in the transaction that stores the Lord's next state.
public sealed interface Effect {

  /// Hand work to an agent.
  record Task(AgentTask task) implements Effect {}

  /// Hand a node to another Lord.
  record Assign(CouncilDirective directive) implements Effect {}

  /// Announce a decision; the chamber numbers and hashes it.
  ///
  /// @param restsOn hashes of the decisions and answers it rests on
  record Decide(
      String node,
      CouncilDecision.Kind kind,
      String what,
      String why,
      List<Attachment> outputs,
      List<String> restsOn,
      Spend spend)
      implements Effect {
    public Decide {
      outputs = List.copyOf(outputs);
      restsOn = List.copyOf(restsOn);
    }
  }

  /// Be told when a time has come; a timer of the same name is moved.
  record Wake(String timer, Instant at) implements Effect {}

  /// Forget a timer; unknown names are ignored.
  record Forget(String timer) implements Effect {}

  /// Tell every node how a run stands.
  record Flag(ControlFlag flag) implements Effect {}
}
