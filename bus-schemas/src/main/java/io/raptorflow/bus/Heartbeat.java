package io.raptorflow.bus;

import java.time.Instant;

/// An agent's sign of life, every 30 s; silent for 90 s means down.
///
/// @param host name of the process
public record Heartbeat(
    AgentId agent, String host, int inFlight, long done, long failed, Instant at)
    implements BusEvent {

  @Override
  public String key() {
    return agent + "/" + host;
  }
}
