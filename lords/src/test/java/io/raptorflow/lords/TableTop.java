package io.raptorflow.lords;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.lords.host.CouncilHost;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The whole Council at one table: the real Lords through the real chamber, events in a queue
/// instead of topics. What a test drives when it does not ask about Kafka.
final class TableTop {
  private final List<Seat<?>> seats = new ArrayList<>();
  private final Deque<Numbered> queue = new ArrayDeque<>();
  private final Function<AgentTask, Optional<AgentAnswer>> agents;
  private final UnaryOperator<BusEvent> tamper;
  final Map<String, BusEvent> log = new LinkedHashMap<>();
  final List<CouncilDecision> decisions = new ArrayList<>();
  final List<AgentTask> tasks = new ArrayList<>();

  private record Numbered(String position, BusEvent event) {}

  /// One Lord and its desk of the one run.
  private static final class Seat<S extends Record> {
    private final Lord<S> lord;
    private Desk<S> desk;

    Seat(Lord<S> lord, RunId run, WorkspaceId workspace) {
      this.lord = lord;
      this.desk = Desk.blank(run, workspace, lord.blank());
    }

    List<Outgoing> sit(Event event, String position) {
      Chamber.Session<S> session = Chamber.sit(lord, desk, event, position, Library.inlineOnly());
      desk = session.desk();
      return session.outgoing();
    }
  }

  /// @param agents answers tasks; empty means silence
  /// @param tamper changes events on their way, for tests that plant a fault
  TableTop(
      RunId run,
      WorkspaceId workspace,
      Function<AgentTask, Optional<AgentAnswer>> agents,
      UnaryOperator<BusEvent> tamper) {
    this.agents = agents;
    this.tamper = tamper;
    for (Lord<?> lord : lords()) {
      seats.add(seat(lord, run, workspace));
    }
  }

  private static <S extends Record> Seat<S> seat(Lord<S> lord, RunId run, WorkspaceId workspace) {
    return new Seat<>(lord, run, workspace);
  }

  static List<Lord<?>> lords() {
    return CouncilHost.lords(Duration.ofMinutes(10));
  }

  /// Sends an event and lets the Council work until nothing is left to do.
  void send(BusEvent event) {
    put(event);
    while (!queue.isEmpty()) {
      Numbered next = queue.poll();
      for (Seat<?> seat : seats) {
        Event read = event(next.event());
        if (seat.lord.concerns(read)) {
          seat.sit(read, next.position()).forEach(out -> take(out.event()));
        }
      }
    }
  }

  /// Lets the deadlines of a Lord pass.
  void passDeadlines() {
    for (Seat<?> seat : seats) {
      for (var timer : seat.desk.timers().entrySet()) {
        Event.DeadlinePassed passed =
            new Event.DeadlinePassed(
                seat.desk.run(), seat.desk.workspace(), timer.getKey(), timer.getValue());
        String position = "timer:" + timer.getKey() + ":" + timer.getValue().toEpochMilli();
        seat.sit(passed, position).forEach(out -> take(out.event()));
      }
    }
    while (!queue.isEmpty()) {
      send(queue.poll().event());
    }
  }

  private void put(BusEvent event) {
    BusEvent sent = tamper.apply(event);
    String position = sent.getClass().getSimpleName() + ":0:" + log.size();
    log.put(position, sent);
    queue.add(new Numbered(position, sent));
  }

  private void take(BusEvent event) {
    switch (event) {
      case CouncilDecision decision -> {
        decisions.add(decision);
        put(decision);
      }
      case CouncilDirective directive -> put(directive);
      case AgentTask task -> {
        tasks.add(task);
        agents.apply(task).ifPresent(this::put);
      }
      case BusEvent _ -> {}
    }
  }

  private static Event event(BusEvent event) {
    return switch (event) {
      case CampaignCommand command -> new Event.Commanded(command);
      case CouncilDirective directive -> new Event.Directed(directive);
      case AgentAnswer answer -> new Event.Answered(answer);
      case CouncilDecision decision -> new Event.Decided(decision);
      case BusEvent other -> throw new IllegalArgumentException("no Lord reads " + other);
    };
  }

  /// The last decision of a kind.
  Optional<CouncilDecision> last(CouncilDecision.Kind kind) {
    return decisions.stream().filter(d -> d.kind() == kind).reduce((_, later) -> later);
  }
}
