package io.raptorflow.bus;

/// The five bodies of the swarm and the prefixes of their agents' ids.
public enum Guild {
  COUNCIL("council", "LORD"),
  RESEARCH("research", "RES"),
  MUSE("muse", "MUSE"),
  MATRIX("matrix", "MTX"),
  GUARDIAN("guardian", "GRD");

  private final String label;
  private final String prefix;

  Guild(String label, String prefix) {
    this.label = label;
    this.prefix = prefix;
  }

  /// Name in topics, groups and file paths.
  public String label() {
    return label;
  }

  /// What the ids of its agents begin with.
  public String prefix() {
    return prefix;
  }

  /// The Lord that supervises this guild's work; the Council answers to the Architect.
  public AgentId lord() {
    return switch (this) {
      case COUNCIL -> AgentId.ARCHITECT;
      case RESEARCH -> AgentId.COGNITION;
      case MUSE -> AgentId.AESTHETE;
      case MATRIX -> AgentId.SEER;
      case GUARDIAN -> AgentId.ARBITER;
    };
  }
}
