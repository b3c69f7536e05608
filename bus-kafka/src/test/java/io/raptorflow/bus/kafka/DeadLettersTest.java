package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

  private final DeadLetters letters = new DeadLetters(() -> NOW, "node-1");
  private final ConsumerRecord<byte[], byte[]> record = record();

  @Test
  void writesSpringsHeadersInSpringsEncodings() {
    ProducerRecord<byte[], byte[]> letter =
        letters.of(
            record,
            "muse.muse-001",
            new WorkResult.Failed(
                FailureClass.TRANSIENT,
                "no route",
                new IllegalStateException("outer", new java.io.IOException("reset")),
                null));

    assertThat(letter.topic()).isEqualTo("sys.dlq.processing_error");
    assertThat(text(letter, "kafka_dlt-original-topic")).isEqualTo("sys.guild.muse.muse-001");
    assertThat(ByteBuffer.wrap(bytes(letter, "kafka_dlt-original-partition")).getInt())
        .isEqualTo(1);
    assertThat(ByteBuffer.wrap(bytes(letter, "kafka_dlt-original-offset")).getLong()).isEqualTo(42);
    assertThat(ByteBuffer.wrap(bytes(letter, "kafka_dlt-original-timestamp")).getLong())
        .isEqualTo(99);
    assertThat(text(letter, "kafka_dlt-original-timestamp-type")).isEqualTo("CreateTime");
    assertThat(text(letter, "kafka_dlt-original-consumer-group")).isEqualTo("muse.muse-001");
    assertThat(text(letter, "kafka_dlt-exception-cause-fqcn")).isEqualTo("java.io.IOException");
    assertThat(text(letter, "kafka_dlt-exception-message")).isEqualTo("no route");
  }

  @Test
  void keepsValueKeyAndHeadersAndSaysWhenToTryAgain() {
    ProducerRecord<byte[], byte[]> letter =
        letters.of(
            record,
            "g",
            new WorkResult.Failed(FailureClass.RATE_LIMITED, "429", null, Duration.ofSeconds(9)));

    assertThat(letter.value()).isEqualTo(record.value());
    assertThat(bytes(letter, DeadLetters.ORIGINAL_KEY)).isEqualTo(record.key());
    assertThat(bytes(letter, "their-own")).isEqualTo(new byte[] {1, 2});
    assertThat(text(letter, Headers.NOT_BEFORE))
        .isEqualTo(Long.toString(NOW.plusSeconds(9).toEpochMilli()));
    assertThat(new String(letter.key(), StandardCharsets.UTF_8))
        .isEqualTo(DeadLetters.workId(record).toString());
  }

  @Test
  void givesTheSameCauseTheSameFingerprint() {
    WorkResult.Failed one =
        WorkResult.Failed.because(
            FailureClass.TRANSIENT,
            "call 17 to api.example.com:443 for 0f8fad5b-d9cb-469f-a165-70867728950e failed");
    WorkResult.Failed other =
        WorkResult.Failed.because(
            FailureClass.TRANSIENT,
            "call 3 to eu.example.org:8443 for 7c9e6679-7425-40de-944b-e07fc1f90ae7 failed");
    WorkResult.Failed different =
        WorkResult.Failed.because(FailureClass.TRANSIENT, "the answer was empty");

    assertThat(DeadLetters.fingerprint(one)).isEqualTo(DeadLetters.fingerprint(other));
    assertThat(DeadLetters.fingerprint(one)).isNotEqualTo(DeadLetters.fingerprint(different));
  }

  private static ConsumerRecord<byte[], byte[]> record() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("their-own", new byte[] {1, 2});
    return new ConsumerRecord<>(
        "sys.guild.muse.muse-001",
        1,
        42,
        99,
        TimestampType.CREATE_TIME,
        3,
        4,
        "key".getBytes(StandardCharsets.UTF_8),
        new byte[] {9, 8, 7, 6},
        headers,
        java.util.Optional.empty());
  }

  private static byte[] bytes(ProducerRecord<byte[], byte[]> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null ? new byte[0] : header.value();
  }

  private static String text(ProducerRecord<byte[], byte[]> letter, String name) {
    return new String(bytes(letter, name), StandardCharsets.UTF_8);
  }
}
