package io.raptorflow.standalone;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raptorflow.agent.host.GuildHost;
import io.raptorflow.agent.host.KafkaCallBook;
import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.EmbeddedBroker;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.ingress.IngressApplication;
import io.raptorflow.ingress.IngressSettings;
import io.raptorflow.ingress.Operators;
import io.raptorflow.ingress.db.EmbeddedPostgresServer;
import io.raptorflow.lords.host.CouncilHost;
import io.raptorflow.lords.workflow.Roster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/// Everything in one process: broker, registry, Lords, guilds. Started in the order that Kafka
/// needs (broker, topics, then readers), stopped in the reverse.
public final class Swarm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Swarm.class);
  private static final int NODES = 1;
  private static final String INSTANCE = "standalone";

  /// How long a Lord waits for a node's agents, retries included.
  public static final Duration NODE_TIME = Duration.ofMinutes(15);

  private final Deque<Part> parts = new ArrayDeque<>();
  private final Bus bus;
  private final CouncilHost council;
  private final GuildHost guilds;
  private final ConfigurableApplicationContext ingress;
  private final Agents agents;
  private final Settings settings;
  private final String servers;
  private final String registryUrl;

  /// Where servers listen, on loopback; 0 is any free port.
  ///
  /// @param http another free port is taken when it is in use
  public record Ports(int http, int kafka, int registry) {}

  /// How the swarm runs on one machine.
  ///
  /// @param data directory that survives restarts
  /// @param programs directory of what is unpacked once; swarms may share it
  /// @param nodeTime how long a Lord waits for a node's agents, retries included
  /// @param agentFolders further folders with agent files
  /// @param apiToken what HTTP callers must show; empty for none
  /// @param operators who may do what with dead letters, beside the holder of that token
  public record Settings(
      Path data,
      Path programs,
      Ports ports,
      Duration nodeTime,
      List<Path> agentFolders,
      ModelSettings models,
      String apiToken,
      Operators operators) {
    public Settings {
      agentFolders = List.copyOf(agentFolders);
    }
  }

  private record Part(String name, AutoCloseable closing) {}

  private Swarm(Settings settings, InstantSource clock) {
    this.settings = settings;
    CompletableFuture<EmbeddedPostgresServer> database =
        beside(
            () ->
                EmbeddedPostgresServer.start(
                    new EmbeddedPostgresServer.Settings(
                        settings.data().resolve("postgres"), settings.programs(), 0)));
    try {
      EmbeddedBroker broker = opened("broker", EmbeddedBroker.start(brokerSettings()));
      this.servers = broker.bootstrapServers();
      EmbeddedRegistry registry =
          opened("registry", EmbeddedRegistry.start(servers, settings.ports().registry()));
      this.registryUrl = registry.url();
      this.bus =
          opened(
              "bus",
              Bus.connect(
                  BusSettings.at(servers, registryUrl),
                  clock,
                  new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
      KafkaCallBook book = new KafkaCallBook(bus);
      this.agents =
          Agents.load(settings.agentFolders(), settings.models(), book, clock, bus.meters());
      CompletableFuture<Void> topics = new CompletableFuture<>();
      CompletableFuture<ConfigurableApplicationContext> web =
          beside(() -> startIngress(database.thenCombine(topics, (server, _) -> server)));
      try {
        createTopics();
        topics.complete(null);
      } finally {
        topics.cancel(false);
      }
      opened("journal", book).start();
      RunControl control = opened("control", new RunControl(bus));
      control.start();
      Replayer replayer = new Replayer(bus, replayerSettings(), clock);
      replayer.start();
      this.council = new CouncilHost(bus, councilSettings());
      council.start();
      this.guilds = new GuildHost(agents.catalog(), agents.runner(), bus, control, guildSettings());
      guilds.start();
      opened("hosts", () -> together(guilds::stop, council::stop, replayer::stop));
      opened("postgres", database.join());
      this.ingress = opened("ingress", web.join());
    } catch (RuntimeException failed) {
      var _ = database.thenAccept(EmbeddedPostgresServer::close);
      close();
      throw failed;
    }
  }

  /// Starts; returns when everything is started, not yet when all have their partitions.
  ///
  /// @throws RuntimeException when a part does not start; those before it are stopped
  public static Swarm start(Settings settings, InstantSource clock) {
    return new Swarm(settings, clock);
  }

  private EmbeddedBroker.Settings brokerSettings() {
    return new EmbeddedBroker.Settings(
        settings.data().resolve("kafka"), settings.ports().kafka(), 0);
  }

  private ReplayerSettings replayerSettings() {
    return ReplayerSettings.standard(settings.data().resolve("streams").resolve("dlq"))
        .withReplicationFactor(NODES)
        .withInstance(INSTANCE);
  }

  private CouncilHost.Settings councilSettings() {
    return new CouncilHost.Settings(
        settings.data().resolve("streams"), settings.nodeTime(), INSTANCE);
  }

  private static GuildHost.Settings guildSettings() {
    return new GuildHost.Settings(INSTANCE, InboxSettings.standard().withInstance(INSTANCE));
  }

  /// Inboxes for the whole roster: a Lord may task any of it.
  private void createTopics() {
    Set<AgentId> ids = new TreeSet<>(Roster.shipped().names().keySet());
    agents.catalog().agents().forEach(agent -> ids.add(agent.file().facts().id()));
    new TopicCatalogue(bus, NODES).create(ids);
    bus.codec().announceSchemas();
  }

  private static <T> CompletableFuture<T> beside(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work, task -> Thread.ofPlatform().daemon().name("starter").start(task));
  }

  private ConfigurableApplicationContext startIngress(
      CompletableFuture<EmbeddedPostgresServer> postgres) {
    return IngressApplication.start(
        bus,
        IngressSettings.standard()
            .at("127.0.0.1", free(settings.ports().http()))
            .withApiToken(settings.apiToken().isBlank() ? null : settings.apiToken())
            .with(settings.operators()),
        () -> postgres.join().dataSource(),
        Map.of(),
        new AssetDesk(agents, bus.time()));
  }

  private static void together(Runnable... stops) throws InterruptedException {
    List<Thread> stopping = new ArrayList<>();
    for (Runnable stop : stops) {
      stopping.add(Thread.ofVirtual().start(stop));
    }
    for (Thread thread : stopping) {
      thread.join();
    }
  }

  private <T extends AutoCloseable> T opened(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  /// Waits until every agent and every Lord has its partitions.
  ///
  /// @return whether all had them in time
  public boolean awaitReady(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    if (!guilds.awaitAssignment(most)) {
      return false;
    }
    while (!council.isSeated()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return true;
  }

  /// Address of the HTTP side.
  public String http() {
    return "http://127.0.0.1:" + IngressApplication.port(ingress);
  }

  public String bootstrapServers() {
    return servers;
  }

  public String schemaRegistryUrl() {
    return registryUrl;
  }

  /// How many agents are at work.
  public int agents() {
    return agents.catalog().agents().size();
  }

  Set<AgentId> agentIds() {
    return agents.ids();
  }

  /// Who writes the words, as people are told.
  public String wordsBy() {
    return settings.models().tiers().isEmpty()
        ? "the offline composer; no language model is configured"
        : "language models: " + settings.models().tiers();
  }

  /// The port, or any free one when it is in use.
  private static int free(int port) {
    if (port == 0) {
      return 0;
    }
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException taken) {
      LOG.atInfo().addKeyValue("port", port).log("port is taken, using another");
      return 0;
    }
  }

  Bus bus() {
    return bus;
  }

  GuildHost guilds() {
    return guilds;
  }

  @Override
  public void close() {
    for (Part part : parts) {
      long begun = System.nanoTime();
      try {
        part.closing().close();
        LOG.atInfo()
            .addKeyValue("part", part.name())
            .addKeyValue("millis", (System.nanoTime() - begun) / 1_000_000)
            .log("a part is closed");
      } catch (Exception fault) {
        LOG.atWarn().addKeyValue("part", part.name()).setCause(fault).log("a part did not close");
      }
    }
    parts.clear();
  }
}
