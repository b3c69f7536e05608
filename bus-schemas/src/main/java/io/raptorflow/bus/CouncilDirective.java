package io.raptorflow.bus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A Lord's assignment to another Lord.
///
/// @param id derived from run, node and round
/// @param round 0 for the first time, raised when the node is done again
/// @param budgetUsd most that the node may spend on model calls
/// @param gate gate that the node ends with, `G0` to `G5`; empty when none
/// @param quorumPercent share of agents that must answer, 1 to 100
/// @param deadline when the Lord decides with what it has
/// @param restsOn hashes of the decisions that this assignment rests on
public record CouncilDirective(
    UUID id,
    RunId run,
    WorkspaceId workspace,
    AgentId from,
    AgentId to,
    String node,
    String title,
    int wave,
    int round,
    Duty duty,
    String gate,
    List<AgentId> agents,
    List<Attachment> inputs,
    int quorumPercent,
    Lane lane,
    BigDecimal budgetUsd,
    long seed,
    Instant deadline,
    List<String> restsOn,
    Instant at)
    implements BusEvent {

  /// What a Lord is asked to do.
  public enum Duty {
    /// Have agents work and decide on what they answer.
    SUPERVISE,
    /// Judge what others made.
    JUDGE,
    /// Call a person to a gate.
    GATE,
    /// Let the result leave.
    PUBLISH
  }

  public CouncilDirective {
    agents = List.copyOf(agents);
    inputs = List.copyOf(inputs);
    restsOn = List.copyOf(restsOn);
    budgetUsd = budgetUsd.setScale(Spend.SCALE, RoundingMode.HALF_EVEN);
    if (quorumPercent < 1 || quorumPercent > 100) {
      throw new IllegalArgumentException("quorumPercent must be 1..100, was " + quorumPercent);
    }
  }

  @Override
  public String key() {
    return run.toString();
  }
}
