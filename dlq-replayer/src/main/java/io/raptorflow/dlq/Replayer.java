package io.raptorflow.dlq;

import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.streams.CommitPace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Retries failed work, parks what is exhausted, and obeys operators. Several replayers share the
/// work; all state is in Kafka. The topics of the catalogue must exist before it starts.
public final class Replayer implements SmartLifecycle {
  /// Consumer group that all replayers share.
  public static final String APPLICATION_ID = "raptor.dlq-replayer";

  private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);
  private static final int TRANSACTION_MILLIS = 15_000;

  /// [CommitPace] says when to commit; Streams wants an interval below the timeout.
  private static final int COMMIT_MILLIS = TRANSACTION_MILLIS - 1_000;

  private final Bus bus;
  private final ReplayerSettings settings;
  private final InstantSource time;
  private @Nullable RuleBook rules;
  private volatile CountDownLatch ready = new CountDownLatch(1);
  private volatile @Nullable KafkaStreams streams;

  public Replayer(Bus bus, ReplayerSettings settings, InstantSource time) {
    this.bus = bus;
    this.settings = settings;
    this.time = time;
  }

  /// Starts to work; returns at once.
  @Override
  public synchronized void start() {
    if (streams != null) {
      return;
    }
    ready = new CountDownLatch(1);
    RuleBook read = new RuleBook(bus);
    // Kept before it starts, so that a stop ends it although it did not catch up.
    rules = read;
    read.start();
    CommitPace pace = new CommitPace(time);
    KafkaStreams started = new KafkaStreams(topology(read, pace), properties(), pace.clients());
    started.setUncaughtExceptionHandler(
        failed -> {
          LOG.atError().setCause(failed).log("replayer begins again with a new thread");
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    started.setStateListener(
        (now, _) -> {
          if (now == KafkaStreams.State.RUNNING) {
            ready.countDown();
          }
        });
    started.start();
    streams = started;
  }

  /// Stops in order and leaves the group, so that another replayer takes over at once.
  @Override
  public synchronized void stop() {
    KafkaStreams running = streams;
    if (running != null) {
      running.close(
          CloseOptions.timeout(CLOSE_WAIT)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      streams = null;
    }
    RuleBook known = rules;
    if (known != null) {
      known.close();
      rules = null;
    }
  }

  @Override
  public boolean isRunning() {
    return streams != null;
  }

  /// Waits until it has its partitions and rows.
  ///
  /// @return whether it has them within the time
  public boolean awaitReady(Duration most) throws InterruptedException {
    return ready.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Topology topology(RuleBook read, CommitPace pace) {
    RetryProcessor.Surroundings around =
        new RetryProcessor.Surroundings(
            read, new OutageWatch(settings.outage()), new AgentPulse(settings.budget()), pace);
    StreamsBuilder builder = new StreamsBuilder();
    Consumed<byte[], byte[]> raw = Consumed.with(Serdes.ByteArray(), Serdes.ByteArray());
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(RetryProcessor.STORE),
            Serdes.String(),
            RowStore.serde()));
    List<String> failures =
        List.of(
            Topic.DLQ_PROCESSING_ERROR.topicName(),
            Topic.DLQ_PROCESSING_TIMEOUT.topicName(),
            Topic.DLQ_SCHEMA_VIOLATION.topicName(),
            Topic.DLQ_ROUTING_ERROR.topicName(),
            Topic.DLQ_OPS.topicName());
    List<String> broadcasts = new ArrayList<>();
    for (Guild guild : Guild.values()) {
      broadcasts.add(Topic.broadcast(guild));
    }
    KStream<byte[], byte[]> outcomes =
        builder.stream(broadcasts, raw)
            .process(() -> new Outcomes(around.pace()))
            .repartition(
                Repartitioned.<byte[], byte[]>as("outcomes")
                    .withKeySerde(Serdes.ByteArray())
                    .withValueSerde(Serdes.ByteArray())
                    .withNumberOfPartitions(Topic.DLQ_OPS.partitions()));
    Serde<Emission> emissions =
        Serdes.serdeFrom(
            new Emission.ValueSerializer(),
            (topic, _) -> {
              throw new IllegalStateException("nothing reads emissions back from " + topic);
            });
    builder.stream(failures, raw)
        .merge(outcomes)
        .process(() -> new RetryProcessor(bus, settings, around, time), RetryProcessor.STORE)
        .to((_, emission, _) -> emission.topic(), Produced.with(Serdes.ByteArray(), emissions));
    for (String store : List.of(JobProcessor.JOBS, JobProcessor.ITEMS)) {
      builder.addStateStore(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(store), Serdes.String(), Serdes.ByteArray()));
    }
    builder.stream(List.of(Topic.DLQ_JOBS.topicName(), Topic.DLQ_OUTCOMES.topicName()), raw)
        .process(
            () -> new JobProcessor(bus, settings.tick(), around.pace(), time),
            JobProcessor.JOBS,
            JobProcessor.ITEMS)
        .to((_, emission, _) -> emission.topic(), Produced.with(Serdes.ByteArray(), emissions));
    return builder.build();
  }

  private Properties properties() {
    Map<String, Object> properties = new HashMap<>(bus.settings().clientProperties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toAbsolutePath().toString());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedMemory.class);
    properties.put("enable.metrics.push", false);
    // A fetch under way holds up what the same connection is asked next, and a start asks for the
    // positions of 60 partitions while they get ready one after the other.
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings
        .instance()
        .ifPresent(
            name ->
                properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                    APPLICATION_ID + "." + name));
    // Nothing is seen before its commit, and a commit ends the wait; without one, each record would
    // travel alone.
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 20);
    // A batch that overtakes the refused first one of a transaction is refused as out of order.
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 4 * 1024 * 1024);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_MILLIS);
    Properties all = new Properties();
    all.putAll(properties);
    return all;
  }
}
