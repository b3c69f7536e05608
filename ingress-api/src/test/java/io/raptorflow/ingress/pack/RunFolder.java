package io.raptorflow.ingress.pack;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.LedgerEntry.CallSource;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.campaign.Asset;
import io.raptorflow.ingress.pack.RunDossier.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The documents of one finished run, put back into a dossier with the decisions that a council
/// would have made.
final class RunFolder {
  static final Instant START = Instant.parse("2026-11-20T06:35:10Z");
  static final RunId RUN = RunId.of("975f6eb9-0b1c-4d62-8a53-3f1c2d9e7a10");
  private static final WorkspaceId WORKSPACE = new WorkspaceId("demo");

  private final Map<String, String> texts = new TreeMap<>();

  private RunFolder() {}

  static RunFolder of(String name) {
    RunFolder folder = new RunFolder();
    Path root;
    try {
      root =
          Path.of(
              Objects.requireNonNull(RunFolder.class.getResource("/runs/" + name), name).toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> folder.read(root.relativize(file).toString(), file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    folder.sign();
    return folder;
  }

  /// Gives every asset its hash wherever the run names it, so that the folders outlive a change of
  /// how hashes are taken.
  private void sign() {
    Map<String, String> versions = new TreeMap<>();
    for (JsonNode entry : CanonicalJson.read(text("release_list"))) {
      versions.put(entry.path("asset").asString(), entry.path("hash").asString());
    }
    for (JsonNode node : CanonicalJson.read(text("assets"))) {
      Asset asset = CanonicalJson.MAPPER.treeToValue(node, Asset.class);
      String old = Objects.requireNonNull(versions.get(asset.id()), asset.id());
      texts.replaceAll((_, text) -> text.replace(old, asset.hash()));
    }
    String old = CanonicalJson.read(text("approval_g4")).path("releaseList").asString();
    with("approval_g4", text -> text.replace(old, Sha256.hex(text("release_list"))));
  }

  private void read(String path, Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    boolean json = path.endsWith(".json");
    String name = json && !path.startsWith("publish/") ? path.replace(".json", "") : path;
    texts.put(name, json ? CanonicalJson.write(CanonicalJson.read(text)) : text);
  }

  String text(String name) {
    return Objects.requireNonNull(texts.get(name), name);
  }

  /// Changes a document as if its decision had released it so.
  RunFolder with(String name, UnaryOperator<String> change) {
    texts.put(name, change.apply(text(name)));
    return this;
  }

  RunFolder without(String name) {
    texts.remove(name);
    return this;
  }

  RunDossier dossier() {
    List<CouncilDecision> decisions = decisions();
    Map<String, Document> documents = new TreeMap<>();
    texts.forEach(
        (name, text) ->
            documents.put(
                name,
                new Document(
                    name,
                    name.endsWith(".csv") ? "text/csv" : "application/json",
                    text,
                    Sha256.hex(text),
                    name.equals("brief") ? "" : releasedBy(decisions, name))));
    documents.put(
        "orders",
        new Document("orders", "text/csv", "order_id\n1\n", Sha256.hex("order_id\n1\n"), ""));
    return new RunDossier(
        RUN,
        WORKSPACE.value(),
        "complete",
        START,
        START.plusSeconds(41),
        documents,
        decisions,
        List.of(answer("MUSE-002"), answer("MUSE-007")),
        List.of(call("MUSE-002", "0.000001"), call("MUSE-002", "0.1"), call("MUSE-007", "0.2")));
  }

  private static String releasedBy(List<CouncilDecision> decisions, String document) {
    return decisions.stream()
        .filter(d -> d.outputs().stream().anyMatch(o -> o.name().equals(document)))
        .map(CouncilDecision::hash)
        .findFirst()
        .orElseThrow();
  }

  private List<CouncilDecision> decisions() {
    List<String> approvals = List.of("approval_g1", "approval_g4");
    List<CouncilDecision> made = new ArrayList<>();
    made.add(
        decision(
            made,
            Kind.PLANNED,
            "Twenty-two agents take part",
            texts.keySet().stream()
                .filter(name -> !name.startsWith("publish/") && !approvals.contains(name))
                .toList()));
    for (String approval : approvals) {
      if (texts.containsKey(approval)) {
        made.add(decision(made, Kind.GATE_APPROVED, "A gate is approved", List.of(approval)));
      }
    }
    made.add(
        decision(
            made,
            Kind.PUBLISHED,
            "Files for platforms are written",
            texts.keySet().stream().filter(name -> name.startsWith("publish/")).toList()));
    return made;
  }

  private CouncilDecision decision(
      List<CouncilDecision> before, Kind kind, String what, List<String> documents) {
    List<Attachment> outputs =
        documents.stream()
            .map(n -> new Attachment(n, "application/json", Payload.inline(text(n))))
            .toList();
    CouncilDecision open = decision(before, kind, what, outputs, "");
    return decision(before, kind, what, outputs, open.computeHash());
  }

  private static CouncilDecision decision(
      List<CouncilDecision> before, Kind kind, String what, List<Attachment> outputs, String hash) {
    int sequence = before.size() + 1;
    return new CouncilDecision(
        new UUID(7, sequence),
        RUN,
        WORKSPACE,
        AgentId.ARCHITECT,
        sequence,
        "L0" + sequence,
        kind,
        what,
        "the brief asks for it",
        outputs,
        List.of("sys.campaign.commands:0:" + sequence),
        before.isEmpty() ? List.of() : List.of(before.getLast().hash()),
        Spend.NOTHING,
        hash,
        START.plusSeconds(sequence));
  }

  private static AgentAnswer answer(String agent) {
    return new AgentAnswer(
        UUID.nameUUIDFromBytes(agent.getBytes(StandardCharsets.UTF_8)),
        new WorkId(new UUID(9, agent.hashCode())),
        RUN,
        WORKSPACE,
        "L11",
        new AgentId(agent),
        0,
        Outcome.ANSWERED,
        "SearchAd",
        Payload.inline("{}"),
        List.of("a caveat of " + agent),
        Sha256.hex("prompt"),
        "offline-composer",
        Authorship.OFFLINE,
        Spend.NOTHING,
        START,
        START.plusSeconds(1));
  }

  private static LedgerEntry call(String agent, String usd) {
    return new LedgerEntry(
        Sha256.hex(agent + usd),
        RUN,
        WORKSPACE,
        new AgentId(agent),
        "offline-composer",
        "small",
        "no key",
        1000,
        100,
        new BigDecimal(usd),
        CallSource.PAID,
        5,
        START);
  }
}
