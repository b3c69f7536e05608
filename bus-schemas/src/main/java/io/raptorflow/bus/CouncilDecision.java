package io.raptorflow.bus;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One decision of one Lord. The decisions of a run form a hash DAG through `restsOn`.
///
/// @param sequence number among the decisions of this Lord in this run, from 1
/// @param node node of the workflow graph; empty for the run as a whole
/// @param what the decision in one sentence
/// @param why the reason in one sentence
/// @param outputs what the decision releases for later nodes
/// @param consumed every event that this Lord read for this run since its last decision, in order:
///   `topic:partition:offset` or `timer:name:millis`
/// @param hash SHA-256 over the canonical JSON of all other fields
/// @param at time of the event that led to the decision
public record CouncilDecision(
    UUID id,
    RunId run,
    WorkspaceId workspace,
    AgentId lord,
    int sequence,
    String node,
    Kind kind,
    String what,
    String why,
    List<Attachment> outputs,
    List<String> consumed,
    List<String> restsOn,
    String hash,
    Instant at)
    implements BusEvent {

  /// What was decided. A text on the wire, so that a new kind does not break an old reader.
  public enum Kind {
    PLANNED,
    NODE_STARTED,
    NODE_CLOSED,
    NODE_SKIPPED,
    REWRITE_ASKED,
    GATE_OPENED,
    GATE_APPROVED,
    GATE_SENT_BACK,
    ASSET_REFUSED,
    PUBLISHED,
    REFUSED,
    PAUSED,
    RESUMED,
    CANCELLED,
    NOTED,
    RUN_CLOSED
  }

  public CouncilDecision {
    outputs = List.copyOf(outputs);
    consumed = List.copyOf(consumed);
    restsOn = List.copyOf(restsOn);
  }

  @Override
  public String key() {
    return run.toString();
  }
}
