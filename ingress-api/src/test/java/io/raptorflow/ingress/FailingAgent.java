package io.raptorflow.ingress;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/// An agent that lacks credentials at the first try of a task, which parks it, and has them at any
/// later one.
final class FailingAgent implements AutoCloseable {
  private final LiveBus live;
  private final AgentId agent;
  private final RunId run;
  private final Inbox inbox;
  private final Queue<AgentTask> handled = new ConcurrentLinkedQueue<>();

  FailingAgent(LiveBus live) {
    this.live = live;
    this.agent = live.newAgent(Guild.MATRIX);
    this.run = live.newRun();
    this.inbox =
        new Inbox(
            live.bus(),
            InboxSettings.standard(),
            Topic.inbox(agent),
            agent.group(),
            work -> {
              if (work.attempt() == 0) {
                return WorkResult.Failed.because(FailureClass.AUTH, "the key was refused");
              }
              AgentTask task = (AgentTask) work.event();
              handled.add(task);
              return Tasks.answered(task);
            },
            new RunControl(live.bus()));
    inbox.start();
  }

  /// Filter that admits this agent's work only.
  String mine() {
    return "run=" + run;
  }

  String name() {
    return agent.value();
  }

  /// What it did at later tries.
  List<AgentTask> handled() {
    return List.copyOf(handled);
  }

  /// Fails at works with the numbers from one on to another.
  void fail(int from, int to) {
    live.bus()
        .outbox()
        .publishAll(
            IntStream.range(from, to)
                .mapToObj(number -> Tasks.task(run, agent, number, number))
                .map(task -> Outgoing.to(Topic.inbox(agent), task))
                .toList());
  }

  @Override
  public void close() {
    inbox.stop();
  }
}
