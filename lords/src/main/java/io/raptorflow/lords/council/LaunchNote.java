package io.raptorflow.lords.council;

import java.util.List;

/// LORD-007: what a marketing lead reads first.
///
/// @param summary three to six sentences
/// @param nextSteps what people must do, in order
public record LaunchNote(String title, List<String> summary, List<String> nextSteps) {}
