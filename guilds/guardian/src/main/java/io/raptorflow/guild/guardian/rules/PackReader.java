package io.raptorflow.guild.guardian.rules;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Guild;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.rules.RulePack.Applies;
import io.raptorflow.guild.guardian.rules.RulePack.Choice;
import io.raptorflow.guild.guardian.rules.RulePack.Fixture;
import io.raptorflow.guild.guardian.rules.RulePack.Unconfirmed;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads rule packs from JSON and names everything that is wrong with them, each with its place.
public final class PackReader {
  private static final Set<String> PACK_KEYS =
      Set.of(
          "id",
          "agent",
          "version",
          "checked",
          "title",
          "always",
          "regions",
          "names",
          "channels",
          "sectors",
          "audiences",
          "ageBelow",
          "failSafe",
          "note",
          "rules",
          "fixtures");
  private static final Set<String> RULE_KEYS =
      Set.of(
          "id",
          "variant",
          "kind",
          "severity",
          "severityIn",
          "platforms",
          "types",
          "notTypes",
          "regions",
          "languages",
          "when",
          "from",
          "limit",
          "message",
          "fix",
          "source",
          "confidence",
          "checked");

  private final List<String> problems = new ArrayList<>();
  private final CheckReader checks = new CheckReader(problems);

  private PackReader() {}

  /// A pack exactly when there are no problems.
  public record Reading(@Nullable RulePack pack, List<String> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /// Reads a pack; never throws for bad content.
  ///
  /// @param name how problems call the file
  public static Reading read(String name, JsonNode file) {
    PackReader reader = new PackReader();
    RulePack pack = null;
    if (file.isObject()) {
      pack = reader.pack(name, file);
    } else {
      reader.problems.add(name + ": a rule pack is a JSON object");
    }
    return new Reading(reader.problems.isEmpty() ? pack : null, reader.problems);
  }

  private @Nullable RulePack pack(String name, JsonNode file) {
    keys(name, file, PACK_KEYS);
    String id = needed(name, file, "id");
    AgentId agent = agent(name, needed(name, file, "agent"));
    LocalDate checked = date(name + " checked", needed(name, file, "checked"));
    List<Rule> rules = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < file.path("rules").size(); i++) {
      Rule rule = rule(name + " rules[" + i + "]", file.path("rules").path(i), checked);
      if (rule != null) {
        rules.add(rule);
        if (!seen.add(rule.id() + " " + rule.variant() + " " + rule.scope().platforms())) {
          problems.add(
              "%s: rule %s is there twice with variant '%s' and the same platforms"
                  .formatted(name, rule.id(), rule.variant()));
        }
      }
    }
    if (rules.isEmpty()) {
      problems.add(name + ": rules must be an array with at least one rule");
    }
    List<Fixture> fixtures = new ArrayList<>();
    for (int i = 0; i < file.path("fixtures").size(); i++) {
      fixture(name + " fixtures[" + i + "]", file.path("fixtures").path(i), fixtures);
    }
    if (agent == null || checked == null) {
      return null;
    }
    return new RulePack(
        id,
        agent,
        needed(name, file, "version"),
        checked,
        needed(name, file, "title"),
        file.path("always").asBoolean(false) ? Applies.ALWAYS : Applies.BY_BRIEF,
        file.path("failSafe").asBoolean(false) ? Unconfirmed.BLOCKS : Unconfirmed.WARNS,
        new Choice(
            set(file, "names"),
            set(file, "regions"),
            set(file, "channels"),
            set(file, "sectors"),
            set(file, "audiences"),
            file.path("ageBelow").asInt(0)),
        rules,
        fixtures);
  }

  private @Nullable AgentId agent(String name, String id) {
    try {
      AgentId agent = new AgentId(id);
      if (agent.guild() == Guild.GUARDIAN) {
        return agent;
      }
    } catch (IllegalArgumentException malformed) {
      // Told below.
    }
    problems.add(name + ": agent must be a Guardian, GRD-001 to GRD-010, was '" + id + "'");
    return null;
  }

  private @Nullable Rule rule(String at, JsonNode node, @Nullable LocalDate packChecked) {
    int before = problems.size();
    String id = needed(at, node, "id");
    String place = at + " (" + id + ")";
    Set<String> known = new HashSet<>(RULE_KEYS);
    known.addAll(CheckReader.KEYS);
    keys(place, node, known);
    Check check = checks.check(place, needed(place, node, "kind"), node);
    Map<String, Severity> byRegion = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("severityIn").properties()) {
      Severity severity = severity(place + " severityIn", entry.getValue().asString(""));
      if (severity != null) {
        byRegion.put(entry.getKey(), severity);
      }
    }
    Severity severity = severity(place + " severity", needed(place, node, "severity"));
    String confidence = needed(place, node, "confidence");
    if (!Set.of("A", "A*", "T", "M", "").contains(confidence)) {
      problems.add(place + ": confidence must be A, A*, T or M, was '" + confidence + "'");
    }
    LocalDate checked =
        node.has("checked")
            ? date(place + " checked", node.path("checked").asString(""))
            : packChecked;
    LocalDate from =
        node.has("from") ? date(place + " from", node.path("from").asString("")) : null;
    Rule.Scope scope =
        new Rule.Scope(
            CheckReader.texts(node.path("platforms")),
            set(node, "types"),
            set(node, "notTypes"),
            set(node, "regions"),
            set(node, "languages"),
            checks.conditions(place + " when", node.path("when")),
            from);
    String limit = needed(place, node, "limit");
    String message = needed(place, node, "message");
    String fix = needed(place, node, "fix");
    String source = needed(place, node, "source");
    if (problems.size() > before || check == null || severity == null || checked == null) {
      return null;
    }
    return new Rule(
        id,
        node.path("variant").asString(""),
        severity,
        byRegion,
        scope,
        check,
        limit,
        message,
        fix,
        source,
        confidence,
        checked);
  }

  private void fixture(String at, JsonNode node, List<Fixture> into) {
    keys(at, node, Set.of("name", "asset", "brief", "expect"));
    JsonNode asset = node.path("asset");
    if (!asset.path("type").isString() || !asset.path("fields").isObject()) {
      problems.add(at + ": asset needs type and fields");
    } else if (!node.path("expect").isArray()) {
      problems.add(at + ": expect must be an array of rule ids; [] when none may fire");
    } else {
      into.add(
          new Fixture(
              needed(at, node, "name"),
              asset,
              node.has("brief") && node.path("brief").isNull()
                  ? null
                  : node.path("brief").isObject()
                      ? node.path("brief")
                      : CanonicalJson.MAPPER.createObjectNode(),
              set(node, "expect")));
    }
  }

  private @Nullable Severity severity(String at, String name) {
    for (Severity severity : Severity.values()) {
      if (severity.name().equals(name)) {
        return severity;
      }
    }
    if (!name.isEmpty()) {
      problems.add(at + ": must be BLOCK, NEEDS_EVIDENCE, WARN or INFO, was '" + name + "'");
    }
    return null;
  }

  private @Nullable LocalDate date(String at, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException noDate) {
      if (!text.isEmpty()) {
        problems.add(at + ": must be an ISO date, for example 2026-11-19, was '" + text + "'");
      }
      return null;
    }
  }

  private String needed(String at, JsonNode node, String key) {
    String text = node.path(key).asString("").strip();
    if (text.isEmpty()) {
      problems.add(at + ": " + key + " is needed, as a text");
    }
    return text;
  }

  private void keys(String at, JsonNode node, Set<String> known) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        problems.add(at + ": '" + entry.getKey() + "' is no key of a rule pack");
      }
    }
  }

  private static Set<String> set(JsonNode node, String key) {
    return Set.copyOf(new HashSet<>(CheckReader.texts(node.path(key))));
  }
}
