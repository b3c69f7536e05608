package io.raptorflow.standalone;

import io.raptorflow.agent.Agent;
import io.raptorflow.agent.AgentOutcome;
import io.raptorflow.agent.AgentRun;
import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.computed.AssetReader;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.check.CheckReport;
import io.raptorflow.ingress.check.CheckRequest;
import io.raptorflow.ingress.command.Issue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Holds assets against the rule packs of all Guardians in this process, without the bus: by way of
/// the same runner, so that judged rules are asked where a model is configured. Thread-safe.
///
/// The assets of one brand are checked with its brief. A brand of a shipped sample has the brief of
/// that sample unless another is given; any other is checked without one, and the report says so.
public final class AssetDesk implements AssetCheck {
  private final Agents agents;
  private final InstantSource time;

  public AssetDesk(Agents agents, InstantSource time) {
    this.agents = agents;
    this.time = time;
  }

  /// What is gathered while the groups are checked.
  private static final class Gathered {
    private final List<Finding> findings = new ArrayList<>();
    private final TreeSet<String> packs = new TreeSet<>();
    private final TreeSet<String> notChecked = new TreeSet<>();
    private final List<Issue> issues = new ArrayList<>();
  }

  @Override
  public Outcome check(CheckRequest request) throws InterruptedException {
    JsonNode assets = request.assets() == null ? request.items() : request.assets();
    if (assets == null) {
      return new Unfit(
          List.of(new Issue("/assets", "", "is needed: an array of assets with id, type, fields")));
    }
    List<JsonNode> briefs = request.brief() == null ? List.of() : List.of(request.brief());
    return check(assets, briefs);
  }

  /// The same with the briefs of several brands.
  public Outcome check(JsonNode assets, List<JsonNode> given) throws InterruptedException {
    AssetReader.Reading reading = AssetReader.read(assets);
    if (!reading.problems().isEmpty()) {
      return new Unfit(
          reading.problems().stream().map(rule -> new Issue("/assets", "", rule)).toList());
    }
    Gathered gathered = new Gathered();
    Map<String, String> briefs = briefs(given, gathered);
    for (Map.Entry<String, ArrayNode> group : byBrand(assets, briefs).entrySet()) {
      String brief = briefs.get(group.getKey());
      if (brief == null) {
        brief = sample(group.getKey());
        gathered.notChecked.add(
            brief == null
                ? "brand '%s': no brief of it was given".formatted(group.getKey())
                : "brand '%s': checked with the brief of the shipped sample"
                    .formatted(group.getKey()));
      }
      if (gathered.issues.isEmpty()) {
        group(group.getValue(), brief, gathered);
      }
    }
    if (!gathered.issues.isEmpty()) {
      return new Unfit(gathered.issues);
    }
    gathered.findings.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(Finding::asset)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::field)
            .thenComparing(Finding::start));
    return new Checked(
        CheckReport.of(
            reading.assets().size(),
            gathered.findings,
            List.copyOf(gathered.packs),
            List.copyOf(gathered.notChecked)));
  }

  private static Map<String, String> briefs(List<JsonNode> given, Gathered gathered) {
    Map<String, String> briefs = new LinkedHashMap<>();
    for (JsonNode node : given) {
      String text = CanonicalJson.write(node);
      BriefReader.Reading reading = BriefReader.read(text);
      if (reading.brief() == null) {
        reading
            .problems()
            .forEach(
                issue ->
                    gathered.issues.add(
                        new Issue("/brief" + issue.path(), issue.value(), issue.rule())));
      } else {
        briefs.put(reading.brief().brand().id(), text);
      }
    }
    return briefs;
  }

  /// Assets by brand, in their order; one that names no brand belongs to the only brief given.
  private static Map<String, ArrayNode> byBrand(JsonNode root, Map<String, String> briefs) {
    JsonNode list = root;
    if (root.isObject()) {
      list = root.path("assets").isArray() ? root.path("assets") : root.path("items");
      if (!list.isArray()) {
        list = CanonicalJson.MAPPER.createArrayNode().add(root);
      }
    }
    String only = briefs.size() == 1 ? briefs.keySet().iterator().next() : "";
    Map<String, ArrayNode> groups = new LinkedHashMap<>();
    for (JsonNode asset : list) {
      String brand = asset.path("brand").asString("");
      groups
          .computeIfAbsent(
              brand.isEmpty() ? only : brand, key -> CanonicalJson.MAPPER.createArrayNode())
          .add(asset);
    }
    return groups;
  }

  private static @Nullable String sample(String brand) {
    if (!brand.matches("[a-z0-9_-]{1,64}")) {
      return null;
    }
    try (InputStream in = AssetDesk.class.getResourceAsStream("/samples/" + brand + ".json")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("the sample brief " + brand + " cannot be read", broken);
    }
  }

  private void group(ArrayNode assets, @Nullable String brief, Gathered gathered)
      throws InterruptedException {
    List<Attachment> attachments = new ArrayList<>();
    attachments.add(Attachment.json("assets", CanonicalJson.write(assets)));
    if (brief != null) {
      attachments.add(Attachment.json(AttachmentReader.BRIEF, brief));
    }
    TaskInputs inputs = AttachmentReader.read(attachments, List.of(), time.instant(), 1);
    for (Agent agent : agents.catalog().agents()) {
      String id = agent.file().facts().id().value();
      if (agent.file().facts().id().guild() != Guild.GUARDIAN) {
        continue;
      }
      AgentRun run =
          new AgentRun(
              new WorkId(NameUuid.of("check", id)),
              new RunId(new UUID(0, 0)),
              new WorkspaceId("local"),
              attachments,
              "",
              BigDecimal.ONE);
      switch (agents.runner().run(agent, run, inputs)) {
        case AgentOutcome.Answered answered -> {
          Review review = CanonicalJson.read(answered.json(), Review.class);
          gathered.findings.addAll(review.findings());
          gathered.packs.addAll(review.packs());
          gathered.notChecked.addAll(review.notChecked());
        }
        case AgentOutcome.Refused refused ->
            refused.reasons().forEach(r -> gathered.issues.add(new Issue("/assets", "", r)));
        case AgentOutcome.Failed failed ->
            gathered.notChecked.add("%s did not answer: %s".formatted(id, failed.message()));
      }
    }
  }
}
