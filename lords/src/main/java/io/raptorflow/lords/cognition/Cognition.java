package io.raptorflow.lords.cognition;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Docket;
import io.raptorflow.lords.supervision.Judge;
import io.raptorflow.lords.supervision.Outputs;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.supervision.Supervisor.Hearing;
import io.raptorflow.lords.supervision.Verdict;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// LORD-002: supervises the researchers, keeps the claims ledger, and lets a war brief pass only
/// when its facts name their sources.
public final class Cognition implements Judge {
  /// Share of the war brief's facts that must carry a citation, in percent.
  private static final int CITED_PERCENT_MIN = 90;

  private static final String WAR_BRIEF_NODE = "L06";

  private Cognition() {}

  public static Lord<Docket> lord() {
    return new Supervisor(AgentId.COGNITION, new Cognition(), Hearing.DEAF);
  }

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    Optional<Verdict> missed = Outputs.quorumMissed(assignment);
    if (missed.isPresent()) {
      return missed.get();
    }
    if (!assignment.directive().node().equals(WAR_BRIEF_NODE)) {
      return Outputs.closed(
          assignment, assignment.directive().title() + " is complete", Outputs.heard(assignment));
    }
    if (assignment.answers().isEmpty()) {
      return Verdict.Close.with(
          Kind.REFUSED, "There is no war brief", Outputs.heard(assignment), Outputs.of(assignment));
    }
    JsonNode brief = library.json(Objects.requireNonNull(assignment.answers().getFirst().output()));
    int facts = 0;
    int cited = 0;
    for (JsonNode fact : brief.path("facts")) {
      facts++;
      cited += fact.path("citation").asString("").isBlank() ? 0 : 1;
    }
    if (cited * 100 < facts * CITED_PERCENT_MIN) {
      return Verdict.Close.with(
          Kind.REFUSED,
          "The war brief is refused",
          "%d of %d facts name a source, %d %% must".formatted(cited, facts, CITED_PERCENT_MIN),
          Outputs.of(assignment));
    }
    return Outputs.closed(
        assignment,
        "The war brief stands",
        "%d of %d facts name their source, %d contradictions are listed, %d questions stay open"
            .formatted(
                cited,
                facts,
                brief.path("contradictions").size(),
                brief.path("openQuestions").size()));
  }
}
