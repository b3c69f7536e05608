package io.raptorflow.ingress.web;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.read.PlanProgress;
import io.raptorflow.ingress.read.RunFacts;
import io.raptorflow.ingress.read.RunFacts.DocumentRow;
import io.raptorflow.ingress.read.RunState;
import io.raptorflow.ingress.read.RunState.Pace;
import io.raptorflow.ingress.read.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Runs as callers see them.
final class RunPresenter {
  private final Runs runs;
  private final Links links;

  RunPresenter(Runs runs, Links links) {
    this.runs = runs;
    this.links = links;
  }

  Views.RunList list(WorkspaceId workspace, Instant before, int most) {
    List<Views.RunLine> lines = new ArrayList<>();
    for (Runs.Listed listed : runs.list(workspace, before, most)) {
      RunState state = listed.state();
      lines.add(
          new Views.RunLine(
              listed.run().toString(),
              listed.title(),
              state.phase().label(),
              state.pace() == Pace.PAUSED,
              state.gate() == null ? null : state.gate().gate(),
              state.decidedUsd(),
              listed.openedAt(),
              state.closedAt(),
              state.outcome(),
              links.of(workspace, listed.run())));
    }
    return new Views.RunList(lines, lines.size() < most ? null : lines.getLast().openedAt());
  }

  Views.Status status(RunFacts facts, Instant now) {
    RunState state = RunState.of(facts.decisions());
    PlanProgress progress =
        PlanProgress.of(
            json(facts, "plan").orElse(MissingNode.getInstance()),
            facts.decisions(),
            facts.answers());
    Instant end = Objects.requireNonNullElse(state.closedAt(), now);
    return new Views.Status(
        facts.run().toString(),
        facts.workspace().value(),
        facts.title(),
        state.phase().label(),
        state.pace() == Pace.PAUSED,
        state.phase() == RunState.Phase.COMPLETE ? 100 : progress.percent(),
        progress.nodes().stream().map(RunPresenter::line).toList(),
        progress.current(),
        progress.completed(),
        facts.failures(),
        state.rewrites(),
        gate(facts, state),
        tokens(facts),
        facts.costs().costUsd(),
        facts.budgetUsd(),
        facts.openedAt(),
        state.closedAt(),
        Math.max(0, Duration.between(facts.openedAt(), end).toMillis()),
        state.outcome(),
        links.of(facts.workspace(), facts.run()));
  }

  Views.Result result(RunFacts facts) {
    RunState state = RunState.of(facts.decisions());
    return new Views.Result(
        facts.run().toString(),
        state.phase().label(),
        state.outcome(),
        facts.documents().values().stream().map(row -> document(facts, row)).toList(),
        json(facts, "assets").orElse(null),
        facts.decisions().stream().map(RunPresenter::decision).toList(),
        tokens(facts),
        facts.costs().costUsd(),
        links.of(facts.workspace(), facts.run()));
  }

  Views.DecisionList decisions(RunFacts facts) {
    return new Views.DecisionList(
        facts.run().toString(), facts.decisions().stream().map(RunPresenter::decision).toList());
  }

  @Nullable Instant closedAt(RunFacts facts) {
    return RunState.of(facts.decisions()).closedAt();
  }

  private Views.@Nullable Gate gate(RunFacts facts, RunState state) {
    RunState.WaitingGate gate = state.gate();
    if (gate == null) {
      return null;
    }
    return new Views.Gate(
        gate.gate(),
        gate.node(),
        gate.seen(),
        gate.since(),
        body(facts, gate.seen()).orElse(null),
        href(facts, gate.dossier().name()));
  }

  private Optional<JsonNode> json(RunFacts facts, String name) {
    DocumentRow document = facts.documents().get(name);
    return document == null ? Optional.empty() : body(facts, document.sha256());
  }

  private Optional<JsonNode> body(RunFacts facts, String sha256) {
    return runs.body(facts.workspace(), sha256)
        .flatMap(
            text -> {
              try {
                return Optional.of(CanonicalJson.read(text));
              } catch (JacksonException noJson) {
                return Optional.empty();
              }
            });
  }

  private Views.DocumentView document(RunFacts facts, DocumentRow row) {
    return new Views.DocumentView(
        row.name(),
        row.mediaType(),
        row.bytes(),
        row.sha256(),
        row.decisionHash(),
        href(facts, row.name()));
  }

  private String href(RunFacts facts, String name) {
    return links.document(facts.workspace(), facts.run(), name);
  }

  private static Views.Tokens tokens(RunFacts facts) {
    RunFacts.Costs costs = facts.costs();
    return new Views.Tokens(
        costs.promptTokens(), costs.completionTokens(), costs.calls(), costs.saved());
  }

  private static Views.NodeLine line(PlanProgress.Node node) {
    return new Views.NodeLine(
        node.id(),
        node.title(),
        node.wave(),
        node.gate(),
        node.standing().label(),
        node.agents(),
        node.skipped());
  }

  private static Views.DecisionView decision(CouncilDecision decision) {
    return new Views.DecisionView(
        decision.hash(),
        decision.lord().value(),
        decision.sequence(),
        decision.node(),
        decision.kind().name(),
        decision.what(),
        decision.why(),
        decision.at(),
        decision.outputs().stream()
            .map(
                output ->
                    new Views.OutputView(
                        output.name(),
                        output.mediaType(),
                        output.body().bytes(),
                        output.body().sha256()))
            .toList(),
        decision.restsOn(),
        decision.consumed(),
        decision.spend().costUsd());
  }
}
