package io.raptorflow.guild.guardian.rules;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A versioned file of rules.
///
/// @param agent guardian that applies it
/// @param checked day on which the sources were last read
/// @param applies whether it holds for every brief, or only where its choice fits
/// @param source whether an unconfirmed rule may block all the same, because failing safe is
///   cheaper
/// @param fixtures examples that the pack itself is tested with
public record RulePack(
    String id,
    AgentId agent,
    String version,
    LocalDate checked,
    String title,
    Applies applies,
    Unconfirmed source,
    Choice choice,
    List<Rule> rules,
    List<Fixture> fixtures) {
  /// Days after which a pack is stale.
  public static final int DAYS_MAX = 180;

  /// Where a pack holds.
  public enum Applies {
    ALWAYS,
    BY_BRIEF
  }

  /// What becomes of a block whose source is not confirmed.
  public enum Unconfirmed {
    WARNS,
    BLOCKS
  }

  /// Which briefs a pack is for: one that names it, or one that fits all lists that are not empty.
  ///
  /// @param names names of the pack in `compliance.packs`
  /// @param regions laws, `EU`, `GB`, `US` ...
  /// @param channels channels of the brief
  /// @param sectors words of category or product
  /// @param audiences words of the audience's segments, for example `parents`
  /// @param ageBelow it is for segments that begin below this age; 0 when age does not matter
  public record Choice(
      Set<String> names,
      Set<String> regions,
      Set<String> channels,
      Set<String> sectors,
      Set<String> audiences,
      int ageBelow) {
    public Choice {
      names = Set.copyOf(names);
      regions = Set.copyOf(regions);
      channels = Set.copyOf(channels);
      sectors = Set.copyOf(sectors);
      audiences = Set.copyOf(audiences);
    }
  }

  /// An example: an asset, the brief beside it, and the rules of this pack that must fire.
  ///
  /// @param brief members that replace those of the neutral brief; null for no brief
  public record Fixture(String name, JsonNode asset, @Nullable JsonNode brief, Set<String> expect) {
    public Fixture {
      expect = Set.copyOf(expect);
    }
  }

  public RulePack {
    rules = List.copyOf(rules);
    fixtures = List.copyOf(fixtures);
  }

  /// Reads `packs/<id>.json` of this module; expressions are compiled here, once.
  ///
  /// @throws IllegalStateException when the file is missing or broken
  public static RulePack load(String id) {
    PackReader.Reading reading = PackReader.read(id + ".json", resource(id));
    RulePack pack = reading.pack();
    if (pack == null) {
      throw new IllegalStateException("rule pack " + id + ": " + reading.problems());
    }
    return pack;
  }

  static JsonNode resource(String id) {
    String path = "/packs/" + id + ".json";
    try (InputStream in = RulePack.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("rule pack " + path + " is not in the module");
      }
      return CanonicalJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException("rule pack " + path + " cannot be read", broken);
    }
  }

  /// The rule of an id and variant for a platform, if there is one.
  public Optional<Rule> rule(String id, String variant, @Nullable String platform) {
    return rules.stream()
        .filter(
            rule ->
                rule.id().equals(id) && rule.variant().equals(variant) && rule.concerns(platform))
        .findFirst();
  }

  /// A rule that is the same everywhere.
  ///
  /// @throws IllegalStateException when the pack lacks it
  public Rule rule(String id) {
    return rules.stream()
        .filter(rule -> Objects.equals(rule.id(), id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("pack " + name() + " has no rule " + id));
  }

  /// `id/version`, as findings quote it.
  public String name() {
    return id + "/" + version;
  }

  public boolean isStale(Instant asOf) {
    return checked.plusDays(DAYS_MAX).isBefore(LocalDate.ofInstant(asOf, ZoneOffset.UTC));
  }
}
