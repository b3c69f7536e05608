package io.raptorflow.bench.dag;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.lords.workflow.Charter;
import io.raptorflow.lords.workflow.Roster;
import io.raptorflow.lords.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The graphs as workflows of this project, and their agents: of the Research guild, so under
/// Cognition, each with a file, an inbox and a consumer group. A graph runs with agents that answer
/// at once, or with agents that ask a model.
///
/// @param base number of the agent that plans
record BenchGuild(Graph graph, boolean asks, int base) {
  private static final String TEXT = "a".repeat(800);

  static final List<BenchGuild> ALL =
      List.of(
          new BenchGuild(Graph.CHAIN, false, 100),
          new BenchGuild(Graph.CHAIN, true, 200),
          new BenchGuild(Graph.FAN, false, 300),
          new BenchGuild(Graph.FAN, true, 400));

  /// What the nodes write.
  public record PlanText(String text) {}

  /// What the first of those side by side writes.
  public record DraftA(String text) {}

  /// What the second writes.
  public record DraftB(String text) {}

  /// What the third writes.
  public record DraftC(String text) {}

  /// What each of 87 writes.
  public record PartText(String text) {}

  /// What the reviewer writes.
  public record ReviewText(String text) {}

  /// What the last one writes.
  public record FinalText(String text) {}

  static BenchGuild of(Graph graph, String model) {
    return ALL.stream()
        .filter(guild -> guild.graph == graph && guild.asks != model.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /// All graphs and all agents.
  static Charter charter() {
    Map<AgentId, String> names = new HashMap<>();
    for (BenchGuild guild : ALL) {
      guild.agents().forEach(id -> names.put(id, "Node " + id));
    }
    return Charter.of(
        ALL.stream().map(BenchGuild::workflow).toList(), new Roster(names, names.keySet()));
  }

  String name() {
    return graph + (asks ? "_asked" : "_at_once");
  }

  List<AgentId> agents() {
    return IntStream.range(0, graph.steps()).mapToObj(this::agent).toList();
  }

  private AgentId agent(int node) {
    return new AgentId("RES-" + (base + node));
  }

  /// The middle is one wave of agents side by side, as in the workflows that ship.
  private Workflow workflow() {
    int width = graph.width();
    List<Workflow.Node> nodes = new ArrayList<>();
    nodes.add(node(0, "Plan", List.of(agent(0))));
    nodes.add(node(1, "Wave", agents().subList(1, width + 1)));
    for (int place = width + 1; place < graph.steps(); place++) {
      nodes.add(node(nodes.size(), "Node " + place, List.of(agent(place))));
    }
    return new Workflow(name(), nodes);
  }

  private static Workflow.Node node(int wave, String title, List<AgentId> agents) {
    return new Workflow.Node(
        "N" + wave, title, agents, wave == 0 ? List.of() : List.of("N" + (wave - 1)), "", wave);
  }

  /// Writes the agents' files.
  ///
  /// @return the folder
  Path write(Path directory) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name()));
    for (int node = 0; node < graph.steps(); node++) {
      Files.writeString(
          folder.resolve(agent(node) + "-node.md"),
          """
          ---
          id: %s
          name: Node %d
          does: Stands for a node of a graph.
          engine: %s
          tier: %s
          input: %s
          output: %s
          tools: []
          include: []
          limits: {tokens: 4000, tool-calls: 0, timeout: PT5M}
          cache: PT0S
          ---

          You are node=%d.
          """
              .formatted(
                  agent(node),
                  node,
                  asks ? "model" : "java",
                  asks ? "volume" : "none",
                  inputs(node),
                  output(node).getSimpleName(),
                  node));
    }
    return folder;
  }

  private List<String> inputs(int node) {
    if (node == 0) {
      return List.of("ticket");
    }
    if (node <= graph.width()) {
      return List.of("ticket", "plan_text");
    }
    return graph == Graph.FAN
        ? List.of("ticket", "part_text")
        : node == graph.width() + 1
            ? List.of("ticket", "draft_a", "draft_b", "draft_c")
            : List.of("ticket", "review_text");
  }

  private Class<? extends Record> output(int node) {
    if (node == 0) {
      return PlanText.class;
    }
    if (node == graph.steps() - 1) {
      return FinalText.class;
    }
    return graph == Graph.FAN
        ? PartText.class
        : List.of(DraftA.class, DraftB.class, DraftC.class, ReviewText.class).get(node - 1);
  }

  GuildKit kit() {
    Map<AgentId, Computation> computations = new HashMap<>();
    for (int node = 0; node < graph.steps() && !asks; node++) {
      computations.put(agent(node), computation(output(node)));
    }
    return new GuildKit(
        Guild.RESEARCH,
        IntStream.range(0, graph.steps())
            .mapToObj(this::output)
            .<Class<? extends Record>>map(type -> type)
            .distinct()
            .toList(),
        List.of(),
        computations,
        List.of());
  }

  private static Computation computation(Class<? extends Record> output) {
    try {
      Record answer = output.getDeclaredConstructor(String.class).newInstance(TEXT);
      return _ -> Computation.Answered.of(answer);
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError("each has one text", impossible);
    }
  }
}
