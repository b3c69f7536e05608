package io.raptorflow.bench.chaos;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.lords.host.CouncilHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The seven Lords as they are shipped, in a process of their own.
final class LordsNode {
  /// How long a Lord waits for an agent: longer than any campaign's faults and the drain.
  static final Duration NODE_TIME = Duration.ofMinutes(15);

  private static final Duration LOOK = Duration.ofMillis(100);

  private LordsNode() {}

  /// @param arguments name, bootstrap servers, registry, directory for their state
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Node node = new Node();
    Bus bus = Node.insist(() -> node.connect(arguments[1], arguments[2]));
    CouncilHost council =
        new CouncilHost(
            bus, new CouncilHost.Settings(Path.of(arguments[3]), NODE_TIME, arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(council::stop, "stop"));
    council.start();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!council.isSeated()) {
                  Pause.of(LOOK);
                }
                Node.say("ready");
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    node.listen(Map::of);
  }
}
