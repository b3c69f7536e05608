package io.raptorflow.bench.chaos;

import io.raptorflow.bench.Ports;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.ingress.db.EmbeddedPostgresServer;
import io.raptorflow.lords.workflow.Roster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/// The whole swarm of one campaign: three brokers behind proxies, two nodes with agents, two
/// replayers, the Lords, ingress, the sink, and who gives work; registry and database live in the
/// driver and are never struck.
final class Stage implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(120);

  /// How a campaign is cast.
  ///
  /// @param directory of logs and results
  /// @param data of brokers and states; gone afterwards
  /// @param programs directory of what is unpacked once
  /// @param perSecond tasks a second
  /// @param smallDiskMegabytes of the one broker whose disk can be filled up
  /// @param betweenRequests milliseconds between requests over HTTP
  record Settings(
      long seed,
      Path directory,
      Path data,
      Path programs,
      long smallDiskMegabytes,
      int perSecond,
      int betweenRequests,
      @Nullable PlantedBug bug) {}

  private final Settings settings;
  private final History history;
  private final Disks disks;
  private final Cluster cluster;
  private final EmbeddedRegistry registry;
  private final EmbeddedPostgresServer postgres;
  private final Bus bus;
  private final Map<String, Forked> processes = new LinkedHashMap<>();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Stage(Settings settings, History history) throws IOException, InterruptedException {
    this.settings = settings;
    this.history = history;
    try {
      this.disks = opened(Disks.prepare(settings.data(), settings.smallDiskMegabytes()));
      this.postgres =
          opened(
              EmbeddedPostgresServer.start(
                  new EmbeddedPostgresServer.Settings(
                      settings.data().resolve("postgres"), settings.programs(), 0)));
      this.cluster = opened(Cluster.start(settings.seed(), settings.directory(), disks.paths()));
      history.add("brokers are up");
      createSchemasTopic();
      this.registry = opened(EmbeddedRegistry.start(cluster.bootstrapServers(), 0));
      this.bus = opened(Bus.connect(busSettings(registry.url()), InstantSource.system()));
      Set<AgentId> agents = new TreeSet<>(Cast.TOOL_USERS);
      agents.addAll(Roster.shipped().onDuty());
      new TopicCatalogue(bus, Cluster.BROKERS).create(agents);
      bus.codec().announceSchemas();
      history.add("topics are there");
      cast();
    } catch (IOException | InterruptedException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  static Stage set(Settings settings, History history) throws IOException, InterruptedException {
    return new Stage(settings, history);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /// The registry would create its topic with one copy, which the first broker to die takes away.
  private void createSchemasTopic() throws InterruptedException {
    try (Bus early = Bus.connect(busSettings("http://127.0.0.1:1"), InstantSource.system())) {
      early
          .admin()
          .createTopics(
              List.of(
                  new NewTopic("_schemas", 1, (short) Cluster.BROKERS)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    } catch (ExecutionException refused) {
      throw new IllegalStateException("the topic of the schemas cannot be created", refused);
    }
  }

  private BusSettings busSettings(String url) {
    return BusSettings.at(cluster.bootstrapServers(), url);
  }

  private void cast() throws IOException, InterruptedException {
    String servers = cluster.bootstrapServers();
    String url = registry.url();
    int sinkPort = Ports.free();
    int ingressPort = Ports.free();
    String sink = "http://127.0.0.1:" + sinkPort;
    add(
        Cast.SINK,
        SinkNode.class,
        "128m",
        Long.toString(settings.seed()),
        Integer.toString(sinkPort),
        settings.directory().resolve("sink.jsonl").toString());
    for (String name : Cast.AGENT_NODES) {
      add(name, AgentNode.class, "256m", name, servers, url, sink);
    }
    for (String name : Cast.REPLAYERS) {
      addReplayer(name, name);
    }
    add(Cast.LORDS, LordsNode.class, "256m", Cast.LORDS, servers, url, state(Cast.LORDS));
    DataSourceSettings database = postgres.dataSource();
    add(
        Cast.INGRESS,
        IngressNode.class,
        "256m",
        Integer.toString(ingressPort),
        servers,
        url,
        database.url(),
        database.owner(),
        database.ownerPassword(),
        database.app(),
        database.appPassword());
    for (Forked process : processes.values()) {
      process.start();
    }
    awaitReady(processes.values());
    history.add("the swarm is ready");
    // The twin has the name of a replayer that runs, and a state of its own.
    addReplayer(Cast.TWIN, Cast.REPLAYERS.getFirst());
    add(
        Cast.LOAD,
        LoadNode.class,
        "256m",
        servers,
        url,
        "http://127.0.0.1:" + ingressPort,
        Long.toString(settings.seed()),
        Integer.toString(settings.perSecond()),
        Integer.toString(settings.betweenRequests()),
        settings.directory().resolve("load.jsonl").toString());
  }

  private void addReplayer(String name, String instance) {
    add(
        name,
        ReplayerNode.class,
        "256m",
        instance,
        cluster.bootstrapServers(),
        registry.url(),
        state(name));
  }

  private String state(String name) {
    return settings.data().resolve("state").resolve(name).toString();
  }

  private void add(String name, Class<?> main, String heap, String... arguments) {
    PlantedBug bug = settings.bug();
    Path shadow = bug != null && bug.strikes(main) ? settings.directory().resolve("shadow") : null;
    processes.put(
        name,
        new Forked(
            new Forked.Launch(name, main.getName(), List.of(arguments), shadow, heap),
            settings.directory()));
  }

  static void awaitReady(Collection<Forked> processes) throws InterruptedException {
    for (Forked process : processes) {
      if (!process.awaitReady(READY)) {
        throw new IllegalStateException(process.name() + " is not ready; see its log");
      }
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Disks disks() {
    return disks;
  }

  Bus bus() {
    return bus;
  }

  String registry() {
    return registry.url();
  }

  History history() {
    return history;
  }

  Forked process(String name) {
    Forked process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException("nobody is called " + name);
    }
    return process;
  }

  /// Those that faults strike, brokers apart.
  List<Forked> services() {
    List<Forked> services = new ArrayList<>();
    Cast.AGENT_NODES.forEach(name -> services.add(process(name)));
    Cast.REPLAYERS.forEach(name -> services.add(process(name)));
    services.add(process(Cast.LORDS));
    services.add(process(Cast.INGRESS));
    return services;
  }

  /// The brokers, and those that faults strike.
  List<Forked> all() {
    List<Forked> all = new ArrayList<>(cluster.brokers());
    all.addAll(services());
    return all;
  }

  /// Ends every fault and starts whoever is down.
  void heal() throws IOException, InterruptedException {
    cluster.heal();
    disks.free();
    process(Cast.SINK).tell("mode " + SinkNode.Mode.NORMAL);
    process(Cast.TWIN).kill();
    for (Forked process : all()) {
      process.goOn();
      process.tell("clock 0");
      process.start();
    }
  }

  @Override
  public void close() {
    try {
      for (Forked process : processes.values()) {
        process.goOn();
        process.kill();
      }
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
      try (var files = Files.walk(settings.data())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (Exception left) {
      history.add("not cleaned up", "why", left.toString());
    }
  }
}
