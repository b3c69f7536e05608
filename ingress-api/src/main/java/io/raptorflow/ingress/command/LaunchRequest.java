package io.raptorflow.ingress.command;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Body of `POST /api/v3/campaigns`.
///
/// @param brief JSON object of schema `brand-brief/1`
/// @param sources files that come with the brief; data, never instruction
/// @param priority `speed`, `quality` or `balanced`
/// @param budgetUsd most that the run may spend on model calls
/// @param by who asks
public record LaunchRequest(
    @Nullable JsonNode brief,
    @Nullable List<Source> sources,
    @Nullable String priority,
    @Nullable BigDecimal budgetUsd,
    @Nullable String workspace,
    @Nullable String by) {

  /// One file.
  ///
  /// @param name what agents ask for, for example `kpi_daily`
  /// @param mediaType `application/json`, `text/csv`, `text/plain` or `text/markdown`
  public record Source(@Nullable String name, @Nullable String mediaType, @Nullable String text) {}
}
