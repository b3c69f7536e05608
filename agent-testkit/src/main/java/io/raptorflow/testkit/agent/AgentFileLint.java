package io.raptorflow.testkit.agent;

import io.raptorflow.agent.Agent;
import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Composer;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Checks a guild's agent files beyond what the catalogue refuses at start.
public final class AgentFileLint {
  private static final int PROMPT_TOKENS_MAX = 4_000;
  private static final Pattern VENDOR_MODEL =
      Pattern.compile("(?i)\\b(gpt-\\d|claude|gemini|llama|mistral)\\b");

  private AgentFileLint() {}

  /// What is wrong with the files of a guild on the class path, each naming file and rule; empty
  /// when nothing is.
  public static List<String> faults(GuildKit kit) {
    return faults(kit, List.of());
  }

  /// The same with further folders.
  public static List<String> faults(GuildKit kit, List<Path> folders) {
    Map<String, String> roster = roster();
    Set<String> composed =
        kit.composers().stream().map(Composer::output).collect(Collectors.toSet());
    List<String> faults = new ArrayList<>();
    for (Agent agent : AgentCatalog.load(List.of(kit), folders).agents()) {
      AgentFile.Facts facts = agent.file().facts();
      String name = roster.get(facts.id().value());
      if (!facts.name().equals(name)) {
        faults.add(facts.id() + ": name must be '" + name + "' as on the roster");
      }
      if (agent instanceof Agent.ModelAgent && !composed.contains(facts.output())) {
        faults.add(facts.id() + ": nothing composes its output " + facts.output() + " offline");
      }
      if (VENDOR_MODEL.matcher(agent.file().prompt()).find()) {
        faults.add(facts.id() + ": the prompt names a model; a tier stands in the facts");
      }
      if (agent.file().prompt().length() / 4 > PROMPT_TOKENS_MAX) {
        faults.add(facts.id() + ": the prompt has more than " + PROMPT_TOKENS_MAX + " tokens");
      }
      if (agent instanceof Agent.ModelAgent && facts.input().stream().noneMatch("brief"::equals)) {
        faults.add(facts.id() + ": a writer needs the brief among its inputs");
      }
    }
    return faults;
  }

  private static Map<String, String> roster() {
    try (InputStream in = AgentFileLint.class.getResourceAsStream("/roster-of-agents.json")) {
      if (in == null) {
        throw new IllegalStateException("roster-of-agents.json is missing from the class path");
      }
      Map<String, String> roster = new TreeMap<>();
      for (JsonNode agent : CanonicalJson.MAPPER.readTree(in)) {
        roster.put(agent.get("id").asString(), agent.get("name").asString());
      }
      return roster;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the roster cannot be read", unreadable);
    }
  }
}
