package io.raptorflow.ingress.read;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Guild;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How far each node of a plan is, read off the plan, the decisions and the answers.
///
/// @param percent settled nodes among those that run
/// @param current agents that have work and have not answered
/// @param completed agents that have answered
public record PlanProgress(
    List<Node> nodes, int percent, List<String> current, List<String> completed) {

  public PlanProgress {
    nodes = List.copyOf(nodes);
    current = List.copyOf(current);
    completed = List.copyOf(completed);
  }

  /// How a node stands.
  public enum Standing {
    PENDING,
    RUNNING,
    WAITING,
    DONE,
    REFUSED,
    SKIPPED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One node of the plan.
  ///
  /// @param skipped why it does not run; empty when it does
  public record Node(
      String id,
      String title,
      int wave,
      String gate,
      Standing standing,
      List<String> agents,
      List<String> dependsOn,
      String skipped) {
    public Node {
      agents = List.copyOf(agents);
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /// @param plan body of the document `plan`
  public static PlanProgress of(
      JsonNode plan, List<CouncilDecision> decisions, List<AgentAnswer> answers) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (JsonNode node : plan.path("nodes")) {
      Node read = read(node);
      nodes.put(read.id(), read);
    }
    Map<String, Standing> standing = new LinkedHashMap<>();
    nodes.values().forEach(node -> standing.put(node.id(), node.standing()));
    for (CouncilDecision decision : decisions) {
      apply(decision, nodes, standing);
    }
    Set<String> completed = new TreeSet<>();
    Map<String, Set<String>> answered = new LinkedHashMap<>();
    for (AgentAnswer answer : answers) {
      completed.add(answer.agent().value());
      answered.computeIfAbsent(answer.node(), _ -> new HashSet<>()).add(answer.agent().value());
    }
    boolean closed = decisions.stream().anyMatch(d -> d.kind() == Kind.RUN_CLOSED);
    Set<String> current = new TreeSet<>();
    List<Node> result = new ArrayList<>();
    int settled = 0;
    int planned = 0;
    for (Node node : nodes.values()) {
      Standing now = standing.getOrDefault(node.id(), Standing.PENDING);
      if (now != Standing.SKIPPED) {
        planned++;
        settled += now == Standing.DONE || now == Standing.REFUSED ? 1 : 0;
      }
      if (now == Standing.RUNNING && !closed) {
        node.agents().stream()
            .filter(agent -> new AgentId(agent).guild() != Guild.COUNCIL)
            .filter(agent -> !answered.getOrDefault(node.id(), Set.of()).contains(agent))
            .forEach(current::add);
      }
      result.add(
          new Node(
              node.id(),
              node.title(),
              node.wave(),
              node.gate(),
              now,
              node.agents(),
              node.dependsOn(),
              node.skipped()));
    }
    return new PlanProgress(
        result,
        planned == 0 ? 0 : settled * 100 / planned,
        List.copyOf(current),
        List.copyOf(completed));
  }

  private static Node read(JsonNode node) {
    String skipped = node.path("skipped").asString("");
    String gate = node.path("gate").asString("");
    Standing standing =
        !skipped.isEmpty()
            ? Standing.SKIPPED
            // A plan exists only for a brief that passed gate G0.
            : gate.startsWith("G0") ? Standing.DONE : Standing.PENDING;
    return new Node(
        node.path("id").asString(""),
        node.path("title").asString(""),
        node.path("wave").asInt(-1),
        gate,
        standing,
        texts(node.path("agents")),
        texts(node.path("dependsOn")),
        skipped);
  }

  private static void apply(
      CouncilDecision decision, Map<String, Node> nodes, Map<String, Standing> standing) {
    Node node = nodes.get(decision.node());
    switch (decision.kind()) {
      case NODE_STARTED ->
          // The Architect names every node that it starts: "Starts L02 Research, L03 Audience".
          nodes.values().stream()
              .filter(started -> decision.what().contains(started.id() + " " + started.title()))
              .forEach(started -> standing.put(started.id(), Standing.RUNNING));
      case GATE_OPENED -> put(standing, node, Standing.WAITING);
      case GATE_APPROVED, PUBLISHED -> put(standing, node, Standing.DONE);
      case GATE_SENT_BACK -> put(standing, node, Standing.PENDING);
      case REWRITE_ASKED -> put(standing, node, Standing.RUNNING);
      case REFUSED -> put(standing, node, Standing.REFUSED);
      case NODE_CLOSED -> {
        if (node != null && decision.lord().value().equals(lastLord(node))) {
          put(standing, node, Standing.DONE);
        }
      }
      case PLANNED, NODE_SKIPPED, ASSET_REFUSED, PAUSED, RESUMED, CANCELLED, NOTED, RUN_CLOSED -> {}
    }
  }

  private static void put(Map<String, Standing> standing, @Nullable Node node, Standing now) {
    if (node != null) {
      standing.put(node.id(), now);
    }
  }

  /// A node's stages run one after the other: the Lords of its guilds, then its other Lords.
  private static String lastLord(Node node) {
    Set<AgentId> supervising = new LinkedHashSet<>();
    Set<AgentId> others = new LinkedHashSet<>();
    for (String agent : node.agents()) {
      AgentId id = new AgentId(agent);
      if (id.guild() == Guild.COUNCIL) {
        others.add(id);
      } else {
        supervising.add(id.guild().lord());
      }
    }
    others.removeAll(supervising);
    supervising.addAll(others);
    return supervising.isEmpty() ? "" : new ArrayList<>(supervising).getLast().value();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
