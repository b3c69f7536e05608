package io.raptorflow.bench.dag;

import io.raptorflow.bus.kafka.EmbeddedBroker;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Broker and registry of this project in a process of their own. Prints `ready` and the two
/// addresses.
final class ServerMain {
  private ServerMain() {}

  /// @param arguments directory
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.in(Path.of(arguments[0])));
    EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0);
    System.out.println("ready " + broker.bootstrapServers() + " " + registry.url());
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
