package io.raptorflow.bus.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Kafka broker with its controller (KRaft) for one machine, in this process, bound to
/// loopback. Its data directory survives restarts. One broker per process: a second on the same
/// directory is refused by Kafka's lock.
///
/// A fatal fault of a broker, such as a data directory that vanishes, halts the whole process;
/// where that must not happen run [#main] in a process of its own.
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String META = "meta.properties";
  private static final int NODE_ID = 1;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);

  /// Where a broker keeps its data and listens.
  ///
  /// @param port client port; 0 chooses a free one
  /// @param controllerPort controller's port; 0 chooses a free one
  public record Settings(Path directory, int port, int controllerPort) {

    /// A broker on free ports.
    public static Settings in(Path directory) {
      return new Settings(directory, 0, 0);
    }
  }

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /// Formats the directory if it is new, starts the broker and waits until it serves groups.
  public static EmbeddedBroker start(Settings settings) {
    int port = settings.port() == 0 ? freePort(settings.controllerPort()) : settings.port();
    int controllerPort =
        settings.controllerPort() == 0 ? freePort(port) : settings.controllerPort();
    Path directory = settings.directory().toAbsolutePath();
    format(directory);
    Properties properties = properties(directory, port, controllerPort);
    if (StaleLeadership.isIn(directory)) {
      StaleLeadership.end(properties, "127.0.0.1:" + controllerPort);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
    String bootstrapServers = "127.0.0.1:" + port;
    EmbeddedBroker broker = new EmbeddedBroker(server, bootstrapServers);
    broker.warmUp();
    OpenTransactions.endAll(bootstrapServers);
    LOG.atInfo()
        .addKeyValue("bootstrapServers", bootstrapServers)
        .addKeyValue("directory", directory)
        .log("broker is up");
    return broker;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /// Stops the broker in order; clients must be closed before.
  @Override
  public void close() {
    // Kafka's shutdown can hang when a second broker of this process held the same directory.
    Thread closing =
        Thread.ofPlatform()
            .daemon()
            .name("broker-close")
            .start(
                () -> {
                  server.shutdown();
                  server.awaitShutdown();
                });
    try {
      if (!closing.join(CLOSE_WAIT)) {
        LOG.atError().addKeyValue("waited", CLOSE_WAIT).log("broker did not stop in time");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs a broker until the process is told to stop. Arguments: directory, client port, controller
  /// port (0 chooses). Prints `broker <address>` when it is ready.
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 3) {
      System.err.println("usage: EmbeddedBroker DIRECTORY PORT CONTROLLER_PORT");
      System.exit(2);
    }
    Settings settings =
        new Settings(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    EmbeddedBroker broker = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
    System.out.println("broker " + broker.bootstrapServers());
    System.out.flush();
    new CountDownLatch(1).await();
  }

  private static void format(Path directory) {
    if (Files.exists(directory.resolve(META))) {
      return;
    }
    try (PrintStream silent = new PrintStream(PrintStream.nullOutputStream())) {
      Files.createDirectories(directory);
      new Formatter()
          .setPrintStream(silent)
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception refused) {
      throw new IllegalStateException("cannot format " + directory, refused);
    }
  }

  private static Properties properties(Path directory, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry(
                "listeners",
                "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort)),
            Map.entry("advertised.listeners", "BROKER://127.0.0.1:" + port),
            Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "BROKER"),
            Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
            Map.entry("log.dirs", directory.toString()),
            Map.entry("auto.create.topics.enable", "false"),
            // The default of 3 s is added to the first join of every classic group.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            // Below that a busy machine fences its own broker, and coordinators load again in the
            // middle of work.
            Map.entry("broker.session.timeout.ms", "4000"),
            Map.entry("broker.heartbeat.interval.ms", "400"),
            // Records of no content by which brokers see that they are up to date; there is one
            // broker.
            Map.entry("metadata.max.idle.interval.ms", "5000"),
            // A killed process leaves transactions open; readers wait until they are aborted.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            // Back-to-back transactions wait for markers with this backoff: ten times faster.
            Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
            Map.entry("add.partitions.to.txn.retry.backoff.max.ms", "5")));
    for (String internal : List.of("offsets.topic", "transaction.state.log")) {
      properties.put(internal + ".replication.factor", "1");
      properties.put(internal + ".num.partitions", "4");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    return properties;
  }

  /// Creates the offsets topic now, so that the first groups need not wait and race for it.
  private void warmUp() {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin
          .listConsumerGroupOffsets("warm-up")
          .partitionsToOffsetAndMetadata()
          .get(60, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception refused) {
      close();
      throw new IllegalStateException("the broker does not serve groups", refused);
    }
  }

  /// @param taken a port that nobody listens on yet, and that is spoken for
  private static int freePort(int taken) {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return one.getLocalPort() == taken ? other.getLocalPort() : one.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException("no free port on loopback", none);
    }
  }
}
