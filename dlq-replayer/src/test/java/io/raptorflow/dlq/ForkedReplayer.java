package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A replayer in a process of its own, to be killed. Transient failures have three retries, the
/// first after 1.5 s.
final class ForkedReplayer implements AutoCloseable {
  static final int RETRIES = 3;

  private final Process process;

  private ForkedReplayer(Process process) {
    this.process = process;
  }

  static ForkedReplayer start(BusSettings settings, Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ForkedReplayer.class.getName(),
                settings.bootstrapServers(),
                settings.schemaRegistryUrl(),
                directory.resolve("state").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(Path.of("target", "replayer-crash.log").toFile()))
            .start();
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("it runs").isFalse();
    return new ForkedReplayer(process);
  }

  /// Kills it without warning.
  void kill() throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor()).as("killed").isNotZero();
  }

  /// Ends it in order, so that its group need not wait for its session.
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    Bus bus = Bus.connect(BusSettings.at(arguments[0], arguments[1]), InstantSource.system());
    ReplayerSettings settings =
        ReplayerSettings.standard(Path.of(arguments[2]))
            .withInstance("crash-test")
            .withRule(
                FailureClass.TRANSIENT,
                new RetryRule(
                    Duration.ofMillis(1_500), Duration.ofSeconds(3), RETRIES, Status.PARKED));
    Replayer replayer = new Replayer(bus, settings, InstantSource.system());
    Runtime.getRuntime().addShutdownHook(new Thread(replayer::stop));
    replayer.start();
    new CountDownLatch(1).await();
  }
}
