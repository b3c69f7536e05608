package io.raptorflow.ingress.pack;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.pack.RunDossier.Document;
import io.raptorflow.ingress.read.RunFacts;
import io.raptorflow.ingress.read.RunFacts.DocumentRow;
import io.raptorflow.ingress.read.RunState;
import io.raptorflow.ingress.read.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads dossiers from the projection.
public final class RunDossiers {
  private final Runs runs;

  public RunDossiers(Runs runs) {
    this.runs = runs;
  }

  /// Empty when the workspace has no such run.
  public Optional<RunDossier> read(WorkspaceId workspace, RunId run) {
    return runs.find(workspace, run).map(this::of);
  }

  /// The dossier of a run that was found. A document whose body is lost is left out.
  public RunDossier of(RunFacts facts) {
    RunState state = RunState.of(facts.decisions());
    List<String> hashes =
        facts.documents().values().stream().map(DocumentRow::sha256).distinct().toList();
    Map<String, String> bodies = runs.bodies(facts.workspace(), hashes);
    Map<String, Document> documents = new TreeMap<>();
    for (DocumentRow row : facts.documents().values()) {
      String body = bodies.get(row.sha256());
      if (body != null) {
        documents.put(
            row.name(),
            new Document(row.name(), row.mediaType(), body, row.sha256(), row.decisionHash()));
      }
    }
    return new RunDossier(
        facts.run(),
        facts.workspace().value(),
        state.phase().label(),
        facts.openedAt(),
        state.closedAt(),
        documents,
        facts.decisions(),
        facts.answers(),
        runs.ledger(facts.workspace(), facts.run()));
  }
}
