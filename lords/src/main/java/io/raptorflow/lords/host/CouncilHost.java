package io.raptorflow.lords.host;

import io.raptorflow.bus.Guild;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.aesthete.Aesthete;
import io.raptorflow.lords.arbiter.Arbiter;
import io.raptorflow.lords.architect.Architect;
import io.raptorflow.lords.architect.Dispatcher;
import io.raptorflow.lords.architect.Planner;
import io.raptorflow.lords.cognition.Cognition;
import io.raptorflow.lords.herald.Herald;
import io.raptorflow.lords.host.LordHost.Seat;
import io.raptorflow.lords.seer.Seer;
import io.raptorflow.lords.strategos.Strategos;
import io.raptorflow.lords.workflow.Charter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;

/// The seven Lords of one process.
public final class CouncilHost implements SmartLifecycle {
  private final List<LordHost> lords;
  private volatile boolean running;

  /// How the Council works.
  ///
  /// @param stateDirectory where Streams keeps what it needs between restarts
  /// @param nodeTime how long a Lord waits for a node's agents, retries included
  /// @param instance name that this process keeps over restarts; unique among the processes
  public record Settings(Path stateDirectory, Duration nodeTime, String instance) {}

  /// A Council as shipped.
  public CouncilHost(Bus bus, Settings settings) {
    this(bus, settings, Charter.shipped());
  }

  /// A Council with graphs of one's own.
  public CouncilHost(Bus bus, Settings settings, Charter charter) {
    Architect architect = architect(settings.nodeTime(), charter);
    String council = Topic.broadcast(Guild.COUNCIL);
    String commands = Topic.COMMANDS.topicName();
    String decisions = Topic.DECISIONS.topicName();
    String directives = Topic.DIRECTIVES.topicName();
    List<String> all = new ArrayList<>(List.of(directives, decisions));
    for (Guild guild : Guild.values()) {
      all.add(Topic.broadcast(guild));
    }
    Function<Event, List<ProgressFrame>> silent = _ -> List.of();
    List<Seat<?>> seats =
        List.of(
            new Seat<>(
                architect,
                List.of(commands, decisions, council),
                List.of(commands, decisions, council),
                silent),
            supervisor(Cognition.lord(), Guild.RESEARCH),
            new Seat<>(Strategos.lord(), List.of(directives, council), List.of(directives), silent),
            supervisor(Aesthete.lord(), Guild.MUSE),
            supervisor(Seer.lord(), Guild.MATRIX),
            new Seat<>(
                Arbiter.lord(),
                List.of(directives, commands, council, Topic.broadcast(Guild.GUARDIAN)),
                List.of(Topic.broadcast(Guild.GUARDIAN)),
                silent),
            new Seat<>(Herald.lord(), all, List.of(), new Narrator(charter.roster())::frames));
    this.lords = seats.stream().map(seat -> new LordHost(seat, bus, settings)).toList();
  }

  private static <S extends Record> Seat<S> supervisor(Lord<S> lord, Guild guild) {
    String own = Topic.broadcast(guild);
    return new Seat<>(
        lord,
        List.of(Topic.DIRECTIVES.topicName(), own, Topic.broadcast(Guild.COUNCIL)),
        List.of(own),
        _ -> List.of());
  }

  private static Architect architect(Duration nodeTime, Charter charter) {
    return new Architect(new Planner(charter), new Dispatcher(nodeTime));
  }

  /// The seven Lords, without a host: for those who read a log again.
  public static List<Lord<?>> lords(Duration nodeTime) {
    return lords(nodeTime, Charter.shipped());
  }

  /// The same with graphs of one's own.
  public static List<Lord<?>> lords(Duration nodeTime, Charter charter) {
    return List.of(
        architect(nodeTime, charter),
        Cognition.lord(),
        Strategos.lord(),
        Aesthete.lord(),
        Seer.lord(),
        Arbiter.lord(),
        Herald.lord());
  }

  /// Whether all seven have their partitions and their desks.
  public boolean isSeated() {
    return lords.stream().allMatch(LordHost::isSeated);
  }

  @Override
  public synchronized void start() {
    lords.forEach(LordHost::start);
    running = true;
  }

  @Override
  public synchronized void stop() {
    List<Thread> stopping =
        lords.stream().map(lord -> Thread.ofVirtual().start(lord::stop)).toList();
    for (Thread thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
