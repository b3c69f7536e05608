package io.raptorflow.bench;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.bus.kafka.WorkResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// One way to retry, in a process of its own: takes works at a pace, fails each ten times, and says
/// how late the retries came. Prints `ready` when it could begin and a line of JSON at the end.
final class RetryRacer {
  /// Who competes.
  enum Kind {
    /// An inbox and the replayer, which is a process of its own.
    RAPTOR,
    /// Spring Kafka's retry topics, one for each backoff.
    SPRING,
    /// db-scheduler on PostgreSQL.
    DB_SCHEDULER
  }

  static final AgentId AGENT = new AgentId("MTX-999");
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private RetryRacer() {}

  /// @param arguments kind, bootstrap servers, registry, works, works a second, most seconds, JDBC
  ///   address or `-`
  public static void main(String[] arguments) throws InterruptedException {
    int works = Integer.parseInt(arguments[3]);
    int pace = Integer.parseInt(arguments[4]);
    Retries retries = new Retries(works);
    Bus bus = Bus.connect(BusSettings.at(arguments[1], arguments[2]), InstantSource.system());
    IntConsumer offer =
        switch (Kind.valueOf(arguments[0])) {
          case RAPTOR -> raptor(bus, retries);
          case SPRING -> SpringRetries.start(bus, retries);
          case DB_SCHEDULER -> DbRetries.start(arguments[6], retries);
        };
    Ground.pause(SETTLING);
    System.out.println("ready");
    System.out.flush();
    long begun = System.nanoTime();
    for (int number = 0; number < works; number++) {
      LockSupport.parkNanos(begun + number * 1_000_000_000L / pace - System.nanoTime());
      offer.accept(number);
    }
    System.out.println(retries.await(Duration.ofSeconds(Long.parseLong(arguments[5]))));
    System.out.flush();
    System.exit(0);
  }

  private static IntConsumer raptor(Bus bus, Retries retries) throws InterruptedException {
    Inbox inbox =
        new Inbox(
            bus,
            InboxSettings.standard(),
            Topic.inbox(AGENT),
            AGENT.group(),
            handler(retries),
            new RunControl(bus));
    inbox.start();
    // Whoever goes without a word keeps its partitions until its session ends.
    Runtime.getRuntime().addShutdownHook(new Thread(inbox::stop));
    if (!inbox.awaitAssignment(Duration.ofSeconds(60))) {
      throw new IllegalStateException("the inbox has no partitions");
    }
    Workload workload = new Workload(bus, AGENT);
    return number -> workload.send(number, number + 1);
  }

  private static WorkHandler handler(Retries retries) {
    return work -> {
      AgentTask task = (AgentTask) work.event();
      int number = Math.toIntExact(task.seed());
      Optional<Duration> again = retries.begins(number, task.work().toString());
      // Each has a message of its own: twenty works with one and the same are an outage.
      return again.isEmpty()
          ? new WorkResult.Done(java.util.List.of())
          : new WorkResult.Failed(
              FailureClass.TRANSIENT, "down " + Workload.word(number), null, again.get());
    };
  }
}
