package io.raptorflow.bench;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.EmbeddedBroker;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// A broker, a registry and a bus in a directory that is gone afterwards.
final class Ground implements AutoCloseable {
  private final Path directory;
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Bus bus;
  private final long started = System.nanoTime();

  private Ground(Path directory, EmbeddedBroker broker, EmbeddedRegistry registry, Bus bus) {
    this.directory = directory;
    this.broker = broker;
    this.registry = registry;
    this.bus = bus;
  }

  static Ground prepare(List<AgentId> agents) throws IOException {
    Path parent = Bench.home().resolve("bench/target");
    Files.createDirectories(parent);
    Path directory = Files.createTempDirectory(parent, "ground-");
    EmbeddedBroker broker =
        EmbeddedBroker.start(EmbeddedBroker.Settings.in(directory.resolve("kafka")));
    EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0);
    Bus bus =
        Bus.connect(
            BusSettings.at(broker.bootstrapServers(), registry.url()), InstantSource.system());
    new TopicCatalogue(bus, 1).create(agents);
    return new Ground(directory, broker, registry, bus);
  }

  Bus bus() {
    return bus;
  }

  Path directory() {
    return directory;
  }

  /// Says where the campaign is, with the seconds since its beginning.
  void say(String text, Object... values) {
    System.out.printf("%7.1f s  %s%n", (System.nanoTime() - started) / 1e9, text.formatted(values));
  }

  /// Waits until something is so.
  ///
  /// @throws IllegalStateException when it is not within the time
  void await(String what, Duration most, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after %d s not yet: %s".formatted(most.toSeconds(), what));
      }
      pause(Duration.ofMillis(250));
    }
  }

  /// Lets time pass; a campaign works by the clock.
  static void pause(Duration time) throws InterruptedException {
    if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody counts down");
    }
  }

  /// Hands over every committed record of a topic.
  void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reading) {
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(topic, reading);
    }
  }

  /// Offsets behind the last committed record, added up over the partitions.
  long end(String topic) {
    try (var consumer = bus.consumer(null, java.util.Map.of())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// The partition that a work's rows and commands lie in.
  static int partition(String work) {
    return org.apache.kafka.common.utils.Utils.toPositive(
            org.apache.kafka.common.utils.Utils.murmur2(
                work.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        % Topic.DLQ_STATE.partitions();
  }

  @Override
  public void close() throws IOException {
    bus.close();
    registry.close();
    broker.close();
    delete(directory);
  }

  /// Deletes a directory with all that is in it.
  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
