package io.raptorflow.bench.chaos;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;

/// A replayer as it is shipped, with three copies of what it keeps.
final class ReplayerNode {
  private ReplayerNode() {}

  /// @param arguments name, bootstrap servers, registry, directory for its state
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Node node = new Node();
    Bus bus = Node.insist(() -> node.connect(arguments[1], arguments[2]));
    Replayer replayer =
        new Replayer(
            bus,
            ReplayerSettings.standard(Path.of(arguments[3]))
                .withReplicationFactor(Cluster.BROKERS)
                .withInstance(arguments[0]),
            bus.time());
    Runtime.getRuntime().addShutdownHook(new Thread(replayer::stop, "stop"));
    Node.insist(
        () -> {
          replayer.start();
          return true;
        });
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (replayer.awaitReady(Node.START)) {
                  Node.say("ready");
                }
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    node.listen(ReplayerNode::report);
  }

  private static Map<String, Object> report() {
    System.gc();
    return Map.of(
        "threads",
        ManagementFactory.getThreadMXBean().getThreadCount(),
        "heapMegabytes",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_048_576);
  }
}
