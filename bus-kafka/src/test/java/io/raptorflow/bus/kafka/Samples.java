package io.raptorflow.bus.kafka;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/// Events for tests.
final class Samples {
  static final WorkspaceId WORKSPACE = new WorkspaceId("tarn");

  private Samples() {}

  static RunId run() {
    return new RunId(UUID.randomUUID());
  }

  static AgentTask task(AgentId agent, RunId run, int number) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new AgentTask(
        new WorkId(NameUuid.of(run.toString(), agent.value(), Integer.toString(number))),
        run,
        WORKSPACE,
        "node-" + number,
        agent,
        0,
        Lane.NORMAL,
        now.plus(Duration.ofHours(1)),
        number,
        List.of(Attachment.json("brief", "{\"n\":" + number + "}")),
        List.of(),
        new BigDecimal("1.50"),
        now);
  }

  /// The same task in another lane and workspace.
  static AgentTask in(Lane lane, WorkspaceId workspace, AgentTask task) {
    return new AgentTask(
        task.work(),
        task.run(),
        workspace,
        task.node(),
        task.agent(),
        task.round(),
        lane,
        task.deadline(),
        task.seed(),
        task.inputs(),
        task.notes(),
        task.budgetUsd(),
        task.at());
  }

  static AgentAnswer answer(AgentTask task) {
    return answer(task, "{\"headline\":\"n\u00e4her\"}");
  }

  static AgentAnswer answer(AgentTask task, String output) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new AgentAnswer(
        NameUuid.of("answer", task.work().toString()),
        task.work(),
        task.run(),
        task.workspace(),
        task.node(),
        task.agent(),
        task.round(),
        AgentAnswer.Outcome.ANSWERED,
        "Headlines",
        Payload.inline(output),
        List.of(),
        "0".repeat(64),
        "computed",
        AgentAnswer.Authorship.COMPUTATION,
        Spend.NOTHING,
        now,
        now);
  }

  static Outgoing sent(AgentTask task) {
    return Outgoing.to(Topic.inbox(task.agent()), task);
  }

  static Outgoing sent(AgentAnswer answer) {
    return Outgoing.to(Topic.broadcast(answer.agent().guild()), answer);
  }
}
