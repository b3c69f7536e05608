package io.raptorflow.lords.council;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;

/// The brief of a task that cannot be without one.
final class Briefs {
  private Briefs() {}

  /// @throws IllegalStateException when there is none; the runner refuses such tasks before
  static BrandBrief of(TaskInputs inputs) {
    BrandBrief brief = inputs.brief();
    if (brief == null) {
      throw new IllegalStateException("the agent's file must name brief among its inputs");
    }
    return brief;
  }
}
