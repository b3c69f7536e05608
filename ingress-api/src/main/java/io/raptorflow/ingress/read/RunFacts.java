package io.raptorflow.ingress.read;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Everything that the projection knows of one run, except bodies: payloads stand by reference.
///
/// @param title brand of the brief, or the agent that was invoked
/// @param budgetUsd null for a run that no launch command was read of
/// @param decisions in the order of the log
/// @param documents latest of each name
/// @param failures deliveries to the dead letters
public record RunFacts(
    WorkspaceId workspace,
    RunId run,
    String title,
    Instant openedAt,
    @Nullable BigDecimal budgetUsd,
    List<CouncilDecision> decisions,
    List<AgentAnswer> answers,
    SequencedMap<String, DocumentRow> documents,
    Costs costs,
    int failures) {

  public RunFacts {
    decisions = List.copyOf(decisions);
    answers = List.copyOf(answers);
  }

  /// A document without its body.
  ///
  /// @param decisionHash decision that released it; empty when a command brought it
  public record DocumentRow(
      String name, String mediaType, String sha256, int bytes, String decisionHash) {}

  /// What the run's model calls cost.
  ///
  /// @param calls paid for; answers from journal and cache are in `saved`
  public record Costs(
      long promptTokens, long completionTokens, long calls, long saved, BigDecimal costUsd) {}
}
