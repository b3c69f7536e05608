package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.rules.RulePack.Applies;
import io.raptorflow.guild.guardian.rules.RulePack.Fixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs the fixtures of a pack against its own rules.
public final class PackTrial {
  private PackTrial() {}

  /// What came of one fixture.
  ///
  /// @param fired rules of the pack that fired
  /// @param problem why it could not be run; empty when it could
  public record Outcome(String name, Set<String> expected, Set<String> fired, String problem) {
    public Outcome {
      expected = Set.copyOf(expected);
      fired = Set.copyOf(fired);
    }

    public boolean holds() {
      return problem.isEmpty() && expected.equals(fired);
    }
  }

  /// Runs all fixtures, in the order of the pack. The pack is applied whatever the brief says; its
  /// rules keep their own regions, platforms and conditions.
  public static List<Outcome> run(RulePack pack, Instant asOf) {
    RulePack always =
        new RulePack(
            pack.id(),
            pack.agent(),
            pack.version(),
            pack.checked(),
            pack.title(),
            Applies.ALWAYS,
            pack.source(),
            pack.choice(),
            pack.rules(),
            pack.fixtures());
    Computation guardian =
        Objects.requireNonNull(
            Guardians.of(PackShelf.shipped().with(List.of(always))).get(pack.agent()));
    List<Outcome> outcomes = new ArrayList<>();
    for (Fixture fixture : pack.fixtures()) {
      outcomes.add(run(always, guardian, fixture, asOf));
    }
    return outcomes;
  }

  private static Outcome run(RulePack pack, Computation guardian, Fixture fixture, Instant asOf) {
    BrandBrief brief = null;
    if (fixture.brief() != null) {
      BriefReader.Reading reading = BriefReader.read(CanonicalJson.write(brief(fixture.brief())));
      if (reading.brief() == null) {
        return new Outcome(
            fixture.name(), fixture.expect(), Set.of(), "brief: " + reading.problems());
      }
      brief = reading.brief();
    }
    ObjectNode asset = ((ObjectNode) fixture.asset()).deepCopy();
    asset.put("id", "fixture");
    JsonNode assets = CanonicalJson.MAPPER.createArrayNode().add(asset);
    TaskInputs inputs =
        new TaskInputs(
            brief, Map.of("assets", assets), Map.of(), Map.of(), Map.of(), List.of(), asOf, 1);
    return switch (guardian.compute(inputs)) {
      case Computation.Refused refused ->
          new Outcome(
              fixture.name(), fixture.expect(), Set.of(), String.join("; ", refused.reasons()));
      case Computation.Answered answered ->
          new Outcome(
              fixture.name(),
              fixture.expect(),
              ((Review) answered.output())
                  .findings().stream()
                      .filter(finding -> finding.pack().equals(pack.name()))
                      .map(Finding::rule)
                      .collect(Collectors.toSet()),
              "");
    };
  }

  /// Rules of a pack that no fixture makes fire; judged ones need a model and are left out.
  public static Set<String> untried(RulePack pack) {
    Set<String> untried = new TreeSet<>();
    for (Rule rule : pack.rules()) {
      if (!(rule.check() instanceof Check.Judged)) {
        untried.add(rule.id());
      }
    }
    pack.fixtures().forEach(fixture -> untried.removeAll(fixture.expect()));
    return untried;
  }

  /// The neutral brief with some members replaced: objects are merged, all else is put in place.
  static ObjectNode brief(@Nullable JsonNode changes) {
    try (InputStream in = PackTrial.class.getResourceAsStream("/packs/neutral-brief.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      ObjectNode neutral = (ObjectNode) CanonicalJson.read(text);
      if (changes != null) {
        merge(neutral, changes);
      }
      return neutral;
    } catch (IOException broken) {
      throw new UncheckedIOException("the neutral brief cannot be read", broken);
    }
  }

  private static void merge(ObjectNode into, JsonNode changes) {
    for (Map.Entry<String, JsonNode> change : new LinkedHashSet<>(changes.properties())) {
      if (into.get(change.getKey()) instanceof ObjectNode inner && change.getValue().isObject()) {
        merge(inner, change.getValue());
      } else {
        into.set(change.getKey(), change.getValue());
      }
    }
  }
}
