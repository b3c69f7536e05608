package io.raptorflow.bus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What a person or program asks of the swarm.
///
/// @param id derived from the idempotency key; a repeated id has no second effect
/// @param issuedBy a person's name or a program's
public record CampaignCommand(
    UUID id, RunId run, WorkspaceId workspace, String issuedBy, Instant at, Body body)
    implements BusEvent {

  @Override
  public String key() {
    return run.toString();
  }

  /// The command itself.
  public sealed interface Body {}

  /// Starts `launch_campaign`.
  ///
  /// @param brief JSON of schema `brand-brief/1`
  /// @param sources files that come with the brief; data, never instruction
  /// @param budgetUsd most that the run may spend on model calls
  public record LaunchCampaign(
      Payload brief, List<Attachment> sources, Lane lane, BigDecimal budgetUsd) implements Body {
    public LaunchCampaign {
      sources = List.copyOf(sources);
      budgetUsd = usd(budgetUsd);
    }
  }

  /// Starts a named workflow.
  public record StartWorkflow(
      String workflow, Payload brief, List<Attachment> sources, Lane lane, BigDecimal budgetUsd)
      implements Body {
    public StartWorkflow {
      sources = List.copyOf(sources);
      budgetUsd = usd(budgetUsd);
    }
  }

  /// Runs one agent outside of a workflow.
  public record InvokeAgent(AgentId agent, List<Attachment> inputs, Lane lane) implements Body {
    public InvokeAgent {
      inputs = List.copyOf(inputs);
    }
  }

  /// A person opens a gate.
  ///
  /// @param gate `G1` or `G4`
  /// @param seen SHA-256 of the dossier that the person saw
  public record Approve(String gate, String by, String note, String seen) implements Body {}

  /// A person refuses at a gate; `note` says what must change.
  public record SendBack(String gate, String by, String note, String seen) implements Body {}

  /// Stops new work until [Resume].
  public record Pause(String by, String why) implements Body {}

  /// Continues a paused run.
  public record Resume(String by) implements Body {}

  /// Ends a run; finished work stays readable.
  public record Cancel(String by, String why) implements Body {}

  /// A person's judgement on a run, kept for learning.
  public record Feedback(String by, String text) implements Body {}

  private static BigDecimal usd(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("budgetUsd must not be negative, was " + amount);
    }
    return amount.setScale(Spend.SCALE, RoundingMode.HALF_EVEN);
  }
}
