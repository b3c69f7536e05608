package io.raptorflow.ingress.dlq;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Body of an edit.
///
/// @param event the whole event as it should be sent
/// @param version of the row that the operator looked at; null for the newest
/// @param by name of the operator, where the token names nobody
/// @param why reason, for the audit
public record EditRequest(
    @Nullable JsonNode event,
    @Nullable Integer version,
    @Nullable String by,
    @Nullable String why) {}
