package io.raptorflow.lords.council;

import java.util.List;

/// LORD-004: points of each asset, 0 to 100, by dimension.
///
/// @param method how the points came about
public record QualityReview(String method, List<Score> scores) {

  /// Points of one asset.
  ///
  /// @param agent who must mend it
  public record Score(String asset, String agent, int points, List<Dimension> dimensions) {}

  /// One dimension.
  ///
  /// @param score 1 to 5
  /// @param weight share of the 100 points
  /// @param reason what was measured, with the number
  public record Dimension(String name, int score, int weight, String reason) {}
}
