package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.dlq.foreign.Adoption;
import io.raptorflow.dlq.foreign.ForeignLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Reads dead letters, and makes of one the record that it was.
final class Letters {
  private static final String SPRING = "kafka_dlt-";
  private static final int MESSAGE_CHARS_MAX = 1_024;
  private static final int ATTEMPTS_MAX = 1_000_000;

  /// Headers that the dead letter added and a retry must not carry on.
  private static final Set<String> ADDED =
      Set.of(
          DeadLetters.ORIGINAL_KEY,
          DeadLetters.FAILED_AT,
          Adoption.ADOPTED,
          Adoption.NOTES,
          Edits.HEADER,
          Headers.REASON_CLASS,
          Headers.FINGERPRINT,
          Headers.HOST,
          Headers.FRESH,
          Headers.NOT_BEFORE);

  private Letters() {}

  /// What a dead letter says; whatever a foreign one leaves out has a value that is never retried.
  static Letter read(
      org.apache.kafka.common.header.Headers headers, Coordinates at, Instant timestamp) {
    return new Letter(
        new WorkId(work(headers, at)),
        text(headers, Headers.AGENT).orElse(""),
        text(headers, Headers.WORKSPACE).orElse(""),
        text(headers, Headers.RUN_ID).flatMap(Letters::uuid).map(RunId::new),
        text(headers, Headers.REASON_CLASS).flatMap(Letters::failure).orElse(FailureClass.POISON),
        text(headers, Headers.FINGERPRINT).orElse(""),
        cut(text(headers, SPRING + "exception-message").orElse("")),
        text(headers, SPRING + "original-topic").orElse(""),
        text(headers, SPRING + "original-consumer-group").orElse(""),
        text(headers, Headers.HOST).orElse(""),
        number(headers, Headers.ATTEMPT).filter(Letters::isAttempt).orElse(0L).intValue(),
        time(headers, Headers.FIRST_FAILED_AT).orElse(timestamp),
        time(headers, DeadLetters.FAILED_AT).orElse(timestamp),
        time(headers, Headers.NOT_BEFORE),
        time(headers, Headers.DEADLINE),
        at);
  }

  /// Headers of a retry: the original ones, the attempt, and for whom it is.
  static RecordHeaders retryHeaders(
      ConsumerRecord<byte[], byte[]> letter,
      RetryRow row,
      int attempt,
      @Nullable Instant deadline) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : letter.headers()) {
      if (!ForeignLetters.isErrorHeader(header.key()) && !ADDED.contains(header.key())) {
        headers.add(header);
      }
    }
    set(headers, Headers.WORK_ID, row.work().toString());
    set(headers, Headers.ATTEMPT, Integer.toString(attempt));
    set(headers, Headers.FIRST_FAILED_AT, Long.toString(row.firstFailedAt().toEpochMilli()));
    ReplayTerms terms = row.terms();
    if (terms != null && terms.to() != null) {
      headers.remove(Headers.ONLY_GROUP);
    } else if (!row.group().isEmpty()) {
      set(headers, Headers.ONLY_GROUP, row.group());
    }
    if (terms != null && terms.fresh()) {
      set(headers, Headers.FRESH, String.valueOf(row.operation()));
    }
    if (deadline != null) {
      set(headers, Headers.DEADLINE, Long.toString(deadline.toEpochMilli()));
    }
    return headers;
  }

  /// Key of the record that failed; null when it had none.
  static byte @Nullable [] originalKey(ConsumerRecord<byte[], byte[]> letter) {
    Header header = letter.headers().lastHeader(DeadLetters.ORIGINAL_KEY);
    return header == null ? null : header.value();
  }

  static void set(org.apache.kafka.common.header.Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static Optional<String> text(org.apache.kafka.common.header.Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  private static UUID work(org.apache.kafka.common.header.Headers headers, Coordinates at) {
    return text(headers, Headers.WORK_ID)
        .flatMap(Letters::uuid)
        .orElseGet(() -> NameUuid.of("letter", at.toString()));
  }

  private static Optional<FailureClass> failure(String name) {
    for (FailureClass failure : FailureClass.values()) {
      if (failure.name().equals(name)) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  private static Optional<Long> number(
      org.apache.kafka.common.header.Headers headers, String name) {
    return text(headers, name).filter(text -> text.matches("-?\\d{1,18}")).map(Long::parseLong);
  }

  private static boolean isAttempt(long number) {
    return number >= 0 && number < ATTEMPTS_MAX;
  }

  private static Optional<Instant> time(
      org.apache.kafka.common.header.Headers headers, String name) {
    return number(headers, name).map(Instant::ofEpochMilli);
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX);
  }
}
