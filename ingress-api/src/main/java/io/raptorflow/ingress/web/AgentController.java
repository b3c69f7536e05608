package io.raptorflow.ingress.web;

import io.raptorflow.ingress.read.AgentViews;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The agents on duty.
@RestController
final class AgentController {
  private final AgentViews agents;
  private final InstantSource time;

  AgentController(AgentViews agents, InstantSource time) {
    this.agents = agents;
    this.time = time;
  }

  @GetMapping("/api/v3/agents")
  @Operation(summary = "Agents with their facts, health and load")
  Views.AgentList all() {
    return new Views.AgentList(agents.all(time.instant()));
  }
}
