package io.raptorflow.standalone.cli;

import io.raptorflow.standalone.Swarm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `raptor up`: a swarm that stays.
@Command(
    name = "up",
    description = "Keeps a swarm running on this machine until it is told to stop.",
    footer = {
      "",
      "Everything binds to loopback. Data survive a restart. Language models are configured by",
      "environment: RAPTOR_MODEL_VOLUME, _STANDARD, _COUNCIL (see docs/agents.md); with none set,",
      "texts are composed offline and marked so."
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private Ports ports = new Ports();

  @Option(names = "--agents", paramLabel = "DIR", description = "A folder with more agent files.")
  private List<Path> agents = new ArrayList<>();

  @Option(
      names = "--node-time",
      description = "How long a Lord waits for a node's agents (default: ${DEFAULT-VALUE}).")
  private Duration nodeTime = Swarm.NODE_TIME;

  /// Where servers listen; 0 is any free port.
  static final class Ports {
    @Option(names = "--port", description = "HTTP port (default: 8080, or another if it is taken).")
    private int http = Integer.parseInt(System.getenv().getOrDefault("RAPTOR_PORT", "8080"));

    @Option(names = "--kafka-port", description = "Kafka port (default: any free one).")
    private int kafka = Integer.parseInt(System.getenv().getOrDefault("RAPTOR_KAFKA_PORT", "0"));

    @Option(names = "--registry-port", description = "Registry port (default: any free one).")
    private int registry =
        Integer.parseInt(System.getenv().getOrDefault("RAPTOR_REGISTRY_PORT", "0"));

    int http() {
      return http;
    }

    int kafka() {
      return kafka;
    }

    int registry() {
      return registry;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = data.directory();
    PrintWriter out = spec.commandLine().getOut();
    if (Instance.find(directory).isPresent()) {
      throw new CliException(ExitCode.REFUSED, "a swarm runs on " + directory + " already");
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException hurried) {
                    Thread.currentThread().interrupt();
                  }
                },
                "drain"));
    long begun = System.nanoTime();
    try (Swarm swarm = Starting.swarm(directory, ports, agents, nodeTime)) {
      boolean ready = swarm.awaitReady(Duration.ofSeconds(120));
      out.println(
          "ready "
              + (ready ? "" : "in part ")
              + "after %d ms".formatted((System.nanoTime() - begun) / 1_000_000));
      out.println("  dashboard   " + swarm.http() + "/");
      out.println("  kafka       " + swarm.bootstrapServers());
      out.println("  registry    " + swarm.schemaRegistryUrl());
      out.println("  data        " + directory.toAbsolutePath());
      out.println("  words by    " + swarm.wordsBy());
      out.flush();
      stop.await();
      out.println("stopping");
      out.flush();
      Instance.withdraw(directory);
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK;
  }
}
