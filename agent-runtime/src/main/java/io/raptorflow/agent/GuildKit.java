package io.raptorflow.agent;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import java.util.List;
import java.util.Map;

/// What a guild brings besides its agent files.
///
/// @param outputs output records that agent files may name
/// @param tools objects whose methods carry `@Tool`, or none
/// @param computations the work of agents with `engine: java`, by agent id
/// @param composers how the offline model writes this guild's outputs
public record GuildKit(
    Guild guild,
    List<Class<? extends Record>> outputs,
    List<Object> tools,
    Map<AgentId, Computation> computations,
    List<Composer> composers) {
  public GuildKit {
    outputs = List.copyOf(outputs);
    tools = List.copyOf(tools);
    computations = Map.copyOf(computations);
    composers = List.copyOf(composers);
  }
}
