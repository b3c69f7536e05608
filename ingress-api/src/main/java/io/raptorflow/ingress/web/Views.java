package io.raptorflow.ingress.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.raptorflow.ingress.read.AgentViews.AgentView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What callers get: the JSON of every answer.
final class Views {
  private Views() {}

  /// A command was taken on.
  ///
  /// @param status `queued`, or how the run stands that a repeated request had started
  /// @param agentsInvolved agents on duty, or the one that was asked for
  record Accepted(
      String executionId,
      String workspace,
      String status,
      Instant estimatedCompletion,
      List<String> agentsInvolved,
      @JsonProperty("_links") Map<String, String> links) {}

  /// A word about a run was taken on.
  record Heard(
      String executionId,
      String command,
      String kind,
      @JsonProperty("_links") Map<String, String> links) {}

  record RunList(List<RunLine> runs, @Nullable Instant olderThan) {}

  record RunLine(
      String executionId,
      String title,
      String state,
      boolean paused,
      @Nullable String waitingGate,
      BigDecimal costUsd,
      Instant openedAt,
      @Nullable Instant closedAt,
      String outcome,
      @JsonProperty("_links") Map<String, String> links) {}

  /// How a run stands.
  ///
  /// @param state `queued`, `running`, `waiting`, `complete`, `refused`, `cancelled` or `failed`
  /// @param progress settled nodes in percent
  /// @param retries deliveries that failed and went to the dead letters
  /// @param rewrites rounds that Lords sent back
  record Status(
      String executionId,
      String workspace,
      String title,
      String state,
      boolean paused,
      int progress,
      List<NodeLine> nodes,
      List<String> currentAgents,
      List<String> completedAgents,
      int retries,
      int rewrites,
      @Nullable Gate gate,
      Tokens tokens,
      BigDecimal costUsd,
      @Nullable BigDecimal budgetUsd,
      Instant openedAt,
      @Nullable Instant closedAt,
      long elapsedMillis,
      String outcome,
      @JsonProperty("_links") Map<String, String> links) {}

  /// @param state `pending`, `running`, `waiting`, `done`, `refused` or `skipped`
  /// @param skipped why it does not run; empty when it does
  record NodeLine(
      String id,
      String title,
      int wave,
      String gate,
      String state,
      List<String> agents,
      String skipped) {}

  /// A gate that waits for a person.
  ///
  /// @param seen what an approval must name: SHA-256 of the dossier
  record Gate(
      String gate,
      String node,
      String seen,
      Instant since,
      @Nullable JsonNode dossier,
      String href) {}

  /// @param saved calls answered from journal or cache
  record Tokens(long prompt, long completion, long calls, long saved) {}

  record Result(
      String executionId,
      String state,
      String outcome,
      List<DocumentView> documents,
      @Nullable JsonNode assets,
      List<DecisionView> decisions,
      Tokens tokenUsage,
      BigDecimal costUsd,
      @JsonProperty("_links") Map<String, String> links) {}

  /// @param decision hash of the decision that released it; empty when the caller brought it
  record DocumentView(
      String name, String mediaType, int bytes, String sha256, String decision, String href) {}

  record DecisionList(String executionId, List<DecisionView> decisions) {}

  record DecisionView(
      String hash,
      String lord,
      int sequence,
      String node,
      String kind,
      String what,
      String why,
      Instant at,
      List<OutputView> outputs,
      List<String> restsOn,
      List<String> consumed,
      BigDecimal costUsd) {}

  record OutputView(String name, String mediaType, int bytes, String sha256) {}

  record AgentList(List<AgentView> agents) {}
}
