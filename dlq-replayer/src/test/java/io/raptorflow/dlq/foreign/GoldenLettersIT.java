package io.raptorflow.dlq.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/// Has Spring and Kafka Streams write their dead letters anew and holds the golden files to them.
/// What was written lies in `target/golden` afterwards.
@ExtendWith(BusFixture.class)
class GoldenLettersIT {
  static final byte[] KEY = "order-7".getBytes(UTF_8);
  static final byte[] VALUE = {0, 0, 0, 0, 42, 2, (byte) 0xff};
  static final long TIME = 1_760_000_000_123L;

  @TempDir private Path directory = Path.of("");

  @Test
  void springWritesWhatTheGoldenFileHolds(LiveBus live) throws Exception {
    create(live, "golden.spring.orders", "golden.spring.orders-dlt");
    send(live, "golden.spring.orders", 2);

    Map<String, Object> client = live.bus().settings().clientProperties();
    ContainerProperties listening = new ContainerProperties("golden.spring.orders");
    listening.setGroupId("golden-spring");
    listening.setDeliveryAttemptHeader(true);
    listening.setMessageListener(
        (MessageListener<byte[], byte[]>)
            _ -> {
              throw new IllegalStateException(
                  "price service failed", new SocketTimeoutException("Read timed out"));
            });
    DefaultKafkaProducerFactory<byte[], byte[]> producers =
        new DefaultKafkaProducerFactory<>(
            client, new ByteArraySerializer(), new ByteArraySerializer());
    KafkaMessageListenerContainer<byte[], byte[]> container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                with(client, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
            listening);
    container.setCommonErrorHandler(
        new DefaultErrorHandler(
            new DeadLetterPublishingRecoverer(new KafkaTemplate<>(producers)),
            new FixedBackOff(0, 2)));
    container.start();
    ConsumerRecord<byte[], byte[]> letter;
    try {
      letter = first(live, "golden.spring.orders-dlt");
    } finally {
      container.stop();
      producers.destroy();
    }

    compare("spring", "spring-kafka 4.1.1, DeadLetterPublishingRecoverer", letter);
  }

  @Test
  void streamsWritesWhatTheGoldenFileHolds(LiveBus live) throws Exception {
    create(live, "golden.streams.payments", "golden.streams.payments-dlq");
    send(live, "golden.streams.payments", 1);

    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("golden.streams.payments", Consumed.with(Serdes.ByteArray(), Serdes.Long()))
        .foreach((_, _) -> {});
    Properties properties = new Properties();
    properties.putAll(live.bus().settings().clientProperties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "golden-streams");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueExceptionHandler.class);
    properties.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "golden.streams.payments-dlq");
    ConsumerRecord<byte[], byte[]> letter;
    try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
      streams.start();
      letter = first(live, "golden.streams.payments-dlq");
      assertThat(streams.close(Duration.ofSeconds(20))).isTrue();
    }

    assertThat(letter.timestamp()).isEqualTo(TIME);
    compare("streams", "kafka-streams 4.3.1, LogAndContinueExceptionHandler", letter);
  }

  private static void create(LiveBus live, String original, String letters) throws Exception {
    live.bus().admin().createTopics(List.of(topic(original), topic(letters))).all().get();
    live.await().until(() -> live.bus().hasTopic(original) && live.bus().hasTopic(letters));
  }

  /// The golden time is fixed: with the usual retention the record would soon be deleted.
  private static NewTopic topic(String name) {
    return new NewTopic(name, 3, (short) 1).configs(Map.of("retention.ms", "-1"));
  }

  private static void send(LiveBus live, String topic, int partition) {
    live.await().ignoreExceptions().untilAsserted(() -> assertThat(live.records(topic)).isEmpty());
    live.bus()
        .outbox()
        .publishRecords(
            List.of(
                new ProducerRecord<>(
                    topic,
                    partition,
                    TIME,
                    KEY,
                    VALUE,
                    new RecordHeaders().add("tenant", "tarn".getBytes(UTF_8)))));
  }

  private static ConsumerRecord<byte[], byte[]> first(LiveBus live, String topic) {
    live.await().untilAsserted(() -> assertThat(live.records(topic)).isNotEmpty());
    return live.records(topic).getFirst();
  }

  private static Map<String, Object> with(Map<String, Object> all, String name, Object value) {
    Map<String, Object> more = new HashMap<>(all);
    more.put(name, value);
    return more;
  }

  /// All but the frames of stack traces, which change with the JDK, and Spring's time of writing.
  private static void compare(String name, String madeBy, ConsumerRecord<byte[], byte[]> letter)
      throws IOException {
    Golden written = Golden.of(madeBy, letter);
    Files.createDirectories(Path.of("target/golden"));
    Files.writeString(Path.of("target/golden/" + name + ".json"), written.json());

    Golden golden = Golden.read(name);

    assertThat(golden.madeBy()).isEqualTo(madeBy);
    assertThat(written.key()).isEqualTo(golden.key()).isEqualTo(KEY);
    assertThat(written.value()).isEqualTo(golden.value()).isEqualTo(VALUE);
    assertThat(written.names()).isEqualTo(golden.names());
    Header[] expected = golden.headers().toArray();
    Header[] actual = written.headers().toArray();
    for (int i = 0; i < expected.length; i++) {
      if (expected[i].key().endsWith("stacktrace")) {
        assertThat(headlines(actual[i])).isEqualTo(headlines(expected[i]));
      } else {
        assertThat(actual[i].value()).as(expected[i].key()).isEqualTo(expected[i].value());
      }
    }
  }

  private static String headlines(Header stackTrace) {
    return new String(stackTrace.value(), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("\t"))
        .collect(Collectors.joining("\n"));
  }
}
