package io.raptorflow.standalone.cli;

import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.ingress.Operators;
import io.raptorflow.standalone.Swarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Starts a swarm on a directory and announces it there.
final class Starting {
  private Starting() {}

  static Swarm swarm(Path directory, UpCommand.Ports ports, List<Path> agents, Duration nodeTime)
      throws IOException {
    Files.createDirectories(directory);
    Swarm swarm =
        Swarm.start(
            new Swarm.Settings(
                directory,
                Instance.home().resolve("data/programs"),
                new Swarm.Ports(ports.http(), ports.kafka(), ports.registry()),
                nodeTime,
                agents,
                ModelSettings.from(System.getenv()),
                System.getenv().getOrDefault("RAPTOR_API_TOKEN", ""),
                Operators.parse(
                    System.getenv().getOrDefault("RAPTOR_API_TOKENS", ""),
                    System.getenv().getOrDefault("RAPTOR_DLQ_FOUR_EYES_ABOVE", ""))),
            InstantSource.system());
    new Instance(
            ProcessHandle.current().pid(),
            swarm.http(),
            swarm.bootstrapServers(),
            swarm.schemaRegistryUrl())
        .announce(directory);
    return swarm;
  }
}
