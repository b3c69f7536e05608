package io.raptorflow.lords;

import io.raptorflow.agent.Agent;
import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.AgentOutcome;
import io.raptorflow.agent.AgentRun;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.CallBook;
import io.raptorflow.agent.ModelGateway;
import io.raptorflow.agent.ModelGateway.PricedModel;
import io.raptorflow.agent.offline.OfflineModel;
import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Spend;
import io.raptorflow.campaign.Asset;
import io.raptorflow.lords.council.CouncilKit;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/// Agents for a table top: the Council's own are the real ones, those of the guilds answer from a
/// script.
final class ScriptedAgents implements Function<AgentTask, Optional<AgentAnswer>> {
  private static final List<String> GUARDIANS =
      IntStream.rangeClosed(1, 10).mapToObj("GRD-%03d"::formatted).toList();

  private final Map<AgentId, Function<AgentTask, Said>> script = new HashMap<>();
  private final AgentCatalog council = AgentCatalog.load(List.of(CouncilKit.kit()), List.of());
  private final AgentRunner runner;

  /// What an agent says.
  record Said(Outcome outcome, String type, String json, List<String> reasons) {
    static Said output(String type, Object output) {
      return new Said(Outcome.ANSWERED, type, CanonicalJson.write(output), List.of());
    }

    static Said refused(String why) {
      return new Said(Outcome.REFUSED, "", "", List.of(why));
    }
  }

  ScriptedAgents() {
    OfflineModel offline = new OfflineModel(CouncilKit.kit().composers());
    List<PricedModel> only = List.of(new PricedModel(offline, BigDecimal.ZERO, BigDecimal.ZERO));
    this.runner =
        new AgentRunner(
            new ModelGateway(
                List.of(AgentFile.Tier.VOLUME, AgentFile.Tier.STANDARD, AgentFile.Tier.COUNCIL)
                    .stream()
                    .collect(Collectors.toMap(tier -> tier, _ -> only)),
                new NoBook(),
                InstantSource.system()));
    on("RES-001", _ -> Said.refused("no market figures"));
    on("RES-002", _ -> Said.output("CompetitorReport", Map.of("competitors", List.of())));
    on("RES-003", _ -> Said.output("PersonaSet", Map.of("personas", List.of())));
    on("RES-012", _ -> Said.output("PricingReport", Map.of("ladder", List.of())));
    on(
        "RES-020",
        _ ->
            Said.output(
                "WarBrief",
                Map.of(
                    "facts",
                    List.of(Map.of("id", "F1", "text", "a fact", "citation", "brief:/product")))));
    on("MTX-001", _ -> Said.output("KpiAnomalies", Map.of("result", Map.of())));
    on("MTX-006", _ -> Said.refused("no history"));
    on("MTX-002", _ -> Said.output("Forecasts", Map.of("result", Map.of())));
    on("MTX-003", _ -> Said.output("TestVerdicts", Map.of("result", Map.of())));
    on("MTX-004", _ -> Said.output("BanditSplit", Map.of("result", Map.of())));
    on("MTX-008", _ -> Said.output("PacingReport", Map.of("result", Map.of())));
    on("MTX-013", _ -> Said.output("FunnelReport", Map.of("result", Map.of())));
    on("MTX-020", _ -> Said.output("ExecutiveReport", Map.of("result", Map.of())));
    on("MUSE-001", task -> Said.output("HeadlineBank", Map.of("assets", assets(task, "bank"))));
    on("MUSE-027", _ -> Said.output("BrandVoice", Map.of("rules", List.of())));
    on("MUSE-002", task -> Said.output("SearchAd", Map.of("assets", assets(task, "google_rsa"))));
    on("MUSE-007", task -> Said.output("EmailCopy", Map.of("assets", assets(task, "email"))));
    for (String guardian : GUARDIANS) {
      on(guardian, _ -> Said.output("Review", Map.of("findings", List.of())));
    }
  }

  ScriptedAgents on(String agent, Function<AgentTask, Said> says) {
    script.put(new AgentId(agent), says);
    return this;
  }

  private static List<Asset> assets(AgentTask task, String type) {
    String text =
        "Courtyard gardeners under hosepipe bans keep 300 litres in 42 cm depth, Tarnwell 300 pump"
            + " from spring planting on"
            + (task.notes().isEmpty() ? "." : ", version after notes.");
    return List.of(
        new Asset(
            task.agent() + "/" + type,
            "tarnwell",
            task.agent().value(),
            type,
            "en-GB",
            type.equals("email") ? "email" : "google_search",
            "consideration",
            "",
            "4C",
            "space",
            Map.of(
                "text",
                JsonNodeFactory.instance.stringNode(text),
                "final_url",
                JsonNodeFactory.instance.stringNode("https://tarnwell.example/300")),
            List.of("P1"),
            1,
            "scripted"));
  }

  @Override
  public Optional<AgentAnswer> apply(AgentTask task) {
    if (script.containsKey(task.agent())) {
      Said said = script.get(task.agent()).apply(task);
      return Optional.of(answer(task, said, Authorship.COMPUTATION));
    }
    if (task.agent().guild() == Guild.COUNCIL) {
      return Optional.of(answer(task, real(task), Authorship.OFFLINE));
    }
    throw new AssertionError("no script for " + task.agent());
  }

  private Said real(AgentTask task) {
    Agent agent = council.find(task.agent()).orElseThrow();
    AgentRun run =
        new AgentRun(
            task.work(), task.run(), task.workspace(), task.inputs(), "", task.budgetUsd());
    try {
      AgentOutcome outcome =
          runner.run(
              agent,
              run,
              AttachmentReader.read(task.inputs(), task.notes(), task.at(), task.seed()));
      return switch (outcome) {
        case AgentOutcome.Answered done ->
            new Said(Outcome.ANSWERED, agent.file().facts().output(), done.json(), done.caveats());
        case AgentOutcome.Refused refused -> new Said(Outcome.REFUSED, "", "", refused.reasons());
        case AgentOutcome.Failed failed ->
            throw new AssertionError(task.agent() + " failed: " + failed.message());
      };
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static AgentAnswer answer(AgentTask task, Said said, Authorship authorship) {
    boolean answered = said.outcome() == Outcome.ANSWERED;
    return new AgentAnswer(
        NameUuid.of("answer", task.work().toString()),
        task.work(),
        task.run(),
        task.workspace(),
        task.node(),
        task.agent(),
        task.round(),
        said.outcome(),
        answered ? said.type() : "",
        answered ? Payload.inline(said.json()) : null,
        said.reasons(),
        "hash",
        "scripted",
        authorship,
        Spend.NOTHING,
        task.at(),
        task.at().plusSeconds(1));
  }

  /// Nothing is written down at a table top.
  private static final class NoBook implements CallBook {
    @Override
    public Optional<JournalEntry> find(String call) {
      return Optional.empty();
    }

    @Override
    public void record(JournalEntry answer, LedgerEntry cost) {}

    @Override
    public void replayed(LedgerEntry cost) {}
  }
}
