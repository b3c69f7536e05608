package io.raptorflow.bus;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an agent made of a task.
///
/// @param id derived from the work; the dedupe key
/// @param outputType name of the output record; empty unless answered
/// @param output JSON of the output; null unless answered
/// @param reasons why it refused or was given up; for an answer, its gaps and caveats
/// @param promptHash SHA-256 of the agent's facts, includes and prompt
/// @param model model that wrote it, `offline-composer` or `computed`
public record AgentAnswer(
    UUID id,
    WorkId work,
    RunId run,
    WorkspaceId workspace,
    String node,
    AgentId agent,
    int round,
    Outcome outcome,
    String outputType,
    @Nullable Payload output,
    List<String> reasons,
    String promptHash,
    String model,
    Authorship authorship,
    Spend spend,
    Instant startedAt,
    Instant finishedAt)
    implements BusEvent {

  /// How a task ended.
  public enum Outcome {
    ANSWERED,
    /// The data do not carry an answer.
    REFUSED,
    /// The last retry failed.
    GAVE_UP
  }

  /// Who wrote the words.
  public enum Authorship {
    LLM,
    /// The offline composer, which is no language model.
    OFFLINE,
    COMPUTATION
  }

  public AgentAnswer {
    reasons = List.copyOf(reasons);
    if ((outcome == Outcome.ANSWERED) != (output != null)) {
      throw new IllegalArgumentException(
          "an answer has an output exactly when it is ANSWERED; " + agent + " was " + outcome);
    }
  }

  @Override
  public String key() {
    return run.toString();
  }
}
