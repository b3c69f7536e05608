package io.raptorflow.lords.workflow;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A workflow graph as `workflows.json` holds it: an acyclic graph of nodes.
public record Workflow(String name, List<Node> nodes) {

  /// One node.
  ///
  /// @param gate what must hold before the run goes on; empty when nothing must
  public record Node(
      String id,
      String title,
      List<AgentId> agents,
      List<String> dependsOn,
      String gate,
      int wave) {
    public Node {
      agents = List.copyOf(agents);
      dependsOn = List.copyOf(dependsOn);
    }

    /// Id of the gate, `G0` to `G5`; empty when the node has none.
    public String gateId() {
      return gate.matches("G[0-5] .*") ? gate.substring(0, 2) : "";
    }
  }

  public Workflow {
    nodes = List.copyOf(nodes);
    Set<String> before = new HashSet<>();
    for (Node node : nodes) {
      if (!before.containsAll(node.dependsOn())) {
        throw new IllegalArgumentException(
            "workflow %s: node %s depends on %s, of which not all stand before it"
                .formatted(name, node.id(), node.dependsOn()));
      }
      if (!before.add(node.id())) {
        throw new IllegalArgumentException("workflow " + name + ": node " + node.id() + " twice");
      }
    }
  }

  public Optional<Node> node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /// All graphs of the catalogue, by name.
  public static Map<String, Workflow> catalogue() {
    try (InputStream in = Workflow.class.getResourceAsStream("/workflows.json")) {
      if (in == null) {
        throw new IllegalStateException("workflows.json is missing from the class path");
      }
      Map<String, Workflow> workflows = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> graph : CanonicalJson.MAPPER.readTree(in).properties()) {
        workflows.put(
            graph.getKey(),
            new Workflow(
                graph.getKey(), graph.getValue().valueStream().map(Workflow::read).toList()));
      }
      return workflows;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("workflows.json cannot be read", unreadable);
    }
  }

  private static Node read(JsonNode json) {
    return new Node(
        json.get("id").asString(),
        json.get("title").asString(),
        json.get("agents").valueStream().map(agent -> new AgentId(agent.asString())).toList(),
        json.get("depends_on").valueStream().map(JsonNode::asString).toList(),
        json.path("gate").asString(""),
        json.get("wave").asInt());
  }
}
