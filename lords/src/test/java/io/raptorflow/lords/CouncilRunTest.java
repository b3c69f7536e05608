package io.raptorflow.lords;

import static io.raptorflow.lords.RunScript.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.lords.ScriptedAgents.Said;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CouncilRunTest {

  private final ScriptedAgents agents = new ScriptedAgents();

  @Test
  void bringsABriefThroughBothGatesToAPublishedPack() {
    TableTop table = table(UnaryOperator.identity());

    table.send(launch(brief("tarnwell"), "kpi_daily"));
    approve(table, "G1");
    approve(table, "G4");

    assertThat(table.last(Kind.RUN_CLOSED))
        .get()
        .extracting(CouncilDecision::what)
        .isEqualTo("The run is complete");
    assertThat(table.decisions)
        .extracting(CouncilDecision::kind)
        .contains(Kind.PLANNED, Kind.PUBLISHED);
    assertThat(names(table.last(Kind.PUBLISHED).orElseThrow()))
        .contains(
            "launch_note",
            "publish_receipts",
            "publish/google_ads_editor.csv",
            "publish/email.json");
  }

  @Test
  void waitsAtAGateUntilAPersonSpeaksOfWhatWasShown() {
    TableTop table = table(UnaryOperator.identity());
    table.send(launch(brief("tarnwell")));

    table.send(word("G1", "somebody else's hash", 1));

    assertThat(table.last(Kind.GATE_APPROVED)).isEmpty();
    assertThat(table.last(Kind.NOTED))
        .get()
        .extracting(CouncilDecision::what)
        .asString()
        .contains("does not count");
  }

  @Test
  void refusesAnAssetThatChangedAfterItsApproval() {
    UnaryOperator<BusEvent> swapAsset =
        event ->
            event instanceof CouncilDirective d && d.to().equals(AgentId.HERALD)
                ? withInputs(d, d.inputs().stream().map(RunScript::changed).toList())
                : event;
    TableTop table = table(swapAsset);

    table.send(launch(brief("tarnwell")));
    approve(table, "G1");
    approve(table, "G4");

    assertThat(table.last(Kind.ASSET_REFUSED))
        .get()
        .extracting(CouncilDecision::what)
        .asString()
        .contains("MUSE-002/google_rsa");
    CouncilDecision published = table.last(Kind.PUBLISHED).orElseThrow();
    assertThat(names(published)).doesNotContain("publish/google_ads_editor.csv");
  }

  @Test
  void sendsAnAssetThatAGuardianBlocksBackAndHoldsItWhenItStaysBad() {
    agents.on("GRD-002", _ -> Said.output("Review", Map.of("findings", List.of(block()))));
    TableTop table = table(UnaryOperator.identity());

    table.send(launch(brief("tarnwell")));
    approve(table, "G1");

    assertThat(
            table.decisions.stream()
                .filter(d -> d.kind() == Kind.REWRITE_ASKED && d.lord().equals(AgentId.ARBITER)))
        .hasSize(2);
    assertThat(table.tasks.stream().filter(t -> t.agent().value().equals("MUSE-002"))).hasSize(3);
    assertThat(table.tasks.stream().filter(t -> t.agent().value().equals("MUSE-002")).skip(1))
        .allSatisfy(t -> assertThat(t.notes()).isNotEmpty());
    CouncilDecision gate = table.last(Kind.GATE_OPENED).orElseThrow();
    assertThat(text(gate, "dossier_g4")).contains("held_back").contains("MUSE-002/google_rsa");
  }

  @Test
  void asksForRewritesAtMostTwiceAndThenLetsAPersonDecide() {
    agents.on(
        "MUSE-007",
        task ->
            Said.output(
                "EmailCopy",
                Map.of(
                    "assets",
                    List.of(
                        Map.ofEntries(
                            Map.entry("id", "MUSE-007/email"),
                            Map.entry("brand", "tarnwell"),
                            Map.entry("agent", "MUSE-007"),
                            Map.entry("type", "email"),
                            Map.entry("locale", "en-GB"),
                            Map.entry("channel", "email"),
                            Map.entry("stage", "awareness"),
                            Map.entry("audience", ""),
                            Map.entry("framework", ""),
                            Map.entry("angle", ""),
                            Map.entry(
                                "fields",
                                Map.of(
                                    "text",
                                    "The best thing ever, 999 times better, round "
                                        + task.round())),
                            Map.entry("claims", List.of()),
                            Map.entry("version", 1),
                            Map.entry("label", "scripted"))))));
    TableTop table = table(UnaryOperator.identity());

    table.send(launch(brief("tarnwell")));
    approve(table, "G1");

    assertThat(table.tasks.stream().filter(t -> t.agent().value().equals("MUSE-007"))).hasSize(3);
    assertThat(table.last(Kind.GATE_OPENED))
        .get()
        .extracting(CouncilDecision::node)
        .isEqualTo("L17");
  }

  @Test
  void runsTheStrategyAgainWhenAPersonSendsItBackAndEndsAfterTheThirdTime() {
    TableTop table = table(UnaryOperator.identity());
    table.send(launch(brief("tarnwell")));

    for (int i = 0; i < 3; i++) {
      String seen = seen(table);
      table.send(
          command("back" + i, new CampaignCommand.SendBack("G1", "Ida", "say it plainer", seen)));
    }

    assertThat(table.tasks.stream().filter(t -> t.agent().equals(AgentId.STRATEGOS))).hasSize(3);
    assertThat(table.tasks.stream().filter(t -> t.agent().equals(AgentId.STRATEGOS)).skip(1))
        .allSatisfy(t -> assertThat(t.notes()).containsExactly("Ida asks: say it plainer"));
    assertThat(table.last(Kind.RUN_CLOSED))
        .get()
        .extracting(CouncilDecision::what)
        .asString()
        .contains("sent back");
  }

  @Test
  void refusesABriefWithoutANumberToAimAt() {
    TableTop table = table(UnaryOperator.identity());

    table.send(
        launch(brief("tarnwell").replaceFirst("\"target\"\\s*:\\s*900", "\"target\": null")));

    assertThat(table.last(Kind.REFUSED))
        .get()
        .extracting(CouncilDecision::why)
        .asString()
        .contains("/objective/target");
    assertThat(table.last(Kind.RUN_CLOSED)).isPresent();
    assertThat(table.tasks).isEmpty();
  }

  @Test
  void refusesASourceThatSpeaksInALordsPlace() {
    TableTop table = table(UnaryOperator.identity());

    table.send(launch(brief("tarnwell"), "release_list"));

    assertThat(table.last(Kind.REFUSED))
        .get()
        .extracting(CouncilDecision::why)
        .asString()
        .contains("release_list");
    assertThat(table.tasks).isEmpty();
  }

  @Test
  void goesOnWithoutAnAgentThatStaysSilent() {
    TableTop table =
        new TableTop(
            RUN,
            WORKSPACE,
            task -> task.agent().value().equals("RES-002") ? Optional.empty() : agents.apply(task),
            UnaryOperator.identity());
    table.send(launch(brief("tarnwell")));

    table.passDeadlines();

    CouncilDecision research =
        table.decisions.stream()
            .filter(d -> d.node().equals("L03") && d.kind() == Kind.NODE_CLOSED)
            .findFirst()
            .orElseThrow();
    assertThat(research.why()).contains("RES-002 GAVE_UP");
    assertThat(table.last(Kind.GATE_OPENED)).isPresent();
  }

  @Test
  void endsTheRunWhenNobodyCanCheckTheAssets() {
    agents.on("GRD-008", _ -> new Said(Outcome.GAVE_UP, "", "", List.of("parked")));
    TableTop table = table(UnaryOperator.identity());

    table.send(launch(brief("tarnwell")));
    approve(table, "G1");

    assertThat(table.last(Kind.RUN_CLOSED))
        .get()
        .extracting(CouncilDecision::what)
        .asString()
        .contains("Nothing may leave unchecked");
  }

  @Test
  void hearsARepeatedCommandOnce() {
    TableTop table = table(UnaryOperator.identity());
    CampaignCommand launch = launch(brief("quillstack"));
    table.send(launch);
    int decisions = table.decisions.size();

    table.send(launch);

    assertThat(table.decisions).hasSize(decisions);
  }

  @Test
  void cancelsAtOnce() {
    TableTop table = table(UnaryOperator.identity());
    table.send(launch(brief("tarnwell")));

    table.send(command("cancel", new CampaignCommand.Cancel("Ida", "wrong brief")));
    approve(table, "G1");

    assertThat(table.last(Kind.RUN_CLOSED))
        .get()
        .extracting(CouncilDecision::why)
        .isEqualTo("wrong brief");
    assertThat(table.tasks).noneMatch(t -> t.node().equals("L11"));
  }

  @Test
  void sealsTheRunWithTheHashOfEveryDecisionThatOthersMade() {
    TableTop table = table(UnaryOperator.identity());
    table.send(launch(brief("tarnwell"), "kpi_daily"));
    approve(table, "G1");

    approve(table, "G4");

    CouncilDecision seal = table.last(Kind.RUN_CLOSED).orElseThrow();
    Set<String> others = new HashSet<>();
    table.decisions.stream()
        .filter(d -> !d.lord().equals(AgentId.ARCHITECT))
        .forEach(d -> others.add(d.hash()));
    assertThat(new HashSet<>(seal.restsOn())).isEqualTo(others);
    assertThat(table.decisions).allSatisfy(d -> assertThat(d.hash()).isEqualTo(d.computeHash()));
  }

  @Test
  void makesTheSameDecisionsWhenItsLogIsReadAgain() {
    TableTop table = table(UnaryOperator.identity());
    table.send(launch(brief("tarnwell"), "kpi_daily"));
    approve(table, "G1");
    approve(table, "G4");

    List<CouncilDecision> again = new ArrayList<>();
    for (Lord<?> lord : TableTop.lords()) {
      again.addAll(replay(lord, table));
    }

    assertThat(again)
        .extracting(CouncilDecision::hash)
        .containsExactlyInAnyOrderElementsOf(
            table.decisions.stream().map(CouncilDecision::hash).toList());
  }

  private static <S extends Record> List<CouncilDecision> replay(Lord<S> lord, TableTop table) {
    Desk<S> desk = Desk.blank(RUN, WORKSPACE, lord.blank());
    List<CouncilDecision> made = new ArrayList<>();
    for (CouncilDecision logged :
        table.decisions.stream().filter(d -> d.lord().equals(lord.id())).toList()) {
      for (String position : logged.consumed()) {
        Event event =
            switch (Objects.requireNonNull(table.log.get(position))) {
              case CampaignCommand command -> new Event.Commanded(command);
              case CouncilDirective directive -> new Event.Directed(directive);
              case io.raptorflow.bus.AgentAnswer answer -> new Event.Answered(answer);
              case CouncilDecision decision -> new Event.Decided(decision);
              case BusEvent other -> throw new AssertionError("no Lord reads " + other);
            };
        Chamber.Session<S> session = Chamber.sit(lord, desk, event, position, Library.inlineOnly());
        desk = session.desk();
        made.addAll(session.decisions());
      }
    }
    return made;
  }

  private TableTop table(UnaryOperator<BusEvent> tamper) {
    return new TableTop(RUN, WORKSPACE, agents, tamper);
  }

  private static void approve(TableTop table, String gate) {
    table.send(word(gate, seen(table), 0));
  }
}
