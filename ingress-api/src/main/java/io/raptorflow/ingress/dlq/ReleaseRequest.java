package io.raptorflow.ingress.dlq;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Body of a rule that is taken back. Without `now` and `rate` what it held goes on little by
/// little.
///
/// @param now true for all at once
/// @param rate works a second, above 0
/// @param by name of the operator, where the token names nobody
/// @param why reason, for the audit
public record ReleaseRequest(
    @Nullable Boolean now, @Nullable BigDecimal rate, @Nullable String by, @Nullable String why) {}
