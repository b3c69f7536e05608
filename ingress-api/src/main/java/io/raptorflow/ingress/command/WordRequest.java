package io.raptorflow.ingress.command;

import org.jspecify.annotations.Nullable;

/// Body of cancel, pause, resume and feedback.
///
/// @param by name of the person who asks
/// @param text why, or the feedback
public record WordRequest(@Nullable String by, @Nullable String text) {}
