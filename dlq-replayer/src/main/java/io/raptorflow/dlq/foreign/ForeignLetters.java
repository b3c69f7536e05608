package io.raptorflow.dlq.foreign;

import static io.raptorflow.dlq.foreign.HeaderReading.time;
import static org.springframework.kafka.retrytopic.RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS;
import static org.springframework.kafka.retrytopic.RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP;
import static org.springframework.kafka.support.KafkaHeaders.DELIVERY_ATTEMPT;
import static org.springframework.kafka.support.KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN;
import static org.springframework.kafka.support.KafkaHeaders.DLT_EXCEPTION_FQCN;
import static org.springframework.kafka.support.KafkaHeaders.DLT_EXCEPTION_MESSAGE;
import static org.springframework.kafka.support.KafkaHeaders.DLT_EXCEPTION_STACKTRACE;
import static org.springframework.kafka.support.KafkaHeaders.DLT_KEY_EXCEPTION_FQCN;
import static org.springframework.kafka.support.KafkaHeaders.DLT_KEY_EXCEPTION_MESSAGE;
import static org.springframework.kafka.support.KafkaHeaders.DLT_KEY_EXCEPTION_STACKTRACE;
import static org.springframework.kafka.support.KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP;
import static org.springframework.kafka.support.KafkaHeaders.DLT_ORIGINAL_OFFSET;
import static org.springframework.kafka.support.KafkaHeaders.DLT_ORIGINAL_PARTITION;
import static org.springframework.kafka.support.KafkaHeaders.DLT_ORIGINAL_TIMESTAMP;
import static org.springframework.kafka.support.KafkaHeaders.DLT_ORIGINAL_TOPIC;

import io.raptorflow.bus.Coordinates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Reads the headers that other dead-letter writers leave. Never fails: what is missing or broken
/// is missing in the [Origin], which says so in its notes.
///
/// A letter may carry headers of more than one family, when it failed again after a replay by other
/// means. The family of the last error header wrote the letter: all families append theirs.
public final class ForeignLetters {
  static final String SPRING = "kafka_dlt-";
  static final String SPRING_RETRY = "retry_topic-";
  static final String CONNECT = "__connect.errors.";
  static final String STREAMS = "__streams.errors.";
  static final String SHARE_GROUP = "__dlq.errors.";

  /// Prefix under which Spring keeps what an `ErrorHandlingDeserializer` caught: serialized Java.
  private static final String SPRING_DESERIALIZER = "springDeserializerException";

  private ForeignLetters() {}

  /// Whether a header tells of a failure and must not travel on with a replayed record.
  public static boolean isErrorHeader(String name) {
    return name.startsWith(SPRING)
        || name.startsWith(CONNECT)
        || name.startsWith(STREAMS)
        || name.startsWith(SHARE_GROUP)
        || name.startsWith(SPRING_RETRY)
        || name.startsWith(SPRING_DESERIALIZER)
        || name.equals(DELIVERY_ATTEMPT);
  }

  /// What the headers of a letter say.
  ///
  /// @param at where the letter lies; for the notes
  /// @param timestamp the letter's own time, which Connect and Streams copy from the original
  public static Origin read(Headers headers, Coordinates at, Instant timestamp) {
    HeaderReading reading = new HeaderReading(headers);
    ForeignFamily family = family(headers, reading);
    return switch (family) {
      case RAPTOR, SPRING, SPRING_RETRY -> spring(family, reading);
      case CONNECT -> connect(reading, timestamp);
      case STREAMS -> streams(reading, timestamp);
      case SHARE_GROUP -> shareGroup(reading);
      case NONE -> none(at);
    };
  }

  private static ForeignFamily family(Headers headers, HeaderReading reading) {
    ForeignFamily last = ForeignFamily.NONE;
    for (Header header : headers) {
      String name = header.key();
      if (name.equals(io.raptorflow.bus.Headers.REASON_CLASS)) {
        last = ForeignFamily.RAPTOR;
      } else if (name.startsWith(SHARE_GROUP)) {
        last = ForeignFamily.SHARE_GROUP;
      } else if (name.startsWith(STREAMS)) {
        last = ForeignFamily.STREAMS;
      } else if (name.startsWith(CONNECT)) {
        last = ForeignFamily.CONNECT;
      } else if (name.startsWith(SPRING)) {
        last = ForeignFamily.SPRING;
      }
    }
    return last == ForeignFamily.SPRING && reading.has(DEFAULT_HEADER_ATTEMPTS)
        ? ForeignFamily.SPRING_RETRY
        : last;
  }

  private static Origin spring(ForeignFamily family, HeaderReading reading) {
    Optional<Instant> time = time(reading.binaryLong(DLT_ORIGINAL_TIMESTAMP));
    if (time.isEmpty()) {
      time = time(reading.shortestLong(DEFAULT_HEADER_ORIGINAL_TIMESTAMP));
    }
    // The outer class is nearly always the listener's wrapper (spring-kafka issue 1882).
    Optional<String> exception =
        reading
            .name(DLT_EXCEPTION_CAUSE_FQCN)
            .or(() -> reading.name(DLT_EXCEPTION_FQCN))
            .or(() -> reading.name(DLT_KEY_EXCEPTION_FQCN));
    return new Origin(
        family,
        topic(reading, DLT_ORIGINAL_TOPIC),
        reading.binaryInt(DLT_ORIGINAL_PARTITION),
        reading.binaryLong(DLT_ORIGINAL_OFFSET),
        time,
        reading.name(DLT_ORIGINAL_CONSUMER_GROUP),
        exception,
        reading.text(DLT_EXCEPTION_MESSAGE).or(() -> reading.text(DLT_KEY_EXCEPTION_MESSAGE)),
        reading.text(DLT_EXCEPTION_STACKTRACE).or(() -> reading.text(DLT_KEY_EXCEPTION_STACKTRACE)),
        family == ForeignFamily.RAPTOR
            ? tries(reading)
            : reading.has(DEFAULT_HEADER_ATTEMPTS)
                ? reading.byteOrInt(DEFAULT_HEADER_ATTEMPTS)
                : reading.binaryInt(DELIVERY_ATTEMPT),
        reading.notes());
  }

  private static OptionalInt tries(HeaderReading reading) {
    OptionalInt before = reading.decimalInt(io.raptorflow.bus.Headers.ATTEMPT);
    return before.isPresent() && before.getAsInt() < Integer.MAX_VALUE
        ? OptionalInt.of(before.getAsInt() + 1)
        : OptionalInt.empty();
  }

  private static Origin connect(HeaderReading reading, Instant timestamp) {
    return new Origin(
        ForeignFamily.CONNECT,
        topic(reading, CONNECT + "topic"),
        reading.decimalInt(CONNECT + "partition"),
        reading.decimal(CONNECT + "offset"),
        Optional.of(timestamp),
        reading.name(CONNECT + "connector.name"),
        reading.name(CONNECT + "exception.class.name"),
        reading.text(CONNECT + "exception.message"),
        reading.text(CONNECT + "exception.stacktrace"),
        OptionalInt.empty(),
        reading.notes());
  }

  private static Origin streams(HeaderReading reading, Instant timestamp) {
    return new Origin(
        ForeignFamily.STREAMS,
        topic(reading, STREAMS + "topic"),
        reading.decimalInt(STREAMS + "partition"),
        reading.decimal(STREAMS + "offset"),
        Optional.of(timestamp),
        Optional.empty(),
        reading.name(STREAMS + "exception"),
        reading.text(STREAMS + "message"),
        reading.text(STREAMS + "stacktrace"),
        OptionalInt.empty(),
        reading.notes());
  }

  private static Origin shareGroup(HeaderReading reading) {
    return new Origin(
        ForeignFamily.SHARE_GROUP,
        topic(reading, SHARE_GROUP + "topic"),
        reading.decimalInt(SHARE_GROUP + "partition"),
        reading.decimal(SHARE_GROUP + "offset"),
        Optional.empty(),
        reading.name(SHARE_GROUP + "group"),
        Optional.empty(),
        reading.text(SHARE_GROUP + "message"),
        Optional.empty(),
        reading.decimalInt(SHARE_GROUP + "delivery.count"),
        reading.notes());
  }

  private static Origin none(Coordinates at) {
    return new Origin(
        ForeignFamily.NONE,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        List.of(at + " has no headers of a known dead-letter writer"));
  }

  private static Optional<String> topic(HeaderReading reading, String name) {
    if (!reading.has(name)) {
      reading.notes().add(name + " is missing");
    }
    return reading.topic(name);
  }
}
