package io.raptorflow.agent.host;

import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.agent.ModelGateway;
import io.raptorflow.agent.langchain.ModelRoutes;
import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.agent.offline.OfflineModel;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.TopicCatalogue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One guild as a process of its own, against a cluster that is there.
///
/// Reads its environment: `RAPTOR_BOOTSTRAP_SERVERS`, `RAPTOR_SCHEMA_REGISTRY_URL`, `RAPTOR_HOST`
/// (a name that is unique among the processes and stays over restarts), `RAPTOR_REPLICATION`
/// (default 3), `RAPTOR_AGENT_FOLDERS` (separated by commas), and the models of
/// [ModelSettings#from]. Stops on SIGTERM after draining.
public final class GuildService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuildService.class);

  private final Bus bus;
  private final KafkaCallBook book;
  private final RunControl control;
  private final GuildHost host;

  private GuildService(GuildKit kit, Map<String, String> environment) {
    this.bus = connect(environment);
    this.book = new KafkaCallBook(bus);
    ModelGateway gateway =
        new ModelGateway(
            ModelRoutes.of(
                ModelSettings.from(environment),
                new OfflineModel(kit.composers()),
                bus.time(),
                bus.meters()),
            book,
            bus.time());
    List<Path> folders =
        Arrays.stream(environment.getOrDefault("RAPTOR_AGENT_FOLDERS", "").split(","))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList();
    AgentCatalog catalog = AgentCatalog.load(List.of(kit), folders);
    List<AgentId> ids = catalog.agents().stream().map(agent -> agent.file().facts().id()).toList();
    new TopicCatalogue(bus, replication(environment)).create(ids);
    book.start();
    this.control = new RunControl(bus);
    control.start();
    String name = needed(environment, "RAPTOR_HOST");
    this.host =
        new GuildHost(
            catalog,
            new AgentRunner(gateway),
            bus,
            control,
            new GuildHost.Settings(name, InboxSettings.standard().withInstance(name)));
    host.start();
    LOG.atInfo()
        .addKeyValue("guild", kit.guild().label())
        .addKeyValue("agents", ids.size())
        .log("guild is at work");
  }

  /// Starts a guild; the caller closes it.
  public static GuildService start(GuildKit kit, Map<String, String> environment) {
    return new GuildService(kit, environment);
  }

  /// Runs a guild until the process is told to stop.
  public static void run(GuildKit kit) throws InterruptedException {
    GuildService service = start(kit, System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "drain"));
    new CountDownLatch(1).await();
  }

  /// The bus that the environment names.
  ///
  /// @throws IllegalArgumentException naming the variable that is missing
  public static Bus connect(Map<String, String> environment) {
    return Bus.connect(
        BusSettings.at(
            needed(environment, "RAPTOR_BOOTSTRAP_SERVERS"),
            needed(environment, "RAPTOR_SCHEMA_REGISTRY_URL")),
        InstantSource.system());
  }

  /// Copies of each topic's records, `RAPTOR_REPLICATION`, by default 3.
  public static int replication(Map<String, String> environment) {
    return Integer.parseInt(environment.getOrDefault("RAPTOR_REPLICATION", "3"));
  }

  private static String needed(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException("environment variable " + variable + " is not set");
    }
    return value;
  }

  @Override
  public void close() {
    host.stop();
    control.close();
    book.close();
    bus.close();
  }
}
