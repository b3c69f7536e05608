package io.raptorflow.agent;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import java.math.BigDecimal;
import java.util.List;

/// The circumstances of one run of an agent.
///
/// @param attachments what the agent reads, bodies at hand
/// @param fresh id of the command that asks for new answers of models, or empty when those in the
///   journal count
/// @param budgetUsd most that the run may spend on model calls
public record AgentRun(
    WorkId work,
    RunId run,
    WorkspaceId workspace,
    List<Attachment> attachments,
    String fresh,
    BigDecimal budgetUsd) {
  public AgentRun {
    attachments = List.copyOf(attachments);
  }
}
