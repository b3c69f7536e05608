package io.raptorflow.bench;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.dlq.RetryBudget;
import io.raptorflow.dlq.RetryRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// A replayer with the standard settings, but for the retries that one agent gets a second, in a
/// process of its own. Prints `ready` when it has its partitions and rows.
final class ReplayerMain {
  /// All retries of a campaign are one agent's.
  private static final int RETRIES_PER_SECOND = 10_000;

  private ReplayerMain() {}

  /// @param arguments bootstrap servers, registry, directory of the state, and where a failing
  ///   agent names the time of each retry itself: the backoff before that, in milliseconds
  public static void main(String[] arguments) throws InterruptedException {
    Bus bus = Bus.connect(BusSettings.at(arguments[0], arguments[1]), InstantSource.system());
    ReplayerSettings settings =
        ReplayerSettings.standard(Path.of(arguments[2]))
            .withBudget(new RetryBudget(1, RETRIES_PER_SECOND))
            .withInstance("bench");
    if (arguments.length > 3) {
      Duration backoff = Duration.ofMillis(Long.parseLong(arguments[3]));
      settings =
          settings.withRule(
              FailureClass.TRANSIENT,
              new RetryRule(backoff, backoff, Retries.FAILURES, RetryRow.Status.PARKED));
    }
    Replayer replayer = new Replayer(bus, settings, InstantSource.system());
    Runtime.getRuntime().addShutdownHook(new Thread(replayer::stop));
    replayer.start();
    if (replayer.awaitReady(Duration.ofHours(1))) {
      System.out.println("ready");
      System.out.flush();
    }
    new CountDownLatch(1).await();
  }
}
