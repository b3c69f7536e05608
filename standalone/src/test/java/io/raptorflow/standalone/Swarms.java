package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.ingress.Operators;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Swarms for tests: any free ports, no language model.
final class Swarms {
  static final Duration NODE_TIME = Duration.ofMinutes(2);

  /// Unpacked once for all swarms of the tests, forked ones too.
  static final Path PROGRAMS = Fork.HOME.resolve("data/programs");

  private Swarms() {}

  static Swarm.Settings settings(Path data, Swarm.Ports ports) {
    return new Swarm.Settings(
        data,
        PROGRAMS,
        ports,
        NODE_TIME,
        List.of(),
        ModelSettings.from(Map.of()),
        "",
        Operators.none());
  }

  /// A swarm whose agents and Lords all have their partitions.
  static Swarm ready(Path data) throws InterruptedException {
    return ready(settings(data, new Swarm.Ports(0, 0, 0)));
  }

  static Swarm ready(Swarm.Settings settings) throws InterruptedException {
    Swarm swarm = Swarm.start(settings, InstantSource.system());
    assertThat(swarm.awaitReady(Duration.ofSeconds(60))).as("everything is assigned").isTrue();
    return swarm;
  }
}
