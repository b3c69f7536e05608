package io.raptorflow.lords.architect;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.bus.Guild;
import io.raptorflow.lords.workflow.Plan.PlannedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One part of a node: what one Lord does. A node's stages run one after the other.
record Stage(AgentId lord, Duty duty, List<AgentId> agents) {

  /// Nodes in which a Lord's own agent writes; elsewhere the Lord only decides.
  private static final Set<String> OWN_AGENT_NODES =
      Set.of("L02", "L07", "L09", "L10", "L11", "L15", "L17", "L19", "A01");

  Stage {
    agents = List.copyOf(agents);
  }

  /// The stages of a node: first the guilds' Lords with their agents, then Lords on their own.
  static List<Stage> of(PlannedNode planned) {
    Map<AgentId, List<AgentId>> byLord = new LinkedHashMap<>();
    for (AgentId agent : planned.agents()) {
      if (agent.guild() != Guild.COUNCIL) {
        byLord.computeIfAbsent(agent.guild().lord(), lord -> new ArrayList<>()).add(agent);
      }
    }
    boolean guildsWork = !byLord.isEmpty();
    List<Stage> own = new ArrayList<>();
    for (AgentId lord : planned.agents()) {
      if (lord.guild() != Guild.COUNCIL) {
        continue;
      }
      boolean writes = OWN_AGENT_NODES.contains(planned.node().id());
      List<AgentId> supervised = byLord.get(lord);
      if (supervised != null) {
        if (writes) {
          supervised.add(lord);
        }
      } else {
        own.add(
            new Stage(lord, duty(planned, lord, guildsWork), writes ? List.of(lord) : List.of()));
      }
    }
    List<Stage> stages = new ArrayList<>();
    byLord.forEach((lord, agents) -> stages.add(new Stage(lord, Duty.SUPERVISE, agents)));
    stages.addAll(own);
    return stages;
  }

  /// The Aesthete has assets mended by those who wrote them.
  static Stage mending(List<AgentId> writers) {
    return new Stage(AgentId.AESTHETE, Duty.SUPERVISE, writers);
  }

  private static Duty duty(PlannedNode planned, AgentId lord, boolean afterGuilds) {
    String gate = planned.node().gateId();
    if (lord.equals(AgentId.ARBITER) && (gate.equals("G1") || gate.equals("G4"))) {
      return Duty.GATE;
    }
    if (lord.equals(AgentId.HERALD)) {
      return Duty.PUBLISH;
    }
    return afterGuilds || !gate.isEmpty() ? Duty.JUDGE : Duty.SUPERVISE;
  }
}
