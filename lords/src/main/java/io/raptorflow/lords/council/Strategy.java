package io.raptorflow.lords.council;

import java.util.List;

/// LORD-003: one promise, what carries it, and what we will not do.
///
/// @param promise one sentence that everything else serves
/// @param positioning for whom, against what, why us
/// @param notDoing what is ruled out, each with its reason
public record Strategy(
    String promise,
    String audience,
    String positioning,
    List<Pillar> pillars,
    List<String> channelRoles,
    List<String> notDoing,
    List<String> stopRules) {

  /// One pillar of the promise.
  ///
  /// @param proofIds proofs of the brief that carry it; empty means a feature, not a claim
  public record Pillar(String name, String text, List<String> proofIds) {}
}
