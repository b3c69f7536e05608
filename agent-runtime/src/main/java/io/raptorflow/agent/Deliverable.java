package io.raptorflow.agent;

import io.raptorflow.campaign.Asset;
import java.util.List;

/// An output record that people will publish: it checks itself and says which assets it holds.
public interface Deliverable {

  /// What the writer must mend, each naming field, value and rule; empty when fit.
  List<String> problems(TaskInputs inputs);

  /// The assets in it, ready for review.
  ///
  /// @param label how the text was made, as people are told
  List<Asset> assets(AgentFile agent, TaskInputs inputs, String label);
}
