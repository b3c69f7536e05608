package io.raptorflow.dlq.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignLettersTest {
  private static final Instant TIME = Instant.ofEpochMilli(1_760_000_000_123L);

  @Test
  void readsSprings() {
    Origin origin = Golden.read("spring").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.SPRING);
    assertThat(origin.coordinates()).contains(new Coordinates("golden.spring.orders", 2, 0));
    assertThat(origin.timestamp()).contains(TIME);
    assertThat(origin.group()).contains("golden-spring");
    assertThat(origin.exception()).contains("java.lang.IllegalStateException");
    assertThat(origin.message()).contains("Listener failed; price service failed");
    assertThat(origin.stackTrace().orElseThrow()).contains("Caused by: java.net.SocketTimeout");
    assertThat(origin.attempts()).hasValue(3);
    assertThat(origin.notes()).isEmpty();
    assertThat(origin.failure()).isEqualTo(FailureClass.TIMEOUT);
  }

  @Test
  void readsSpringsRetryTopics() {
    Origin origin = Golden.read("spring-retry").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.SPRING_RETRY);
    assertThat(origin.coordinates()).contains(new Coordinates("golden.retry.mails", 0, 12));
    assertThat(origin.timestamp()).contains(TIME);
    assertThat(origin.attempts()).hasValue(4);
    assertThat(origin.exception()).contains("com.example.mail.RateLimitException");
    assertThat(origin.failure()).isEqualTo(FailureClass.RATE_LIMITED);
    assertThat(origin.notes()).isEmpty();
  }

  @Test
  void readsKafkaConnects() {
    Origin origin = Golden.read("connect").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.CONNECT);
    assertThat(origin.coordinates()).contains(new Coordinates("golden.connect.clicks", 2, 41));
    assertThat(origin.timestamp()).contains(TIME);
    assertThat(origin.group()).contains("clicks-sink");
    assertThat(origin.exception()).contains("org.apache.kafka.connect.errors.DataException");
    assertThat(origin.attempts()).isEmpty();
    assertThat(origin.failure()).isEqualTo(FailureClass.POISON);
    assertThat(origin.notes()).isEmpty();
  }

  @Test
  void readsKafkaStreams() {
    Origin origin = Golden.read("streams").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.STREAMS);
    assertThat(origin.coordinates()).contains(new Coordinates("golden.streams.payments", 1, 0));
    assertThat(origin.timestamp()).contains(TIME);
    assertThat(origin.group()).isEmpty();
    assertThat(origin.exception())
        .contains("org.apache.kafka.common.errors.SerializationException");
    assertThat(origin.message()).contains("Size of data received by LongDeserializer is not 8");
    assertThat(origin.failure()).isEqualTo(FailureClass.POISON);
    assertThat(origin.notes()).isEmpty();
  }

  @Test
  void readsShareGroups() {
    Origin origin = Golden.read("share-group").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.SHARE_GROUP);
    assertThat(origin.coordinates()).contains(new Coordinates("golden.share.tasks", 1, 0));
    assertThat(origin.group()).contains("golden-share");
    assertThat(origin.attempts()).hasValue(5);
    assertThat(origin.message()).contains("Offset delivery count exceeded the threshold.");
    assertThat(origin.exception()).isEmpty();
    assertThat(origin.failure()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(origin.notes()).isEmpty();
  }

  @Test
  void saysWhatIsBrokenInSprings() {
    Origin origin = Golden.read("spring-broken").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.SPRING);
    assertThat(origin.coordinates()).isEmpty();
    assertThat(origin.exception()).contains("java.lang.IllegalStateException");
    assertThat(origin.notes())
        .containsExactlyInAnyOrder(
            "kafka_dlt-original-topic is empty",
            "kafka_dlt-original-partition has 2 bytes, not 4",
            "kafka_dlt-original-offset has 4 bytes, not 8",
            "kafka_dlt-original-timestamp is negative: -1",
            "kafka_dlt-original-consumer-group has no value");
  }

  @Test
  void saysWhatIsBrokenInKafkaConnects() {
    Origin origin = Golden.read("connect-broken").origin();

    assertThat(origin.topic()).contains("golden.connect.clicks");
    assertThat(origin.coordinates()).isEmpty();
    assertThat(origin.exception()).contains("second.Failure");
    assertThat(origin.notes())
        .containsExactlyInAnyOrder(
            "__connect.errors.partition is negative: -1",
            "__connect.errors.offset is no whole number: 'forty-one'",
            "__connect.errors.connector.name is not UTF-8",
            "__connect.errors.exception.class.name stands 2 times; the last counts",
            "__connect.errors.exception.message has no value");
  }

  @Test
  void saysWhatIsBrokenInKafkaStreams() {
    Origin origin = Golden.read("streams-broken").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.STREAMS);
    assertThat(origin.topic()).isEmpty();
    assertThat(origin.partition()).isEmpty();
    assertThat(origin.offset()).hasValue(99_999_999_999L);
    assertThat(origin.notes())
        .containsExactlyInAnyOrder(
            "__streams.errors.topic is no topic name: 'not a topic!'",
            "__streams.errors.partition is no whole number: '" + "9".repeat(30) + "'");
  }

  @Test
  void saysWhatIsBrokenInShareGroups() {
    Origin origin = Golden.read("share-group-broken").origin();

    assertThat(origin.coordinates()).isEmpty();
    assertThat(origin.offset()).hasValue(3);
    assertThat(origin.attempts()).isEmpty();
    assertThat(origin.notes())
        .containsExactlyInAnyOrder(
            "__dlq.errors.partition is too large: 4294967296",
            "__dlq.errors.delivery.count is no whole number: 'many'");
  }

  @Test
  void knowsNothingOfALetterWithoutErrorHeaders() {
    Origin origin = Golden.read("connect-without-headers").origin();

    assertThat(origin.family()).isEqualTo(ForeignFamily.NONE);
    assertThat(origin.topic()).isEmpty();
    assertThat(origin.notes())
        .containsExactly("some.dlq:0:7 has no headers of a known dead-letter writer");
  }

  @Test
  void takesTheWriterOfTheLastErrorHeaderForTheLetters() {
    RecordHeaders headers = new RecordHeaders(Golden.read("spring").headers());
    Golden.read("connect").headers().forEach(headers::add);

    Origin origin = ForeignLetters.read(headers, new Coordinates("a", 0, 0), TIME);

    assertThat(origin.family()).isEqualTo(ForeignFamily.CONNECT);
    assertThat(origin.topic()).contains("golden.connect.clicks");
  }

  @Test
  void readsAnAttemptOfOneByteAsOlderSpringsWroteIt() {
    RecordHeaders headers = new RecordHeaders(Golden.read("spring-retry").headers());
    headers.remove("retry_topic-attempts").add("retry_topic-attempts", new byte[] {(byte) 200});

    Origin origin = ForeignLetters.read(headers, new Coordinates("a", 0, 0), TIME);

    assertThat(origin.attempts()).hasValue(200);
  }

  @ParameterizedTest
  @CsvSource({"a, true", "a.b-c_9, true", "., false", ".., false", "'a b', false", "ä, false"})
  void takesOnlyNamesThatKafkaTakes(String topic, boolean taken) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("__dlq.errors.topic", topic.getBytes(UTF_8));

    Origin origin = ForeignLetters.read(headers, new Coordinates("a", 0, 0), TIME);

    assertThat(origin.topic().isPresent()).isEqualTo(taken);
    assertThat(origin.notes().isEmpty()).isEqualTo(taken);
  }
}
