package io.raptorflow.bus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/// One piece of work for one agent.
///
/// @param work the same work has the same id, however often it is delivered
/// @param round 0 for the first request, 1 and 2 for rewrites
/// @param deadline after this the work is not begun
/// @param notes what must change in a rewrite; empty in round 0
/// @param budgetUsd most that this task may spend on model calls
/// @param at when the Lord asked; what the agent takes for today
public record AgentTask(
    WorkId work,
    RunId run,
    WorkspaceId workspace,
    String node,
    AgentId agent,
    int round,
    Lane lane,
    Instant deadline,
    long seed,
    List<Attachment> inputs,
    List<String> notes,
    BigDecimal budgetUsd,
    Instant at)
    implements BusEvent {

  public AgentTask {
    inputs = List.copyOf(inputs);
    notes = List.copyOf(notes);
    budgetUsd = budgetUsd.setScale(Spend.SCALE, RoundingMode.HALF_EVEN);
  }

  @Override
  public String key() {
    return run + "/" + agent;
  }
}
