package io.raptorflow.ingress.dlq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Body of a plan: what would be done, to which works.
///
/// @param verb replay, discard or restore
/// @param where a filter, or null when works are named
/// @param works ids, or null when a filter is given
/// @param all must be true for a plan without a filter and without ids
/// @param max most works, of more the last failures; null for no bound
/// @param by name of the operator, where the token names nobody
public record PlanRequest(
    @Nullable String verb,
    @Nullable String where,
    @Nullable List<String> works,
    @Nullable Boolean all,
    @Nullable Integer max,
    @Nullable String by) {}
