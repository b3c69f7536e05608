package io.raptorflow.ingress.command;

import org.jspecify.annotations.Nullable;

/// Body of `POST /api/v3/runs/{id}/gates/{gate}`.
///
/// @param decision `approve` or `reject`
/// @param by name of the person who decides
/// @param note what must change; needed to reject
/// @param seen SHA-256 of the dossier that the person saw
public record GateRequest(
    @Nullable String decision, @Nullable String by, @Nullable String note, @Nullable String seen) {}
