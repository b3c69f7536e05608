package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.WorkspaceId;
import java.util.List;

/// Who plays in a campaign.
final class Cast {
  /// Agents whose works call a tool at the sink. Their ids are of the roster and not on duty.
  static final List<AgentId> TOOL_USERS =
      List.of(
          new AgentId("RES-004"),
          new AgentId("RES-005"),
          new AgentId("RES-006"),
          new AgentId("RES-007"),
          new AgentId("MUSE-010"),
          new AgentId("MUSE-011"),
          new AgentId("GRD-001"),
          new AgentId("MTX-001"));

  /// The shipped agent that asks a model, over the product's own gateway, journal and wire.
  static final AgentId WRITER = new AgentId("MUSE-027");

  static final List<WorkspaceId> WORKSPACES =
      List.of(new WorkspaceId("tarn"), new WorkspaceId("fell"), new WorkspaceId("beck"));

  static final List<String> AGENT_NODES = List.of("agents-a", "agents-b");
  static final List<String> REPLAYERS = List.of("replayer-a", "replayer-b");
  static final String TWIN = "replayer-twin";
  static final String LORDS = "lords";
  static final String INGRESS = "ingress";
  static final String LOAD = "load";
  static final String SINK = "sink";

  private Cast() {}
}
