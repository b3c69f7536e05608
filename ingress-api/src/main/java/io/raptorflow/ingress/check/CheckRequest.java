package io.raptorflow.ingress.check;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Body of `POST /api/v3/guardian/check`.
///
/// @param assets an array of assets, or one; each with `id`, `type` and `fields`
/// @param items the same under another name, as sets of examples have it
/// @param brief brief of the brand, schema `brand-brief/1`; without one there is no claims ledger
public record CheckRequest(
    @Nullable JsonNode assets, @Nullable JsonNode items, @Nullable JsonNode brief) {}
