package io.raptorflow.lords.workflow;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The 87 agents by id with their names, and those that are on duty in this version.
public record Roster(Map<AgentId, String> names, Set<AgentId> onDuty) {
  public Roster {
    names = Collections.unmodifiableMap(new TreeMap<>(names));
    onDuty = Collections.unmodifiableSet(new TreeSet<>(onDuty));
    if (!names.keySet().containsAll(onDuty)) {
      throw new IllegalArgumentException("on duty are agents that the roster does not name");
    }
  }

  /// The roster as shipped: `roster.json` for the names, `on-duty.json` for who works today.
  public static Roster shipped() {
    Map<AgentId, String> names = new TreeMap<>();
    resource("/roster.json")
        .forEach(
            agent ->
                names.put(new AgentId(agent.get("id").asString()), agent.get("name").asString()));
    Set<AgentId> onDuty = new TreeSet<>();
    resource("/on-duty.json").forEach(id -> onDuty.add(new AgentId(id.asString())));
    return new Roster(names, onDuty);
  }

  public String name(AgentId agent) {
    return names.getOrDefault(agent, agent.value());
  }

  private static JsonNode resource(String path) {
    try (InputStream in = Roster.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the class path");
      }
      return CanonicalJson.MAPPER.readTree(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path + " cannot be read", unreadable);
    }
  }
}
