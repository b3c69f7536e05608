package io.raptorflow.lords;

import static io.raptorflow.lords.RunScript.block;
import static io.raptorflow.lords.RunScript.brief;
import static io.raptorflow.lords.RunScript.command;
import static io.raptorflow.lords.RunScript.launch;
import static io.raptorflow.lords.RunScript.seen;
import static io.raptorflow.lords.RunScript.text;
import static io.raptorflow.lords.RunScript.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CampaignCommand.Approve;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.lords.ScriptedAgents.Said;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a person may lift at gate G4, and how.
class WaiverTest {
  private static final String HELD = "MUSE-002/google_rsa";

  private final ScriptedAgents agents = new ScriptedAgents();

  private TableTop heldAtTheGate() {
    agents.on("GRD-002", _ -> Said.output("Review", Map.of("findings", List.of(block()))));
    TableTop table =
        new TableTop(RunScript.RUN, RunScript.WORKSPACE, agents, UnaryOperator.identity());
    table.send(launch(brief("tarnwell")));
    table.send(word("G1", seen(table), 0));
    return table;
  }

  private static void approve(TableTop table, String by, String note) {
    table.send(command("approve" + note, new Approve("G4", by, note, seen(table))));
  }

  @Test
  void letsOutWhatAPersonLiftsInWriting() {
    TableTop table = heldAtTheGate();

    approve(table, "Ida Test", "waive G2-01 " + HELD + ": the test sheet came today");

    CouncilDecision approved = table.last(Kind.GATE_APPROVED).orElseThrow();
    assertThat(text(approved, "waivers"))
        .contains("Ida Test")
        .contains("G2-01")
        .contains("the test sheet came today");
    assertThat(text(approved, "release_list")).contains(HELD);
    CouncilDecision published = table.last(Kind.PUBLISHED).orElseThrow();
    assertThat(text(published, "publish_receipts")).contains(HELD).contains("released");
  }

  @Test
  void keepsBackWhatNobodyLifts() {
    TableTop table = heldAtTheGate();

    approve(table, "Ida Test", "fine");

    CouncilDecision published = table.last(Kind.PUBLISHED).orElseThrow();
    assertThat(text(published, "publish_receipts")).doesNotContain(HELD);
  }

  @Test
  void takesNoWaiverThatLiftsNothingOrGivesNoReason() {
    TableTop table = heldAtTheGate();

    approve(table, "Ida Test", "waive G1-01 " + HELD + ": looks fine");
    approve(table, "Ida Test", "waive G2-01 " + HELD + ":");
    approve(table, "Ida Test", "waive everything");

    assertThat(table.last(Kind.GATE_APPROVED).map(CouncilDecision::what))
        .hasValueSatisfying(what -> assertThat(what).doesNotContain("G4"));
    assertThat(table.decisions.stream().filter(d -> d.kind() == Kind.NOTED).map(d -> d.why()))
        .hasSize(3)
        .anyMatch(why -> why.contains("rule G1-01 does not hold back asset " + HELD))
        .anyMatch(why -> why.contains("gives no reason"))
        .anyMatch(why -> why.contains("waive <rule> <asset>: <reason>"));
  }
}
