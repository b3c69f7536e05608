package io.raptorflow.testkit.bus;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.EmbeddedBroker;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import io.raptorflow.bus.kafka.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/// The Kafka and the registry that all tests of one process share.
final class TestKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TestKafka.class);
  private static final String IMAGE = "apache/kafka:4.3.1";
  private static final Path TARGET = Path.of("target");

  private final KafkaKind kind;
  private final AutoCloseable broker;
  private final EmbeddedRegistry registry;
  private final Bus bus;
  private final AtomicInteger names = new AtomicInteger();

  private TestKafka(KafkaKind kind, AutoCloseable broker, String bootstrapServers) {
    this.kind = kind;
    this.broker = broker;
    this.registry = EmbeddedRegistry.start(bootstrapServers, 0);
    this.bus =
        Bus.connect(BusSettings.at(bootstrapServers, registry.url()), InstantSource.system());
    new TopicCatalogue(bus, 1).create(List.of());
  }

  static TestKafka start() {
    KafkaKind wanted = KafkaKind.of(System.getProperty("it.kafka", "auto"));
    KafkaKind kind =
        switch (wanted) {
          case AUTO ->
              DockerClientFactory.instance().isDockerAvailable()
                  ? KafkaKind.DOCKER
                  : KafkaKind.INPROCESS;
          case DOCKER, INPROCESS -> wanted;
        };
    TestKafka started = kind == KafkaKind.DOCKER ? docker() : inProcess();
    started.announce();
    return started;
  }

  Bus bus() {
    return bus;
  }

  KafkaKind kind() {
    return kind;
  }

  int nextName() {
    return names.getAndIncrement();
  }

  @Override
  public void close() throws Exception {
    bus.close();
    registry.close();
    broker.close();
  }

  private static TestKafka docker() {
    KafkaContainer container = new KafkaContainer(IMAGE);
    container.start();
    return new TestKafka(KafkaKind.DOCKER, container::stop, container.getBootstrapServers());
  }

  private static TestKafka inProcess() {
    try {
      Files.createDirectories(TARGET);
      Path directory = Files.createTempDirectory(TARGET, "kafka-");
      EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.in(directory));
      return new TestKafka(KafkaKind.INPROCESS, broker, broker.bootstrapServers());
    } catch (IOException noDirectory) {
      throw new UncheckedIOException("no directory for the broker", noDirectory);
    }
  }

  /// Says which Kafka it was, in the log and in a file, so that a build can check it.
  private void announce() {
    String text = "kind=%s%nbootstrap=%s%n".formatted(kind, bus.settings().bootstrapServers());
    LOG.atInfo().addKeyValue("kind", kind).log("tests run on Kafka");
    try {
      Files.createDirectories(TARGET);
      Files.writeString(TARGET.resolve("kafka-env.txt"), text);
    } catch (IOException notWritten) {
      throw new UncheckedIOException("cannot write target/kafka-env.txt", notWritten);
    }
  }
}
