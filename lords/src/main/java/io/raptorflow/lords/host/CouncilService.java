package io.raptorflow.lords.host;

import io.raptorflow.agent.host.GuildService;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.lords.council.CouncilKit;
import io.raptorflow.lords.workflow.Roster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The Council as a process of its own: seven Lords and their own agents. Besides the environment
/// of [GuildService] it reads `RAPTOR_STATE_DIRECTORY` and `RAPTOR_NODE_TIME` (ISO 8601, default
/// PT15M).
public final class CouncilService {
  private CouncilService() {}

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Bus bus = GuildService.connect(environment);
    new TopicCatalogue(bus, GuildService.replication(environment))
        .create(Roster.shipped().names().keySet());
    bus.codec().announceSchemas();
    GuildService agents = GuildService.start(CouncilKit.kit(), environment);
    CouncilHost council =
        new CouncilHost(
            bus,
            new CouncilHost.Settings(
                Path.of(environment.getOrDefault("RAPTOR_STATE_DIRECTORY", "data/streams")),
                Duration.parse(environment.getOrDefault("RAPTOR_NODE_TIME", "PT15M")),
                environment.getOrDefault("RAPTOR_HOST", "lords")));
    council.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  council.stop();
                  agents.close();
                  bus.close();
                },
                "drain"));
    new CountDownLatch(1).await();
  }
}
