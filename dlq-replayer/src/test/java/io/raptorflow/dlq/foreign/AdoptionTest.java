package io.raptorflow.dlq.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.kafka.DeadLetters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdoptionTest {

  @ParameterizedTest
  @ValueSource(strings = {"spring", "spring-retry", "connect", "streams", "share-group"})
  void keepsBytesAndForeignHeadersAndTheKey(String name) {
    Golden golden = Golden.read(name);

    ProducerRecord<byte[], byte[]> adopted = adopt(golden, 7);

    assertThat(adopted.value()).isEqualTo(golden.value());
    assertThat(adopted.headers().toArray()).startsWith(golden.headers().toArray());
    Header key = adopted.headers().lastHeader(DeadLetters.ORIGINAL_KEY);
    assertThat(key == null ? null : key.value()).isEqualTo(golden.key());
    assertThat(text(adopted, Headers.WORK_ID)).isEqualTo(new String(adopted.key(), UTF_8));
    assertThat(text(adopted, Adoption.ADOPTED)).isEqualTo("some.dlq:0:7");
  }

  @ParameterizedTest
  @CsvSource({
    "connect, golden.connect.clicks, 2, 41, sys.dlq.schema_violation, POISON",
    "streams, golden.streams.payments, 1, 0, sys.dlq.schema_violation, POISON",
    "share-group, golden.share.tasks, 1, 0, sys.dlq.processing_error, TRANSIENT",
    "spring, golden.spring.orders, 2, 0, sys.dlq.processing_timeout, TIMEOUT",
  })
  void saysInSpringsHeadersWhereTheRecordCameFrom(
      String name, String topic, int partition, long offset, String letters, String failure) {
    ProducerRecord<byte[], byte[]> adopted = adopt(Golden.read(name), 7);

    assertThat(adopted.topic()).isEqualTo(letters);
    assertThat(text(adopted, Headers.REASON_CLASS)).isEqualTo(failure);
    assertThat(text(adopted, "kafka_dlt-original-topic")).isEqualTo(topic);
    assertThat(bytes(adopted, "kafka_dlt-original-partition").getInt()).isEqualTo(partition);
    assertThat(bytes(adopted, "kafka_dlt-original-offset").getLong()).isEqualTo(offset);
    assertThat(text(adopted, Headers.FINGERPRINT)).hasSize(16);
  }

  @Test
  void givesALetterTheSameWorkWhereverItLies() {
    Golden golden = Golden.read("connect");

    assertThat(adopt(golden, 7).key()).isEqualTo(adopt(golden, 8).key());
  }

  @Test
  void givesLettersWithoutCoordinatesTheWorkOfTheirPlace() {
    Golden golden = Golden.read("connect-broken");

    assertThat(adopt(golden, 7).key()).isEqualTo(adopt(golden, 7).key());
    assertThat(adopt(golden, 7).key()).isNotEqualTo(adopt(golden, 8).key());
  }

  @Test
  void givesTwoGroupsThatFailOnOneRecordTwoWorks() {
    Golden golden = Golden.read("share-group");
    RecordHeaders headers = new RecordHeaders(golden.headers());
    headers.add("__dlq.errors.group", "another".getBytes(UTF_8));

    assertThat(adopt(golden, 7).key()).isNotEqualTo(adopt(with(golden, headers), 8).key());
  }

  @Test
  void countsTheTriesOfTheForeignSide() {
    assertThat(text(adopt(Golden.read("share-group"), 7), Headers.ATTEMPT)).isEqualTo("4");
    assertThat(text(adopt(Golden.read("connect"), 7), Headers.ATTEMPT)).isEqualTo("0");
  }

  @Test
  void knowsARecordThatItHadReplayedToTheSameGroup() {
    UUID work = new UUID(4, 2);
    Golden looped = with(Golden.read("connect"), replayed(work, "clicks-sink"));

    ProducerRecord<byte[], byte[]> adopted = adopt(looped, 7);

    assertThat(new String(adopted.key(), UTF_8)).isEqualTo(work.toString());
    assertThat(text(adopted, Headers.ATTEMPT)).isEqualTo("3");
    assertThat(text(adopted, Headers.FIRST_FAILED_AT)).isEqualTo("99");
  }

  @Test
  void takesNoWorkThatBelongsToAnotherGroup() {
    UUID work = new UUID(4, 2);
    Golden other = with(Golden.read("connect"), replayed(work, "muse.muse-001"));

    ProducerRecord<byte[], byte[]> adopted = adopt(other, 7);

    assertThat(new String(adopted.key(), UTF_8)).isNotEqualTo(work.toString());
    assertThat(text(adopted, Headers.ATTEMPT)).isEqualTo("0");
  }

  @Test
  void leavesNoKeyOfAnotherRecordBehind() {
    Golden golden = Golden.read("share-group");
    RecordHeaders headers = new RecordHeaders(golden.headers());
    headers.add(DeadLetters.ORIGINAL_KEY, "stale".getBytes(UTF_8));

    ProducerRecord<byte[], byte[]> adopted = adopt(with(golden, headers), 7);

    assertThat(adopted.headers().lastHeader(DeadLetters.ORIGINAL_KEY)).isNull();
  }

  @Test
  void saysOnTheLetterWhatItCouldNotRead() {
    assertThat(text(adopt(Golden.read("connect-broken"), 7), Adoption.NOTES))
        .contains("__connect.errors.partition is negative: -1")
        .contains("__connect.errors.connector.name is not UTF-8");
    assertThat(adopt(Golden.read("connect"), 7).headers().lastHeader(Adoption.NOTES)).isNull();
  }

  @Test
  void adoptsOurOwnLettersUnderTheirOwnWork() {
    ProducerRecord<byte[], byte[]> ours = adopt(Golden.read("spring"), 7);
    ConsumerRecord<byte[], byte[]> copy =
        new ConsumerRecord<>("mirror.dlq", 3, 9, ours.key(), ours.value());
    List<String> names = new ArrayList<>();
    for (Header header : ours.headers()) {
      copy.headers().add(header);
      names.add(header.key());
    }

    ProducerRecord<byte[], byte[]> adopted =
        Adoption.of(copy, Adoption.origin(copy), "mirror.dlq:3:9");

    assertThat(adopted.key()).isEqualTo(ours.key());
    assertThat(adopted.topic()).isEqualTo(ours.topic());
    assertThat(adopted.headers().lastHeader(DeadLetters.ORIGINAL_KEY).value())
        .isEqualTo(GoldenLettersIT.KEY);
    assertThat(adopted.headers())
        .extracting(Header::key)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(text(adopted, Headers.ATTEMPT)).isEqualTo("2");
  }

  private static RecordHeaders replayed(UUID work, String group) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.WORK_ID, work.toString().getBytes(UTF_8));
    headers.add(Headers.ATTEMPT, "3".getBytes(UTF_8));
    headers.add(Headers.FIRST_FAILED_AT, "99".getBytes(UTF_8));
    headers.add(Headers.ONLY_GROUP, group.getBytes(UTF_8));
    Golden.read("connect").headers().forEach(headers::add);
    return headers;
  }

  private static Golden with(Golden golden, RecordHeaders headers) {
    return new Golden(golden.madeBy(), golden.timestamp(), golden.key(), golden.value(), headers);
  }

  private static ProducerRecord<byte[], byte[]> adopt(Golden golden, long offset) {
    ConsumerRecord<byte[], byte[]> letter = golden.at("some.dlq", 0, offset);
    return Adoption.of(letter, Adoption.origin(letter), "some.dlq:0:" + offset);
  }

  private static ByteBuffer bytes(ProducerRecord<byte[], byte[]> record, String name) {
    return ByteBuffer.wrap(record.headers().lastHeader(name).value());
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
