package io.raptorflow.testkit.bus;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.WorkResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Tasks as a Lord sends them, with an hour's time, and the answers to them. Thread-safe.
public final class Tasks {
  private static final Duration TIME = Duration.ofHours(1);

  private Tasks() {}

  /// A task of a run. The same number is the same work.
  ///
  /// @param seed where a test says by it how the work ends
  public static AgentTask task(RunId run, AgentId agent, int number, long seed) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new AgentTask(
        new WorkId(NameUuid.of(run.toString(), Integer.toString(number))),
        run,
        new WorkspaceId("tarn"),
        "node",
        agent,
        0,
        Lane.NORMAL,
        now.plus(TIME),
        seed,
        List.of(),
        List.of(),
        BigDecimal.ONE,
        now);
  }

  /// The agent's answer to a task, on its way to the guild's Lord.
  public static WorkResult answered(AgentTask task) {
    AgentAnswer answer =
        new AgentAnswer(
            NameUuid.of("answer", task.work().toString()),
            task.work(),
            task.run(),
            task.workspace(),
            task.node(),
            task.agent(),
            task.round(),
            AgentAnswer.Outcome.ANSWERED,
            "Text",
            Payload.inline("{}"),
            List.of(),
            "",
            "none",
            AgentAnswer.Authorship.COMPUTATION,
            Spend.NOTHING,
            task.at(),
            task.at());
    return new WorkResult.Done(List.of(Outgoing.to(Topic.broadcast(task.agent().guild()), answer)));
  }
}
