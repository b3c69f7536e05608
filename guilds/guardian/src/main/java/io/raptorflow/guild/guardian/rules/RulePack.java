package io.raptorflow.guild.guardian.rules;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A versioned file of rules.
///
/// @param checked day on which the sources were last read
/// @param applies whether it holds for every brief, or only for its regions and names
/// @param source whether an unconfirmed rule may block all the same, because failing safe is
///   cheaper
public record RulePack(
    String id,
    String version,
    LocalDate checked,
    String title,
    Applies applies,
    Unconfirmed source,
    Set<String> regions,
    Set<String> names,
    List<Rule> rules) {
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

  public RulePack {
    regions = Set.copyOf(regions);
    names = Set.copyOf(names);
    rules = List.copyOf(rules);
  }

  /// Reads `packs/<id>.json` of this module; expressions are compiled here, once.
  ///
  /// @throws IllegalStateException when the file is missing or broken
  public static RulePack load(String id) {
    JsonNode file = resource(id);
    return new RulePack(
        text(file, "id"),
        text(file, "version"),
        LocalDate.parse(text(file, "checked")),
        text(file, "title"),
        file.path("always").asBoolean() ? Applies.ALWAYS : Applies.BY_BRIEF,
        file.path("failSafe").asBoolean() ? Unconfirmed.BLOCKS : Unconfirmed.WARNS,
        Set.copyOf(texts(file.path("regions"))),
        Set.copyOf(texts(file.path("names"))),
        file.path("rules").valueStream().map(RulePack::rule).toList());
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

  private static Rule rule(JsonNode node) {
    Map<String, Severity> byRegion = new LinkedHashMap<>();
    node.path("severityIn")
        .properties()
        .forEach(
            entry -> byRegion.put(entry.getKey(), Severity.valueOf(entry.getValue().asString())));
    return new Rule(
        text(node, "id"),
        node.path("variant").asString(""),
        Rule.Kind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT)),
        Severity.valueOf(text(node, "severity")),
        byRegion,
        texts(node.path("platforms")),
        text(node, "limit"),
        text(node, "message"),
        text(node, "fix"),
        text(node, "source"),
        text(node, "confidence"),
        LocalDate.parse(text(node, "checked")),
        compiled(node.path("patterns")),
        compiled(node.path("exceptions")));
  }

  private static List<Pattern> compiled(JsonNode expressions) {
    return texts(expressions).stream()
        .map(
            text ->
                Pattern.compile(
                    text,
                    // Gappy capitals are the one thing where case is the point.
                    text.contains("[A-Z] ")
                        ? Pattern.UNICODE_CHARACTER_CLASS
                        : Pattern.CASE_INSENSITIVE
                            | Pattern.UNICODE_CASE
                            | Pattern.UNICODE_CHARACTER_CLASS))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static String text(JsonNode node, String key) {
    String text = node.path(key).asString("");
    if (text.isEmpty()) {
      throw new IllegalStateException("rule pack entry lacks " + key + ": " + node);
    }
    return text;
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
