package io.raptorflow.lords.host;

import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.streams.CommitPace;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.Lord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// One Lord on Kafka Streams, exactly once: its desks are a state store with a changelog; tasks,
/// directives, decisions and the next desk leave in one transaction with the offsets read.
public final class LordHost implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LordHost.class);
  static final String DESKS = "desks";

  /// Desks and directives may be larger than Kafka's default of 1 MB.
  private static final int RECORD_BYTES_MAX = 8 * 1024 * 1024;

  private static final int TRANSACTION_MILLIS = 10_000;

  /// [CommitPace] says when to commit; Streams wants an interval below the timeout.
  private static final int COMMIT_MILLIS = TRANSACTION_MILLIS - 1_000;

  private final Seat<?> seat;
  private final Bus bus;
  private final CouncilHost.Settings settings;
  private KafkaStreams streams;

  /// What makes one Lord's host differ from another's.
  ///
  /// @param sources topics it reads
  /// @param answersFor topics whose undecodable records it sends to the dead letters; of several
  ///   readers of a topic only one does
  /// @param narrator progress frames that an event calls for
  record Seat<S extends Record>(
      Lord<S> lord,
      List<String> sources,
      List<String> answersFor,
      Function<Event, List<ProgressFrame>> narrator) {
    Seat {
      sources = List.copyOf(sources);
      answersFor = List.copyOf(answersFor);
    }

    String applicationId() {
      return "lords." + lord.id().value().toLowerCase(Locale.ROOT);
    }
  }

  LordHost(Seat<?> seat, Bus bus, CouncilHost.Settings settings) {
    this.seat = seat;
    this.bus = bus;
    this.settings = settings;
    this.streams = build();
  }

  private KafkaStreams build() {
    CommitPace pace = new CommitPace(bus.time());
    KafkaStreams built = new KafkaStreams(topology(seat, pace), properties(), pace.clients());
    built.setUncaughtExceptionHandler(
        fault -> {
          LOG.atError()
              .addKeyValue("lord", seat.lord().id())
              .setCause(fault)
              .log("a Lord's thread died and is replaced");
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    return built;
  }

  private <S extends Record> Topology topology(Seat<S> ours, CommitPace pace) {
    Deserializer<byte[]> bytes = Serdes.ByteArray().deserializer();
    Serializer<Routed> routed = (_, value) -> value.value();
    Topology topology = new Topology();
    topology.addSource("in", bytes, bytes, ours.sources().toArray(String[]::new));
    topology.addProcessor("lord", () -> new LordProcessor<>(ours, bus, pace), "in");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(DESKS), Serdes.String(), Serdes.ByteArray())
            .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(RECORD_BYTES_MAX))),
        "lord");
    topology.addSink(
        "out", (_, value, _) -> value.topic(), Serdes.ByteArray().serializer(), routed, "lord");
    return topology;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(bus.settings().clientProperties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, seat.applicationId());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG,
        settings.stateDirectory().resolve(seat.applicationId()).toString());
    properties.put("enable.metrics.push", false);
    properties.put(StreamsConfig.producerPrefix("linger.ms"), 0);
    properties.put(StreamsConfig.producerPrefix("retry.backoff.ms"), 2);
    properties.put(StreamsConfig.producerPrefix("retry.backoff.max.ms"), 20);
    properties.put(StreamsConfig.producerPrefix("max.request.size"), RECORD_BYTES_MAX);
    properties.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
    // A process that was killed takes its partitions back at once instead of after its session, and
    // what it left open is aborted soon.
    properties.put(
        StreamsConfig.mainConsumerPrefix("group.instance.id"),
        seat.applicationId() + "." + settings.instance());
    properties.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), TRANSACTION_MILLIS);
    return properties;
  }

  @Override
  public synchronized void start() {
    if (!isRunning()) {
      if (streams.state() != KafkaStreams.State.CREATED) {
        streams = build();
      }
      streams.start();
    }
  }

  /// Whether the Lord has its partitions and its desks.
  public synchronized boolean isSeated() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public synchronized void stop() {
    if (!streams.close(Duration.ofSeconds(20))) {
      LOG.atWarn().addKeyValue("lord", seat.lord().id()).log("a Lord did not close in time");
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return streams.state().isRunningOrRebalancing();
  }
}
