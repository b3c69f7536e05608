package io.raptorflow.lords.supervision;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Spend;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer as a Lord keeps it until it decides.
///
/// @param output null unless answered
/// @param hash identity of the answer in the hash DAG
public record Gathered(
    AgentId agent,
    Outcome outcome,
    String outputType,
    @Nullable Payload output,
    List<String> reasons,
    Spend spend,
    String hash) {
  public Gathered {
    reasons = List.copyOf(reasons);
  }

  public static Gathered of(AgentAnswer answer) {
    return new Gathered(
        answer.agent(),
        answer.outcome(),
        answer.outputType(),
        answer.output(),
        answer.reasons(),
        answer.spend(),
        answerHash(answer));
  }

  /// Stands in for an answer that did not come in time.
  static Gathered silent(AgentId agent, String why) {
    return new Gathered(
        agent, Outcome.GAVE_UP, "", null, List.of(why), Spend.NOTHING, CanonicalJson.hash(why));
  }

  /// Hash of what an answer says; bodies enter by their own hash.
  public static String answerHash(AgentAnswer answer) {
    Payload output = answer.output();
    return CanonicalJson.hash(
        Map.of(
            "work", answer.work().toString(),
            "agent", answer.agent().value(),
            "outcome", answer.outcome().name(),
            "output", output == null ? "" : output.sha256(),
            "reasons", answer.reasons(),
            "promptHash", answer.promptHash(),
            "model", answer.model()));
  }

  /// Name under which later nodes ask for the output: `WarBrief` becomes `war_brief`.
  public String documentName() {
    return outputType.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
