package io.raptorflow.bus;

import java.util.Locale;
import java.util.regex.Pattern;

/// Identity of an agent: the prefix of its guild, a dash and three digits, for example `MUSE-001`.
public record AgentId(String value) implements Comparable<AgentId> {
  private static final Pattern SHAPE = Pattern.compile("(LORD|RES|MUSE|MTX|GRD)-\\d{3}");

  public static final AgentId ARCHITECT = new AgentId("LORD-001");
  public static final AgentId COGNITION = new AgentId("LORD-002");
  public static final AgentId STRATEGOS = new AgentId("LORD-003");
  public static final AgentId AESTHETE = new AgentId("LORD-004");
  public static final AgentId SEER = new AgentId("LORD-005");
  public static final AgentId ARBITER = new AgentId("LORD-006");
  public static final AgentId HERALD = new AgentId("LORD-007");

  public AgentId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "agent id must look like LORD-001, RES-001, MUSE-001, MTX-001 or GRD-001, was '"
              + value
              + "'");
    }
  }

  /// The guild that the prefix names.
  public Guild guild() {
    String prefix = value.substring(0, value.indexOf('-'));
    for (Guild guild : Guild.values()) {
      if (guild.prefix().equals(prefix)) {
        return guild;
      }
    }
    throw new AssertionError("the shape admits only known prefixes: " + value);
  }

  public boolean isLord() {
    return guild() == Guild.COUNCIL;
  }

  /// Consumer group of the agent: `<guild>.<id in lower case>`.
  public String group() {
    return guild().label() + "." + value.toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
