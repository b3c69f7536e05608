package io.raptorflow.bus;

import java.time.Instant;
import java.util.List;

/// What an agent is, announced when it starts.
///
/// @param engine `model` or `java`
/// @param tier `volume`, `standard`, `council`, or `none` for java
/// @param outputSchema JSON schema of the output record
public record AgentCard(
    AgentId agent,
    String name,
    String guild,
    String does,
    String engine,
    String tier,
    String outputType,
    String outputSchema,
    List<String> tools,
    String promptHash,
    String inbox,
    String group,
    Instant at)
    implements BusEvent {

  public AgentCard {
    tools = List.copyOf(tools);
  }

  @Override
  public String key() {
    return agent.value();
  }
}
