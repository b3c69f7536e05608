package io.raptorflow.lords.architect;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Spend;
import io.raptorflow.lords.Effect;
import io.raptorflow.lords.Step;
import io.raptorflow.lords.architect.NodeState.Progress;
import io.raptorflow.lords.architect.RunBook.Status;
import io.raptorflow.lords.workflow.Plan;
import io.raptorflow.lords.workflow.Workflow.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The course of a run: which nodes start now, and when it is over.
record Course(Dispatcher dispatcher) {

  /// Starts every node whose dependencies are settled; closes the run when all are.
  Step<RunBook> advance(RunBook book, Stamp stamp, List<Effect> effects) {
    if (book.status() != Status.RUNNING) {
      return new Step<>(book, effects);
    }
    Plan plan = Objects.requireNonNull(book.plan());
    RunBook next = book;
    List<String> started = new ArrayList<>();
    for (Plan.PlannedNode planned : plan.nodes()) {
      Node node = planned.node();
      if (next.node(node.id()).progress() != Progress.PENDING || !isReady(next, node)) {
        continue;
      }
      List<Stage> stages = Stage.of(planned);
      next = next.with(node.id(), next.node(node.id()).running());
      started.add("%s %s".formatted(node.id(), node.title()));
      if (stages.getFirst().lord().equals(AgentId.ARCHITECT)) {
        Dispatcher.OwnTask own = dispatcher.ownTask(next, planned, stamp);
        next = next.withOwnWork(own.task().task().work().value(), node.id());
        effects.add(own.task());
        effects.add(own.wake());
      } else {
        effects.add(dispatcher.assign(next, planned, stages.getFirst(), stamp));
      }
    }
    if (!started.isEmpty()) {
      effects.add(
          said(
              Kind.NODE_STARTED,
              "Starts " + String.join(", ", started),
              "everything that they depend on is settled"));
    }
    if (next.nodes().values().stream().allMatch(NodeState::isSettled)) {
      return close(next, effects, "The run is complete", "every node is settled");
    }
    return new Step<>(next, effects);
  }

  private static boolean isReady(RunBook book, Node node) {
    return node.dependsOn().stream().allMatch(id -> book.node(id).isSettled());
  }

  /// The closing decision rests on every decision of the run: it seals the hash DAG.
  static Step<RunBook> close(RunBook book, List<Effect> before, String what, String why) {
    Map<String, String> manifest = new TreeMap<>();
    book.documents().forEach((name, document) -> manifest.put(name, document.body().sha256()));
    List<Effect> effects = new ArrayList<>(before);
    effects.add(
        new Effect.Decide(
            "",
            Kind.RUN_CLOSED,
            what,
            why,
            List.of(Attachment.json("manifest", CanonicalJson.write(manifest))),
            book.hashes(),
            Spend.NOTHING));
    return new Step<>(book.with(Status.CLOSED), effects);
  }

  static Effect said(Kind kind, String what, String why) {
    return new Effect.Decide("", kind, what, why, List.of(), List.of(), Spend.NOTHING);
  }
}
