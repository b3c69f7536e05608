package io.raptorflow.ingress.pack;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.RunId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that a run left behind, as the pack needs it.
///
/// @param outcome `complete`, `cancelled`, `refused`, `failed`, or how an open run stands
/// @param documents latest of each name, with bodies, sorted by name
/// @param decisions in the order of the log; their outputs stand by reference, their bodies are
///   among the documents unless a later one took the name
/// @param answers without bodies
public record RunDossier(
    RunId run,
    String workspace,
    String outcome,
    Instant startedAt,
    @Nullable Instant closedAt,
    Map<String, Document> documents,
    List<CouncilDecision> decisions,
    List<AgentAnswer> answers,
    List<LedgerEntry> ledger) {

  /// A document with its body.
  ///
  /// @param decisionHash decision that released it; empty when the caller brought it
  public record Document(
      String name, String mediaType, String text, String sha256, String decisionHash) {}

  public RunDossier {
    documents = Collections.unmodifiableMap(new TreeMap<>(documents));
    decisions = List.copyOf(decisions);
    answers = List.copyOf(answers);
    ledger = List.copyOf(ledger);
  }
}
