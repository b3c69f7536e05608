package io.raptorflow.agent;

import java.util.List;

/// An agent ready to run: its file with the names in it resolved.
public sealed interface Agent {

  AgentFile file();

  Class<? extends Record> output();

  /// An agent whose words a model writes.
  record ModelAgent(AgentFile file, Class<? extends Record> output, List<Tool> tools)
      implements Agent {
    public ModelAgent {
      tools = List.copyOf(tools);
    }
  }

  /// An agent that is arithmetic or rules.
  record ComputedAgent(AgentFile file, Class<? extends Record> output, Computation computation)
      implements Agent {}

  /// An agent whose rules compute and whose model may add.
  record JudgedAgent(AgentFile file, Class<? extends Record> output, JudgedComputation computation)
      implements Agent {}
}
