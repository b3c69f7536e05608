package io.raptorflow.ingress.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Body of `POST /api/v3/execute`.
///
/// @param userId who asks
/// @param goal what the caller wants, in words
/// @param agentSelection `auto` or `manual`
/// @param selectedAgents agent ids
/// @param priority `speed`, `quality` or `balanced`
public record ExecuteRequest(
    @Nullable String userId,
    @Nullable String goal,
    @Nullable Context context,
    @Nullable String agentSelection,
    @Nullable List<String> selectedAgents,
    @Nullable String priority) {

  /// What is known beforehand.
  ///
  /// @param brief JSON object of schema `brand-brief/1`
  /// @param brand the same, or anything known of the brand
  public record Context(
      @Nullable JsonNode brief,
      @Nullable JsonNode campaign,
      @Nullable JsonNode icp,
      @Nullable JsonNode brand,
      @Nullable List<String> constraints) {}
}
