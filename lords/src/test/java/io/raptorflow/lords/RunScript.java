package io.raptorflow.lords;

import io.raptorflow.bus.Attachment;
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
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// What people and programs say in tests of the Council, and faults to plant.
final class RunScript {
  static final RunId RUN = RunId.of("0b54dd25-6a52-4a58-8a4c-3f6c94bd1f6f");
  static final WorkspaceId WORKSPACE = new WorkspaceId("demo");
  static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private RunScript() {}

  static CampaignCommand word(String gate, String seen, int number) {
    return command(
        "approve" + gate + number, new CampaignCommand.Approve(gate, "Ida Test", "fine", seen));
  }

  static String seen(TableTop table) {
    CouncilDecision opened = table.last(Kind.GATE_OPENED).orElseThrow();
    return opened.outputs().getFirst().body().sha256();
  }

  static CampaignCommand launch(String brief, String... tables) {
    List<Attachment> sources = new ArrayList<>();
    for (String table : tables) {
      sources.add(new Attachment(table, Attachment.CSV, Payload.inline("date\n2026-01-01\n")));
    }
    return command(
        "launch",
        new CampaignCommand.LaunchCampaign(
            Payload.inline(brief), sources, Lane.NORMAL, BigDecimal.TEN));
  }

  static CampaignCommand command(String name, CampaignCommand.Body body) {
    UUID id = NameUuid.of("test", name);
    return new CampaignCommand(id, RUN, WORKSPACE, "test", START, body);
  }

  static List<String> names(CouncilDecision decision) {
    return decision.outputs().stream().map(Attachment::name).toList();
  }

  static String text(CouncilDecision decision, String name) {
    return decision.outputs().stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseThrow()
        .body()
        .text();
  }

  static Map<String, Object> block() {
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

  static Attachment changed(Attachment input) {
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

  static CouncilDirective withInputs(CouncilDirective d, List<Attachment> inputs) {
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

  static String brief(String name) {
    try (var in = RunScript.class.getResourceAsStream("/briefs/" + name + ".json")) {
      return CanonicalJson.read(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
          .toPrettyString();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
