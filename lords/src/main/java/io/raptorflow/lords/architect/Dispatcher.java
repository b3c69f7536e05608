package io.raptorflow.lords.architect;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.WorkId;
import io.raptorflow.lords.Effect;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.workflow.Plan.PlannedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Writes the Architect's assignments: to other Lords, and to its own agent.
public final class Dispatcher {
  /// Share of agents that must be heard where fewer than all will do, in percent, by node.
  private static final Map<String, Integer> QUORUM_PERCENT =
      Map.of("L03", 70, "L04", 70, "L05", 70, "L12", 50, "L13", 50, "L14", 50, "L19", 1);

  private final Duration nodeTime;

  /// @param nodeTime how long a Lord waits for a node's agents, retries included
  public Dispatcher(Duration nodeTime) {
    if (!nodeTime.isPositive()) {
      throw new IllegalArgumentException("node time must be positive, was " + nodeTime);
    }
    this.nodeTime = nodeTime;
  }

  /// A task for the Architect's own agent, and the time by which it must answer.
  record OwnTask(Effect.Task task, Effect.Wake wake) {}

  Effect.Assign assign(RunBook book, PlannedNode planned, Stage stage, Stamp stamp) {
    NodeState state = book.node(planned.node().id());
    List<Attachment> inputs = new ArrayList<>(book.documents().values());
    Attachment notes = book.notes().get(planned.node().id());
    if (notes != null) {
      inputs.removeIf(input -> input.name().equals(Supervisor.REWRITE_NOTES));
      inputs.add(new Attachment(Supervisor.REWRITE_NOTES, notes.mediaType(), notes.body()));
    }
    return new Effect.Assign(
        new CouncilDirective(
            NameUuid.of(
                "directive",
                stamp.run().toString(),
                planned.node().id(),
                stage.lord().value(),
                state.progress().name(),
                state.round() + "." + state.stage()),
            stamp.run(),
            stamp.workspace(),
            AgentId.ARCHITECT,
            stage.lord(),
            planned.node().id(),
            planned.node().title(),
            planned.node().wave(),
            state.round(),
            stage.duty(),
            planned.node().gateId(),
            stage.agents(),
            inputs,
            state.progress() == NodeState.Progress.MENDING
                ? 1
                : QUORUM_PERCENT.getOrDefault(planned.node().id(), 100),
            book.lane(),
            book.moneyLeft(),
            book.seed(),
            stamp.at().plus(nodeTime),
            book.hashes(),
            stamp.at()));
  }

  OwnTask ownTask(RunBook book, PlannedNode planned, Stamp stamp) {
    NodeState state = book.node(planned.node().id());
    WorkId work =
        new WorkId(
            NameUuid.of(
                "work",
                stamp.run().toString(),
                planned.node().id(),
                AgentId.ARCHITECT.value(),
                Integer.toString(state.round())));
    AgentTask task =
        new AgentTask(
            work,
            stamp.run(),
            stamp.workspace(),
            planned.node().id(),
            AgentId.ARCHITECT,
            state.round(),
            book.lane(),
            stamp.at().plus(nodeTime),
            book.seed(),
            List.copyOf(book.documents().values()),
            List.of(),
            book.moneyLeft(),
            stamp.at());
    return new OwnTask(
        new Effect.Task(task), new Effect.Wake(ownTimer(work.value()), task.deadline()));
  }

  static String ownTimer(UUID work) {
    return "own/" + work;
  }
}
