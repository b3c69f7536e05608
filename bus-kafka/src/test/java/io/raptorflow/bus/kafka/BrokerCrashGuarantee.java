package io.raptorflow.bus.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker's process is killed in the middle of transactions and started again on its data, on
/// another port.
class BrokerCrashGuarantee {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int WRITERS = 8;
  private static final int COMMITS_BEFORE_THE_KILL = 200;

  /// Shorter than a process takes to start, so that what is open has timed out by then.
  private static final int TRANSACTION_MILLIS = 300;

  /// As many as a swarm has: the more, the longer a broker is between two leaderships.
  private static final int OTHER_PARTITIONS = 400;

  private static final List<TopicPartition> PARTITIONS =
      List.of(
          new TopicPartition("left", 0),
          new TopicPartition("middle", 0),
          new TopicPartition("right", 0));

  /// What a coordinator says when it drops the markers of a transaction; whether readers suffer is
  /// then a matter of milliseconds.
  private static final String DROPPED = "Couldn't find leader endpoint";

  @TempDir private Path directory = Path.of("");

  @Test
  void everyTransactionIsVisibleInAllItsPartitionsOrInNone() throws Exception {
    try (Crash first = Crash.start(directory)) {
      createTopics(first.address());
      Producer<byte[], byte[]> dying = producer(first.address(), "dies", TRANSACTION_MILLIS);
      dying.initTransactions();
      dying.beginTransaction();
      send(dying, "never seen");
      dying.flush();
      AtomicInteger commits = new AtomicInteger();
      List<Thread> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(n -> Thread.ofVirtual().start(() -> write(first.address(), n, commits)))
              .toList();
      await().atMost(LONG).until(() -> commits.get() > COMMITS_BEFORE_THE_KILL);

      first.kill();
      dying.close(Duration.ZERO);
      for (Thread writer : writers) {
        writer.join();
      }

      try (Crash second = Crash.start(directory)) {
        List<Set<String>> seen = new ArrayList<>();
        for (TopicPartition partition : PARTITIONS) {
          seen.add(read(second.address(), partition));
        }
        assertThat(seen.getFirst()).hasSizeGreaterThanOrEqualTo(COMMITS_BEFORE_THE_KILL);
        assertThat(seen.getFirst()).doesNotContain("never seen");
        assertThat(seen).allMatch(seen.getFirst()::equals);
        assertThat(second.printed()).doesNotContain(DROPPED);
      }
    }
  }

  private static void createTopics(String broker) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    topics.add(new NewTopic("others", OTHER_PARTITIONS, (short) 1));
    PARTITIONS.forEach(partition -> topics.add(new NewTopic(partition.topic(), 1, (short) 1)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
    }
  }

  /// Commits one record to each partition, again and again, until the broker is gone.
  private static void write(String broker, int writer, AtomicInteger commits) {
    Producer<byte[], byte[]> producer = producer(broker, "writer-" + writer, 60_000);
    try {
      producer.initTransactions();
      for (int n = 0; true; n++) {
        producer.beginTransaction();
        send(producer, writer + "-" + n);
        producer.commitTransaction();
        commits.incrementAndGet();
      }
    } catch (KafkaException killed) {
      producer.close(Duration.ZERO);
    }
  }

  private static void send(Producer<byte[], byte[]> producer, String text) {
    for (TopicPartition partition : PARTITIONS) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  partition.topic(), partition.partition(), null, text.getBytes(UTF_8)));
    }
  }

  private static Producer<byte[], byte[]> producer(String broker, String id, int timeoutMillis) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMillis);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 8_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Everything committed; ends only if nothing hides the end of the log.
  private static Set<String> read(String broker, TopicPartition partition) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker));
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    broker,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      long end =
          admin
              .listOffsets(
                  Map.of(partition, OffsetSpec.latest()),
                  new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
              .partitionResult(partition)
              .get(30, TimeUnit.SECONDS)
              .offset();
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Set<String> seen = new HashSet<>();
      await("the end of " + partition)
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(record -> seen.add(new String(record.value(), UTF_8)));
                return consumer.position(partition) >= end;
              });
      return seen;
    }
  }

  /// A broker in a process of its own, on a free port.
  private record Crash(Process process, String address, Path output) implements AutoCloseable {
    static Crash start(Path directory) throws IOException {
      Path output = Files.createTempFile(directory, "broker", ".log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dlogback.configurationFile=logback-markers.xml",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EmbeddedBroker.class.getName(),
                  directory.resolve("kafka").toString(),
                  "0",
                  "0")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      String ready = "broker 127.0.0.1:";
      await()
          .atMost(LONG)
          .until(() -> Files.readString(output).contains(ready) || !process.isAlive());
      assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
      String address =
          Files.readString(output)
              .lines()
              .filter(line -> line.startsWith(ready))
              .findFirst()
              .orElseThrow()
              .substring("broker ".length());
      return new Crash(process, address, output);
    }

    String printed() throws IOException {
      return Files.readString(output);
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }
}
