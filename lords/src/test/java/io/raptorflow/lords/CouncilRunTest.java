package io.raptorflow.lords;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.lords.ScriptedAgents.Said;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CouncilRunTest {
  private static final RunId RUN = RunId.of("0b54dd25-6a52-4a58-8a4c-3f6c94bd1f6f");
  private static final WorkspaceId WORKSPACE = new WorkspaceId("demo");
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

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
                ? withInputs(d, d.inputs().stream().map(CouncilRunTest::changed).toList())
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

  private static CampaignCommand word(String gate, String seen, int number) {
    return command(
        "approve" + gate + number, new CampaignCommand.Approve(gate, "Ida Test", "fine", seen));
  }

  private static String seen(TableTop table) {
    CouncilDecision opened = table.last(Kind.GATE_OPENED).orElseThrow();
    return opened.outputs().getFirst().body().sha256();
  }

  private static CampaignCommand launch(String brief, String... tables) {
    List<Attachment> sources = new ArrayList<>();
    for (String table : tables) {
      sources.add(new Attachment(table, Attachment.CSV, Payload.inline("date\n2026-01-01\n")));
    }
    return command(
        "launch",
        new CampaignCommand.LaunchCampaign(
            Payload.inline(brief), sources, Lane.NORMAL, BigDecimal.TEN));
  }

  private static CampaignCommand command(String name, CampaignCommand.Body body) {
    UUID id = NameUuid.of("test", name);
    return new CampaignCommand(id, RUN, WORKSPACE, "test", START, body);
  }

  private static List<String> names(CouncilDecision decision) {
    return decision.outputs().stream().map(Attachment::name).toList();
  }

  private static String text(CouncilDecision decision, String name) {
    return decision.outputs().stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseThrow()
        .body()
        .text();
  }

  private static Map<String, Object> block() {
    return Map.ofEntries(
        Map.entry("rule", "G2-01"),
        Map.entry("pack", "claims/1"),
        Map.entry("severity", "BLOCK"),
        Map.entry("asset", "MUSE-002/google_rsa"),
        Map.entry("field", "text"),
        Map.entry("start", 0),
        Map.entry("end", 5),
        Map.entry("actual", "x"),
        Map.entry("limit", "y"),
        Map.entry("message", "no evidence"),
        Map.entry("fix", "drop it"),
        Map.entry("source", "s"),
        Map.entry("confidence", "A"));
  }

  private static Attachment changed(Attachment input) {
    if (!input.name().equals("assets")) {
      return input;
    }
    return Attachment.json(
        "assets",
        input
            .body()
            .text()
            .replaceFirst("(MUSE-002/google_rsa.*?)\"version\":1", "$1\"version\":7")
            .replaceFirst(
                "Tarnwell 300 pump from spring planting on\\.",
                "Tarnwell 300 pump from spring planting on, planted."));
  }

  private static CouncilDirective withInputs(CouncilDirective d, List<Attachment> inputs) {
    return new CouncilDirective(
        d.id(),
        d.run(),
        d.workspace(),
        d.from(),
        d.to(),
        d.node(),
        d.title(),
        d.wave(),
        d.round(),
        d.duty(),
        d.gate(),
        d.agents(),
        inputs,
        d.quorumPercent(),
        d.lane(),
        d.budgetUsd(),
        d.seed(),
        d.deadline(),
        d.restsOn(),
        d.at());
  }

  private static String brief(String name) {
    try (var in = CouncilRunTest.class.getResourceAsStream("/briefs/" + name + ".json")) {
      return CanonicalJson.read(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
          .toPrettyString();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
