package io.raptorflow.bench.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/// One of the three brokers, controller too, in a process of its own. Prints `ready` once it runs.
final class BrokerNode {
  /// All brokers of one campaign format their directories for the same cluster.
  private static final String CLUSTER = "Y2hhb3MtY2FtcGFpZ24tMQ";

  private BrokerNode() {}

  /// @param arguments node id, directory, client port, port between brokers, controller port, and
  ///   the ports of the proxies before these three; voters
  public static void main(String[] arguments) throws Exception {
    int id = Integer.parseInt(arguments[0]);
    Path directory = Path.of(arguments[1]);
    format(id, directory);
    KafkaRaftServer server =
        new KafkaRaftServer(
            new KafkaConfig(properties(id, directory, List.of(arguments)), false), Time.SYSTEM);
    server.startup();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    Node.say("ready");
    new Node().listen(Map::of);
  }

  private static void format(int id, Path directory) throws Exception {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(directory);
    try (PrintStream silent = new PrintStream(PrintStream.nullOutputStream())) {
      new Formatter()
          .setPrintStream(silent)
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(id)
          .setClusterId(CLUSTER)
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException unwritable) {
      throw new IllegalStateException("cannot format " + directory, unwritable);
    }
  }

  private static Properties properties(int id, Path directory, List<String> arguments) {
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(id)),
            Map.entry(
                "listeners",
                "CLIENT://127.0.0.1:%s,INTER://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s"
                    .formatted(arguments.get(2), arguments.get(3), arguments.get(4))),
            Map.entry(
                "advertised.listeners",
                "CLIENT://127.0.0.1:%s,INTER://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s"
                    .formatted(arguments.get(5), arguments.get(6), arguments.get(7))),
            Map.entry(
                "listener.security.protocol.map",
                "CLIENT:PLAINTEXT,INTER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "INTER"),
            Map.entry("controller.quorum.voters", arguments.get(8)),
            Map.entry("controller.quorum.election.timeout.ms", "2000"),
            Map.entry("controller.quorum.fetch.timeout.ms", "3000"),
            Map.entry("log.dirs", directory.toString()),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("unclean.leader.election.enable", "false"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // The checker reads every version of what is compacted.
            Map.entry("log.cleaner.min.compaction.lag.ms", "86400000"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
            Map.entry("add.partitions.to.txn.retry.backoff.max.ms", "5")));
    for (String internal : List.of("offsets.topic", "transaction.state.log")) {
      properties.put(internal + ".replication.factor", "3");
      properties.put(internal + ".num.partitions", "6");
    }
    properties.put("transaction.state.log.min.isr", "2");
    properties.put("share.coordinator.state.topic.replication.factor", "3");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    return properties;
  }
}
