package io.raptorflow.bus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
/// @param spend what the answers cost that this decision rests on
/// @param hash see [#computeHash]
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
    Spend spend,
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

  /// SHA-256 over the canonical JSON of all other fields. Bodies of outputs enter by name, type and
  /// hash, so that the hash is the same whether a body travels inline or by reference.
  public String computeHash() {
    return CanonicalJson.hash(canonical());
  }

  /// What the hash is taken of; equal decisions have equal canonical forms, byte for byte.
  public Map<String, Object> canonical() {
    return Map.ofEntries(
        Map.entry("id", id.toString()),
        Map.entry("run", run.toString()),
        Map.entry("workspace", workspace.value()),
        Map.entry("lord", lord.value()),
        Map.entry("sequence", sequence),
        Map.entry("node", node),
        Map.entry("kind", kind.name()),
        Map.entry("what", what),
        Map.entry("why", why),
        Map.entry(
            "outputs",
            outputs.stream()
                .map(
                    o ->
                        Map.of(
                            "name", o.name(), "type", o.mediaType(), "sha256", o.body().sha256()))
                .toList()),
        Map.entry("consumed", consumed),
        Map.entry("restsOn", restsOn),
        Map.entry("costUsd", spend.costUsd().toPlainString()),
        Map.entry("at", at.toString()));
  }

  @Override
  public String key() {
    return run.toString();
  }
}
