package io.raptorflow.ingress.dlq;

import org.jspecify.annotations.Nullable;

/// Body of pause, resume and cancel.
///
/// @param by name of the operator, where the token names nobody
public record SteerRequest(@Nullable String by) {}
