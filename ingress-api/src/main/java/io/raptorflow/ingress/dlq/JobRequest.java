package io.raptorflow.ingress.dlq;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Body of a job: exactly the set of a plan, or up to 1,000 works named one by one.
///
/// @param verb replay, discard or restore
/// @param plan hash of the plan, or null when works are named
/// @param works ids, or null when a plan is given
/// @param by name of the operator, where the token names nobody
/// @param why reason, for the audit; needed to discard and to force
/// @param rate commands a second at most; null for as fast as it goes
/// @param burst commands at once at most, when a rate is given
/// @param canary works to finish without a failure before the rest follows
/// @param stopOnFailureRate percent of finished works that failed again at which the job stops
/// @param force whether replays may pass the guard against loops
/// @param confirm the number of works, above 1,000 of them
public record JobRequest(
    @Nullable String verb,
    @Nullable String plan,
    @Nullable List<String> works,
    @Nullable String by,
    @Nullable String why,
    @Nullable BigDecimal rate,
    @Nullable Integer burst,
    @Nullable Integer canary,
    @Nullable Integer stopOnFailureRate,
    @Nullable Boolean force,
    @Nullable Integer confirm) {}
