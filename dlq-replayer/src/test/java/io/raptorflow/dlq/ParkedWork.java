package io.raptorflow.dlq;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// An agent whose work ends as a test says; by default it fails at the first try for lack of
/// credentials, which parks it.
final class ParkedWork implements AutoCloseable {
  private final LiveBus live;
  private final AgentId agent;
  private final RunId run;
  private final DeadLetterDesk desk;
  private final Inbox inbox;

  /// @param answers whether a replayed task is answered
  ParkedWork(LiveBus live, Predicate<AgentTask> answers) {
    this(
        live,
        (WorkHandler)
            work -> {
              AgentTask task = (AgentTask) work.event();
              return work.attempt() > 0 && answers.test(task)
                  ? Tasks.answered(task)
                  : WorkResult.Failed.because(FailureClass.AUTH, "the key was refused");
            });
  }

  static ParkedWork handledBy(LiveBus live, WorkHandler handler) {
    return new ParkedWork(live, handler);
  }

  private ParkedWork(LiveBus live, WorkHandler handler) {
    this.live = live;
    this.agent = live.newAgent(Guild.MATRIX);
    this.run = live.newRun();
    this.desk = new DeadLetterDesk(live.bus());
    this.inbox =
        new Inbox(
            live.bus(),
            InboxSettings.standard(),
            Topic.inbox(agent),
            agent.group(),
            handler,
            new RunControl(live.bus()));
    inbox.start();
  }

  void send(int count) {
    live.bus()
        .outbox()
        .publishAll(
            IntStream.range(0, count)
                .mapToObj(n -> Outgoing.to(Topic.inbox(agent), task(n)))
                .toList());
  }

  AgentId agent() {
    return agent;
  }

  /// Sends works and waits until all are parked.
  List<RetryRow> park(int count) {
    send(count);
    live.await().atMost(Duration.ofSeconds(90)).until(() -> rows(Status.PARKED).size() == count);
    return rows(Status.PARKED);
  }

  List<RetryRow> rows(Status status) {
    return desk.list(DeadLetterQuery.parse("run=%s and status=%s".formatted(run, status)));
  }

  /// How many tasks the agent was handed, retries included.
  int deliveries() {
    return live.records(Topic.inbox(agent)).size();
  }

  List<AgentAnswer> answers() {
    return live.events(Topic.broadcast(agent.guild()), AgentAnswer.class).stream()
        .filter(answer -> answer.run().equals(run))
        .filter(answer -> answer.outcome() == AgentAnswer.Outcome.ANSWERED)
        .toList();
  }

  String inboxTopic() {
    return Topic.inbox(agent);
  }

  @Override
  public void close() {
    inbox.stop();
  }

  AgentTask task(int number) {
    return task(number, number);
  }

  AgentTask task(int number, long seed) {
    return Tasks.task(run, agent, number, seed);
  }
}
