package io.raptorflow.dlq.foreign;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.DeadLetters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/// Makes of a foreign dead letter one of ours, as [DeadLetters] writes them: bytes and foreign
/// headers unchanged, Spring's headers where they are missing, and `raptor-*`. The replayer parks
/// it and never retries it by itself.
///
/// The work id comes from the place of the original record and the group that failed on it, so the
/// same letter has the same id however often it is adopted. A record that we had replayed before
/// keeps the id that it carries, and its row shows the loop.
public final class Adoption {
  /// Where the adopted letter came from; the replayer parks what carries it.
  public static final String ADOPTED = "raptor-adopted";

  /// What could not be read of the foreign headers.
  public static final String NOTES = "raptor-adoption-notes";

  private static final int TEXT_CHARS_MAX = 1_024;
  private static final int STACK_CHARS_MAX = 8_192;

  private Adoption() {}

  /// @param letter the foreign dead letter
  /// @param origin what [ForeignLetters#read] says of it
  /// @param from where it lies, for people
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> letter, Origin origin, String from) {
    String work = work(letter, origin).toString();
    FailureClass failure = failure(letter, origin);
    ProducerRecord<byte[], byte[]> adopted =
        new ProducerRecord<>(
            failure.deadLetterTopic().topicName(),
            null,
            work.getBytes(StandardCharsets.UTF_8),
            letter.value(),
            letter.headers());
    var headers = adopted.headers();
    if (origin.family() != ForeignFamily.RAPTOR) {
      headers.remove(DeadLetters.ORIGINAL_KEY);
      if (letter.key() != null) {
        headers.add(DeadLetters.ORIGINAL_KEY, letter.key());
      }
      attempt(headers, letter, origin);
      headers.remove(DeadLetters.FAILED_AT);
      headers.remove(Headers.FINGERPRINT);
    }
    spring(headers, origin);
    set(headers, Headers.WORK_ID, work);
    set(headers, Headers.REASON_CLASS, failure.name());
    String time = Long.toString(letter.timestamp());
    setIfMissing(headers, Headers.FINGERPRINT, fingerprint(origin, failure));
    setIfMissing(headers, DeadLetters.FAILED_AT, time);
    setIfMissing(headers, Headers.FIRST_FAILED_AT, time);
    setIfMissing(headers, Headers.ATTEMPT, "0");
    headers.remove(Headers.NOT_BEFORE);
    headers.remove(NOTES);
    if (!origin.notes().isEmpty()) {
      set(headers, NOTES, cut(String.join("; ", origin.notes()), TEXT_CHARS_MAX));
    }
    set(headers, ADOPTED, from);
    return adopted;
  }

  /// Identity of the work in a foreign dead letter.
  static WorkId work(ConsumerRecord<byte[], byte[]> letter, Origin origin) {
    Optional<UUID> ours = uuid(letter, Headers.WORK_ID);
    if (ours.isPresent()
        && (origin.family() == ForeignFamily.RAPTOR || wasReplayedTo(letter, origin))) {
      return new WorkId(ours.get());
    }
    Coordinates at =
        origin
            .coordinates()
            .orElseGet(() -> new Coordinates(letter.topic(), letter.partition(), letter.offset()));
    // Two groups that fail on one record are two pieces of work.
    return new WorkId(
        NameUuid.of(
            "adopted",
            at.topic(),
            Integer.toString(at.partition()),
            Long.toString(at.offset()),
            origin.group().orElse("")));
  }

  /// Whether the record that failed was one that the replayer had handed back to this group.
  private static boolean wasReplayedTo(ConsumerRecord<byte[], byte[]> letter, Origin origin) {
    Optional<String> only = text(letter, Headers.ONLY_GROUP);
    return text(letter, Headers.FIRST_FAILED_AT).isPresent()
        && (only.isEmpty() || origin.group().isEmpty() || only.equals(origin.group()));
  }

  private static FailureClass failure(ConsumerRecord<byte[], byte[]> letter, Origin origin) {
    if (origin.family() == ForeignFamily.RAPTOR) {
      Optional<String> said = text(letter, Headers.REASON_CLASS);
      for (FailureClass failure : FailureClass.values()) {
        if (said.filter(failure.name()::equals).isPresent()) {
          return failure;
        }
      }
      return FailureClass.POISON;
    }
    return origin.failure();
  }

  /// Of a replayed record the header counts; of others, what the foreign side says.
  private static void attempt(
      org.apache.kafka.common.header.Headers headers,
      ConsumerRecord<byte[], byte[]> letter,
      Origin origin) {
    if (uuid(letter, Headers.WORK_ID).isPresent() && wasReplayedTo(letter, origin)) {
      return;
    }
    headers.remove(Headers.FIRST_FAILED_AT);
    set(headers, Headers.ATTEMPT, Integer.toString(Math.max(0, origin.attempts().orElse(1) - 1)));
  }

  private static String fingerprint(Origin origin, FailureClass failure) {
    return DeadLetters.fingerprint(
        origin.exception().orElse(failure.name()), origin.message().orElse(""), "");
  }

  /// Writes what is known and not yet said; what a foreign side wrote stays.
  private static void spring(org.apache.kafka.common.header.Headers headers, Origin origin) {
    origin.topic().ifPresent(topic -> say(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, utf8(topic)));
    origin
        .partition()
        .ifPresent(
            partition ->
                say(
                    headers,
                    KafkaHeaders.DLT_ORIGINAL_PARTITION,
                    ByteBuffer.allocate(Integer.BYTES).putInt(partition).array()));
    origin
        .offset()
        .ifPresent(offset -> say(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, eight(offset)));
    origin
        .timestamp()
        .ifPresent(
            time -> say(headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, eight(time.toEpochMilli())));
    origin
        .group()
        .ifPresent(group -> say(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, utf8(group)));
    switch (origin.family()) {
      case RAPTOR, SPRING, SPRING_RETRY -> {
        // It wrote its own.
      }
      case CONNECT, STREAMS, SHARE_GROUP, NONE -> {
        origin
            .exception()
            .ifPresent(
                type -> {
                  say(headers, KafkaHeaders.DLT_EXCEPTION_FQCN, utf8(type));
                  say(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, utf8(type));
                });
        say(
            headers,
            KafkaHeaders.DLT_EXCEPTION_MESSAGE,
            utf8(cut(origin.message().orElse(""), TEXT_CHARS_MAX)));
        origin
            .stackTrace()
            .ifPresent(
                stack ->
                    say(
                        headers,
                        KafkaHeaders.DLT_EXCEPTION_STACKTRACE,
                        utf8(cut(stack, STACK_CHARS_MAX))));
      }
    }
  }

  private static void say(
      org.apache.kafka.common.header.Headers headers, String name, byte[] value) {
    Header last = headers.lastHeader(name);
    if (last == null || !Arrays.equals(last.value(), value)) {
      headers.add(name, value);
    }
  }

  private static void setIfMissing(
      org.apache.kafka.common.header.Headers headers, String name, String value) {
    if (headers.lastHeader(name) == null) {
      headers.add(name, utf8(value));
    }
  }

  private static void set(
      org.apache.kafka.common.header.Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, utf8(value));
  }

  private static Optional<UUID> uuid(ConsumerRecord<byte[], byte[]> letter, String name) {
    try {
      return text(letter, name).map(UUID::fromString);
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    byte @Nullable [] value = header == null ? null : header.value();
    return value == null
        ? Optional.empty()
        : Optional.of(new String(value, StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] eight(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static String cut(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars);
  }

  /// What the headers of a letter say, with its place and time.
  public static Origin origin(ConsumerRecord<byte[], byte[]> letter) {
    return ForeignLetters.read(
        letter.headers(),
        new Coordinates(letter.topic(), letter.partition(), letter.offset()),
        Instant.ofEpochMilli(letter.timestamp()));
  }
}
