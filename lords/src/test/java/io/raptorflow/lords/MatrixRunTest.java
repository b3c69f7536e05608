package io.raptorflow.lords;

import static io.raptorflow.lords.RunScript.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.lords.ScriptedAgents.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// How the Council treats the Matrix guild: who is started, and what Seer makes of the answers.
class MatrixRunTest {
  private final ScriptedAgents agents = new ScriptedAgents();

  private TableTop table() {
    return new TableTop(RUN, WORKSPACE, agents, UnaryOperator.identity());
  }

  @Test
  void startsAMatrixAgentOnlyWhenOneOfItsTablesCame() {
    TableTop table = table();

    table.send(launch(brief("tarnwell"), "kpi_daily", "ab_tests"));

    String plan = body(table.decisions, "plan");
    assertThat(plan)
        .contains("\"MTX-003\"", "\"MTX-013\"")
        .contains("\"MTX-010\":\"CLV Modeller: table orders did not come with the brief\"")
        .doesNotContain("\"MTX-013\":\"", "\"MTX-003\":\"");
  }

  @Test
  void computesTheSameDataOnce() {
    List<String> asked = new ArrayList<>();
    TableTop table =
        new TableTop(
            RUN,
            WORKSPACE,
            task -> {
              asked.add(task.agent().value());
              return agents.apply(task);
            },
            UnaryOperator.identity());

    table.send(launch(brief("tarnwell"), "kpi_daily"));
    approve(table, "G1");
    approve(table, "G4");

    assertThat(table.last(Kind.RUN_CLOSED)).isPresent();
    assertThat(asked).filteredOn(agent -> agent.startsWith("MTX")).doesNotHaveDuplicates();
  }

  @Test
  void namesWhatTheDataPutInDoubtAndLetsAMeasuredIncrementGoFirst() {
    agents.on(
        "MTX-001",
        _ ->
            Said.output(
                "KpiAnomalies",
                Map.of(
                    "result",
                    Map.of(
                        "experiments",
                        List.of(Map.of("id", "geo-1", "incrementality", "MEASURED"))),
                    "assumptionChecks",
                    List.of(
                        Map.of("assumption", "series vary", "verdict", "DOUBTFUL"),
                        Map.of("assumption", "clicks are clicks", "verdict", "HOLDS")))));
    TableTop table = table();

    table.send(launch(brief("tarnwell"), "kpi_daily"));

    assertThat(table.decisions)
        .filteredOn(decision -> decision.lord().equals(AgentId.SEER))
        .extracting(CouncilDecision::why)
        .anySatisfy(
            why ->
                assertThat(why)
                    .contains("MTX-001 in doubt: series vary")
                    .doesNotContain("clicks are clicks")
                    .contains("experiment geo-1 measured what media add and goes before"));
  }

  private static String body(List<CouncilDecision> decisions, String document) {
    return decisions.stream()
        .flatMap(decision -> decision.outputs().stream())
        .filter(output -> output.name().equals(document))
        .findFirst()
        .orElseThrow()
        .body()
        .text();
  }

  private static void approve(TableTop table, String gate) {
    table.send(word(gate, seen(table), 0));
  }
}
