package io.raptorflow.lords.workflow;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.lords.workflow.Workflow.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A workflow narrowed to what one brief needs: for every node who works, or why it is left out.
///
/// @param absences agents of the graph that do not run, with the reason
public record Plan(String workflow, List<PlannedNode> nodes, Map<String, String> absences) {
  private static final Set<String> AFTER_LAUNCH = Set.of("L20", "L21", "L22");

  /// Channels that call for a Muse agent; agents that no channel calls for always run.
  private static final Map<String, Set<String>> MUSE_CHANNELS =
      Map.ofEntries(
          Map.entry("MUSE-001", Set.of("google_search", "pmax")),
          Map.entry("MUSE-002", Set.of("google_search", "pmax")),
          Map.entry("MUSE-003", Set.of("meta")),
          Map.entry("MUSE-004", Set.of("linkedin")),
          Map.entry("MUSE-005", Set.of("x")),
          Map.entry("MUSE-006", Set.of("tiktok", "youtube", "creators")),
          Map.entry("MUSE-007", Set.of("email")),
          Map.entry("MUSE-008", Set.of("email")),
          Map.entry("MUSE-009", Set.of("email")),
          Map.entry("MUSE-010", Set.of("sms")),
          Map.entry("MUSE-011", Set.of("meta")),
          Map.entry("MUSE-012", Set.of("meta")),
          Map.entry("MUSE-013", Set.of("meta", "linkedin")),
          Map.entry("MUSE-014", Set.of("tiktok", "youtube")),
          Map.entry("MUSE-015", Set.of("tiktok", "youtube")),
          Map.entry("MUSE-016", Set.of("google_search", "pmax")),
          Map.entry("MUSE-017", Set.of("google_search", "pmax")),
          Map.entry("MUSE-018", Set.of("seo")),
          Map.entry("MUSE-019", Set.of("seo")),
          Map.entry("MUSE-020", Set.of("seo")),
          Map.entry("MUSE-021", Set.of("retail_media")),
          Map.entry("MUSE-024", Set.of("pinterest")),
          Map.entry("MUSE-025", Set.of("creators")),
          Map.entry("MUSE-026", Set.of("webinar")));

  /// Channels that call for a Guardian; Guardians that no channel calls for always run.
  private static final Map<String, Set<String>> GUARDIAN_CHANNELS =
      Map.of("GRD-004", Set.of("email", "sms"), "GRD-009", Set.of("email"));

  /// Tables of which a Matrix agent needs one; agents that are not named need none.
  private static final Map<String, List<String>> MATRIX_TABLES =
      Map.ofEntries(
          Map.entry("MTX-001", List.of("kpi_daily")),
          Map.entry("MTX-002", List.of("kpi_daily", "series")),
          Map.entry("MTX-003", List.of("ab_tests")),
          Map.entry("MTX-004", List.of("ab_tests")),
          Map.entry("MTX-005", List.of("journeys")),
          Map.entry("MTX-007", List.of("spend_weekly")),
          Map.entry("MTX-009", List.of("survival")),
          Map.entry("MTX-010", List.of("orders")),
          Map.entry("MTX-011", List.of("orders")),
          Map.entry("MTX-012", List.of("orders")),
          Map.entry("MTX-013", List.of("funnel", "kpi_daily")),
          Map.entry("MTX-014", List.of("texts")),
          Map.entry("MTX-015", List.of("mentions")),
          Map.entry("MTX-016", List.of("texts")),
          Map.entry("MTX-017", List.of("search_daily")),
          Map.entry("MTX-018", List.of("leads")),
          Map.entry("MTX-019", List.of("creative_daily")),
          Map.entry("MTX-020", List.of("kpi_daily")));

  public Plan {
    nodes = List.copyOf(nodes);
    absences = Collections.unmodifiableMap(new TreeMap<>(absences));
  }

  /// A node of the plan.
  ///
  /// @param skipped why the node is left out; empty when it runs
  public record PlannedNode(Node node, List<AgentId> agents, String skipped) {
    public PlannedNode {
      agents = List.copyOf(agents);
    }
  }

  /// Narrows a graph (activation rules: Muse by channel, Matrix by the data that are there, nobody
  /// who is not on duty).
  ///
  /// @param tables names of the tables that came with the brief
  public static Plan of(Workflow workflow, BrandBrief brief, Set<String> tables, Roster roster) {
    List<PlannedNode> nodes = new ArrayList<>();
    Map<String, String> absences = new TreeMap<>();
    Set<AgentId> computed = new HashSet<>();
    for (Node node : workflow.nodes()) {
      if (AFTER_LAUNCH.contains(node.id())) {
        nodes.add(new PlannedNode(node, List.of(), "begins when the campaign runs"));
        continue;
      }
      List<AgentId> agents = new ArrayList<>();
      for (AgentId agent : node.agents()) {
        String absent = absence(agent, brief, tables, roster);
        if (absent.isEmpty()) {
          // The same data give the same digits: what an earlier node computed stands.
          if (agent.guild() != Guild.MATRIX || computed.add(agent)) {
            agents.add(agent);
          }
        } else {
          absences.put(agent.value(), roster.name(agent) + ": " + absent);
        }
      }
      nodes.add(
          new PlannedNode(
              node, agents, agents.isEmpty() ? "none of its agents is called for" : ""));
    }
    return new Plan(workflow.name(), nodes, absences);
  }

  private static String absence(
      AgentId agent, BrandBrief brief, Set<String> tables, Roster roster) {
    Set<String> channels =
        MUSE_CHANNELS.getOrDefault(agent.value(), GUARDIAN_CHANNELS.get(agent.value()));
    if (channels != null && brief.channels().stream().noneMatch(channels::contains)) {
      return "the brief allows none of its channels " + channels.stream().sorted().toList();
    }
    if (agent.value().equals("MUSE-028") && brief.brand().languages().size() < 2) {
      return "the brief has one language";
    }
    List<String> needed = MATRIX_TABLES.get(agent.value());
    if (needed != null && needed.stream().noneMatch(tables::contains)) {
      return "table " + String.join(" or ", needed) + " did not come with the brief";
    }
    if (!roster.onDuty().contains(agent)) {
      return "not on duty in this version";
    }
    return "";
  }

  public Optional<PlannedNode> node(String id) {
    return nodes.stream().filter(planned -> planned.node().id().equals(id)).findFirst();
  }
}
