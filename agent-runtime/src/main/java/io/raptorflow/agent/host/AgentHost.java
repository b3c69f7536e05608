package io.raptorflow.agent.host;

import io.raptorflow.agent.Agent;
import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.AgentOutcome;
import io.raptorflow.agent.AgentRun;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.Work;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.bus.kafka.WorkResult;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs one agent on the tasks of its inbox and answers on its guild's broadcast. Thread-safe.
final class AgentHost implements WorkHandler {
  private final Agent agent;
  private final AgentRunner runner;
  private final Bus bus;

  AgentHost(Agent agent, AgentRunner runner, Bus bus) {
    this.agent = agent;
    this.runner = runner;
    this.bus = bus;
  }

  @Override
  public WorkResult handle(Work work) throws InterruptedException {
    if (!(work.event() instanceof AgentTask task) || !task.agent().equals(facts().id())) {
      return new WorkResult.Failed(
          FailureClass.POISON,
          "the inbox of %s holds a record that is not its task".formatted(facts().id()),
          null,
          null);
    }
    Instant begun = bus.time().instant();
    if (work.attempt() > 0) {
      bus.meters().counter("raptor.agent.retries", "agent", task.agent().value()).increment();
    }
    List<Attachment> attachments = fetched(task);
    TaskInputs inputs;
    try {
      inputs = AttachmentReader.read(attachments, task.notes(), task.at(), task.seed());
    } catch (IllegalArgumentException unreadable) {
      return answered(
          task,
          begun,
          new AgentOutcome.Refused(
              List.of(String.valueOf(unreadable.getMessage())), Spend.NOTHING));
    }
    bus.outbox().publish(Outgoing.to(Topic.STATE_UPDATE, started(task, work.attempt(), begun)));
    AgentRun run =
        new AgentRun(
            task.work(),
            task.run(),
            task.workspace(),
            attachments,
            work.headers().getOrDefault(Headers.FRESH, ""),
            task.budgetUsd());
    AgentOutcome outcome = withinTime(run, inputs);
    if (outcome instanceof AgentOutcome.Failed failed) {
      return new WorkResult.Failed(
          failed.failure(), failed.message(), failed.cause(), failed.retryAfter());
    }
    return answered(task, begun, outcome);
  }

  private AgentFile.Facts facts() {
    return agent.file().facts();
  }

  /// Only what the agent's file names is fetched and shown to it.
  private List<Attachment> fetched(AgentTask task) {
    List<String> wanted = facts().input().stream().map(name -> name.replace("?", "")).toList();
    return task.inputs().stream()
        .filter(
            input ->
                wanted.contains(input.name()) || input.name().equals(AttachmentReader.SETTINGS))
        .map(
            input ->
                new Attachment(
                    input.name(),
                    input.mediaType(),
                    Payload.inline(bus.claims().fetch(input.body()))))
        .toList();
  }

  /// Runs on a thread of its own, so that a run that takes too long can be interrupted.
  private AgentOutcome withinTime(AgentRun run, TaskInputs inputs) throws InterruptedException {
    AtomicReference<@Nullable AgentOutcome> outcome = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .name(facts().id() + "-" + run.work())
            .start(
                () -> {
                  try {
                    outcome.set(runner.run(agent, run, inputs));
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException | Error bug) {
                    fault.set(bug);
                  }
                });
    try {
      if (!thread.join(facts().limits().timeout())) {
        thread.interrupt();
        return new AgentOutcome.Failed(
            FailureClass.TIMEOUT,
            "no answer within " + facts().limits().timeout(),
            null,
            null,
            Spend.NOTHING);
      }
    } catch (InterruptedException cancelled) {
      thread.interrupt();
      throw cancelled;
    }
    Throwable bug = fault.get();
    if (bug instanceof Error error) {
      throw error;
    }
    if (bug instanceof RuntimeException exception) {
      throw exception;
    }
    AgentOutcome result = outcome.get();
    if (result == null) {
      throw new InterruptedException("the run of " + facts().id() + " was stopped");
    }
    return result;
  }

  private WorkResult answered(AgentTask task, Instant begun, AgentOutcome outcome) {
    AgentAnswer answer =
        switch (outcome) {
          case AgentOutcome.Answered done ->
              answer(
                  task,
                  begun,
                  new Said(
                      Outcome.ANSWERED,
                      Payload.inline(done.json()),
                      done.caveats(),
                      done.model(),
                      done.authorship(),
                      done.spend()));
          case AgentOutcome.Refused refused ->
              answer(
                  task,
                  begun,
                  new Said(
                      Outcome.REFUSED,
                      null,
                      refused.reasons(),
                      "none",
                      Authorship.COMPUTATION,
                      refused.spend()));
          case AgentOutcome.Failed _ ->
              throw new AssertionError("failures are results, not answers");
        };
    return new WorkResult.Done(List.of(Outgoing.to(Topic.broadcast(facts().id().guild()), answer)));
  }

  private record Said(
      Outcome outcome,
      @Nullable Payload output,
      List<String> reasons,
      String model,
      Authorship authorship,
      Spend spend) {}

  private AgentAnswer answer(AgentTask task, Instant begun, Said said) {
    return new AgentAnswer(
        NameUuid.of("answer", task.work().toString()),
        task.work(),
        task.run(),
        task.workspace(),
        task.node(),
        task.agent(),
        task.round(),
        said.outcome(),
        said.output() == null ? "" : facts().output(),
        said.output(),
        said.reasons(),
        agent.file().hash(),
        said.model(),
        said.authorship(),
        said.spend(),
        begun,
        bus.time().instant());
  }

  private ProgressFrame started(AgentTask task, int attempt, Instant at) {
    String again = attempt == 0 ? "" : ", try " + (attempt + 1);
    return new ProgressFrame(
        task.run(),
        task.workspace(),
        "agent.started",
        -1,
        task.node(),
        facts().id().value(),
        facts().id() + " " + facts().name() + " begins" + again,
        "{}",
        at);
  }
}
