package io.raptorflow.lords.host;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.workflow.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Herald's voice: what people are told of decisions and answers. Pure.
final class Narrator {
  private final Roster roster;

  Narrator(Roster roster) {
    this.roster = roster;
  }

  List<ProgressFrame> frames(Event event) {
    return switch (event) {
      case Event.Decided decided -> List.of(frame(decided.decision()));
      case Event.Answered answered -> List.of(frame(answered.answer()));
      case Event.Commanded _, Event.Directed _, Event.DeadlinePassed _ -> List.of();
    };
  }

  private ProgressFrame frame(CouncilDecision decision) {
    Map<String, Object> detail = new TreeMap<>();
    detail.put("decision", decision.kind().name());
    detail.put("lord", decision.lord().value());
    detail.put("why", decision.why());
    detail.put("hash", decision.hash());
    detail.put("costUsd", decision.spend().costUsd());
    for (Attachment output : decision.outputs()) {
      if (output.name().startsWith("dossier_")) {
        detail.put("gate", output.name().substring("dossier_".length()).toUpperCase(Locale.ROOT));
        detail.put("seen", output.body().sha256());
      }
    }
    return new ProgressFrame(
        decision.run(),
        decision.workspace(),
        kind(decision),
        -1,
        decision.node(),
        decision.lord().value(),
        roster.name(decision.lord()) + ": " + decision.what(),
        CanonicalJson.write(detail),
        decision.at());
  }

  private static String kind(CouncilDecision decision) {
    return switch (decision.kind()) {
      case PLANNED -> "run.accepted";
      case NODE_STARTED -> "wave.started";
      case GATE_OPENED -> "gate.waiting";
      case GATE_APPROVED, GATE_SENT_BACK -> "gate.decided";
      case RUN_CLOSED -> "run.finished";
      case CANCELLED -> "run.cancelled";
      case REFUSED -> decision.node().isEmpty() ? "run.refused" : "decision";
      case NODE_CLOSED,
          NODE_SKIPPED,
          REWRITE_ASKED,
          ASSET_REFUSED,
          PUBLISHED,
          PAUSED,
          RESUMED,
          NOTED ->
          "decision";
    };
  }

  private ProgressFrame frame(AgentAnswer answer) {
    long millis = Duration.between(answer.startedAt(), answer.finishedAt()).toMillis();
    String how =
        switch (answer.outcome()) {
          case ANSWERED ->
              answer.authorship() == Authorship.OFFLINE ? "answered, composed offline" : "answered";
          case REFUSED -> "refused: " + String.join("; ", answer.reasons());
          case GAVE_UP -> "gave up: " + String.join("; ", answer.reasons());
        };
    return new ProgressFrame(
        answer.run(),
        answer.workspace(),
        "agent.answered",
        -1,
        answer.node(),
        answer.agent().value(),
        "%s %s %s".formatted(answer.agent(), roster.name(answer.agent()), how),
        CanonicalJson.write(
            Map.of(
                "outcome", answer.outcome().name(),
                "authorship", answer.authorship().name(),
                "millis", millis,
                "costUsd", answer.spend().costUsd(),
                "model", answer.model())),
        answer.finishedAt());
  }
}
