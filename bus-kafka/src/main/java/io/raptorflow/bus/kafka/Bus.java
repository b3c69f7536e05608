package io.raptorflow.bus.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/// The connection of one process to the cluster: one codec, one outbox, one admin client, and the
/// factories behind every inbox. Thread-safe; close it last.
public final class Bus implements AutoCloseable {
  private static final int RECORD_FETCH_BYTES = 256 * 1024;
  private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

  private final BusSettings settings;
  private final InstantSource time;
  private final MeterRegistry meters;
  private final BusCodec codec;
  private final DefaultKafkaConsumerFactory<byte[], byte[]> consumers;
  private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
  private final Admin admin;
  private final LogReader log;
  private final Claims claims;
  private final Outbox outbox;

  /// Looks for new metrics of all clients; by default each of them has a thread for that.
  private final ScheduledExecutorService metering =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kafka-metrics").factory());

  private final Set<String> knownTopics = ConcurrentHashMap.newKeySet();
  private final Semaphore turns = CautiousWorker.turns();

  private Bus(BusSettings settings, InstantSource time, MeterRegistry meters) {
    this.settings = settings;
    this.time = time;
    this.meters = meters;
    this.codec = new BusCodec(settings);
    this.consumers =
        new DefaultKafkaConsumerFactory<>(
            consumerProperties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TaskScheduler looking = new ConcurrentTaskScheduler(metering);
    consumers.addListener(new MicrometerConsumerListener<>(meters, looking));
    this.producers =
        new DefaultKafkaProducerFactory<>(
            producerProperties(settings), new ByteArraySerializer(), new ByteArraySerializer());
    producers.addListener(new MicrometerProducerListener<>(meters, looking));
    this.admin = Admin.create(settings.clientProperties());
    this.log = newLogReader();
    Producer<byte[], byte[]> producer = producers.createProducer();
    this.claims = new Claims(producer, log, time);
    this.outbox = new Outbox(codec, claims, producer);
  }

  /// Connects, with measurements kept in a registry of its own.
  public static Bus connect(BusSettings settings, InstantSource time) {
    return connect(settings, time, new SimpleMeterRegistry());
  }

  public static Bus connect(BusSettings settings, InstantSource time, MeterRegistry meters) {
    return new Bus(settings, time, meters);
  }

  public BusSettings settings() {
    return settings;
  }

  public BusCodec codec() {
    return codec;
  }

  public Outbox outbox() {
    return outbox;
  }

  public Claims claims() {
    return claims;
  }

  public LogReader log() {
    return log;
  }

  public Admin admin() {
    return admin;
  }

  /// Turns to work, for all inboxes of this process.
  Semaphore turns() {
    return turns;
  }

  public InstantSource time() {
    return time;
  }

  public MeterRegistry meters() {
    return meters;
  }

  /// A reader of its own, for long scans that must not hold up others; the caller closes it.
  public LogReader newLogReader() {
    return newReader(ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES);
  }

  /// A reader of its own for many records here and there, each with few neighbours; the caller
  /// closes it.
  public LogReader newRecordReader() {
    return newReader(RECORD_FETCH_BYTES);
  }

  private LogReader newReader(int fetchBytes) {
    return new LogReader(reader(fetchBytes));
  }

  /// A consumer that is a member of no group and goes to places in the log.
  Consumer<byte[], byte[]> reader(int fetchBytes) {
    // With each answer the consumer asks for what comes next; at the end of a log that fetch waits
    // so long, and the next reading waits behind it.
    return consumer(
        null,
        Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            fetchBytes,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            5,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest"));
  }

  /// A consumer of raw bytes, `read_committed`, without automatic commits. The caller closes it.
  ///
  /// @param group consumer group, or null for one that only assigns
  public Consumer<byte[], byte[]> consumer(@Nullable String group, Map<String, Object> more) {
    Properties overrides = new Properties();
    overrides.putAll(more);
    return consumers.createConsumer(group, null, null, overrides);
  }

  /// A consumer that shares the partitions of a topic with the other members of its group.
  ///
  /// @param instance name of the member that survives restarts, if it has one
  /// @param most records that a poll brings
  Consumer<byte[], byte[]> member(String group, Optional<String> instance, int most) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
    instance.ifPresent(
        name -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "." + name));
    if (!settings.overrides().containsKey(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG)) {
      // All of its partitions get ready at once, so none waits for the fetch of another, and there
      // are 87 of these (decision 0008).
      properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 2_000);
    }
    return consumer(group, properties);
  }

  /// Closes a consumer without waiting for its last fetch, which may hang at the broker for as long
  /// as `fetch.max.wait.ms`; the group is left before that.
  static void close(Consumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(CLOSE_WAIT));
  }

  /// A transactional producer. Spring's factory hands out cached producers with ids of its own; the
  /// emitter must keep its id and throw the producer away after an error whose outcome is unknown.
  Producer<byte[], byte[]> transactionalProducer(String id, Duration timeout) {
    Map<String, Object> properties = new HashMap<>(producerProperties(settings));
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout.toMillis()));
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, id);
    // While markers of the last transaction are written the first batch is refused for a moment;
    // batches that overtake it then would be refused as out of order.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Whether a topic exists; asked once for each that does. When the cluster does not say, it is
  /// taken to exist.
  public boolean hasTopic(String topic) {
    if (knownTopics.contains(topic)) {
      return true;
    }
    try {
      admin.describeTopics(List.of(topic)).allTopicNames().get(10, TimeUnit.SECONDS);
      knownTopics.add(topic);
      return true;
    } catch (ExecutionException refused) {
      return !(refused.getCause() instanceof UnknownTopicOrPartitionException)
          && !(refused.getCause() instanceof InvalidTopicException);
    } catch (TimeoutException unknown) {
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    metering.shutdownNow();
    producers.destroy();
    log.close();
    admin.close(Duration.ofSeconds(5));
    codec.close();
  }

  private static Map<String, Object> consumerProperties(BusSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    // KIP-848's client costs seconds of latency (KAFKA-20780) in this version.
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // A partition that gets ready just after a fetch was sent waits for that fetch (decision 0008).
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    // So long lies what comes into a partition that was added; Kafka's default is five minutes.
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    properties.put("enable.metrics.push", false);
    properties.putAll(settings.overridesFor(ConsumerConfig.configNames()));
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return properties;
  }

  private static Map<String, Object> producerProperties(BusSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Back-to-back transactions wait for markers with this backoff: 5 ms is 12 times faster.
    properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    properties.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 100);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 45_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    properties.put("enable.metrics.push", false);
    properties.putAll(settings.overridesFor(ProducerConfig.configNames()));
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return properties;
  }
}
