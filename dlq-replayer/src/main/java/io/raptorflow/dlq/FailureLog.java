package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The failures themselves, as they lie on the failure topics; a row only keeps the last of them.
/// Thread-safe.
public final class FailureLog {
  /// Topics on which each failure of a work is one record.
  public static final List<Topic> TOPICS =
      List.of(
          Topic.DLQ_PROCESSING_ERROR,
          Topic.DLQ_PROCESSING_TIMEOUT,
          Topic.DLQ_SCHEMA_VIOLATION,
          Topic.DLQ_ROUTING_ERROR);

  /// Between a failure and its record, at most: how far two clocks may differ.
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private static final String EXCEPTION = "kafka_dlt-exception-cause-fqcn";
  private static final String EXCEPTION_OUTER = "kafka_dlt-exception-fqcn";

  private final Bus bus;

  public FailureLog(Bus bus) {
    this.bus = bus;
  }

  /// That a work failed.
  ///
  /// @param at time of the record
  public record Arrival(WorkId work, Instant at) {}

  /// One failure of a work as its dead letter tells it.
  ///
  /// @param exception class that was thrown at the root; empty when the letter does not say
  /// @param trace trace id (W3C Trace Context); empty when the letter has none
  public record Failure(
      int attempt,
      Instant at,
      FailureClass reason,
      String exception,
      String message,
      String fingerprint,
      String trace,
      Coordinates letter) {}

  /// Every failure from a time on that is still in the log, in no order.
  public List<Arrival> since(Instant from) {
    List<Arrival> arrivals = new ArrayList<>();
    read(
        from,
        record -> {
          Letter letter = letter(record);
          arrivals.add(new Arrival(letter.work(), Instant.ofEpochMilli(record.timestamp())));
        });
    return arrivals;
  }

  /// The failures of one work that are still in the log, the first one first.
  public List<Failure> of(RetryRow row) {
    List<Failure> failures = new ArrayList<>();
    read(
        row.firstFailedAt().minus(CLOCKS),
        record -> {
          Letter letter = letter(record);
          if (letter.work().equals(row.work())) {
            failures.add(
                new Failure(
                    letter.attempt(),
                    letter.failedAt(),
                    letter.failure(),
                    Letters.text(record.headers(), EXCEPTION)
                        .or(() -> Letters.text(record.headers(), EXCEPTION_OUTER))
                        .orElse(""),
                    letter.message(),
                    letter.fingerprint(),
                    Letters.text(record.headers(), Headers.TRACEPARENT)
                        .flatMap(FailureLog::trace)
                        .orElse(""),
                    letter.at()));
          }
        });
    failures.sort(Comparator.comparing(Failure::at).thenComparing(Failure::attempt));
    return failures;
  }

  /// The trace id in a `traceparent`; empty when it is none (W3C Trace Context, 3.2).
  public static Optional<String> trace(String traceparent) {
    return traceparent.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*")
        ? Optional.of(traceparent.substring(3, 35))
        : Optional.empty();
  }

  private void read(Instant from, Consumer<ConsumerRecord<byte[], byte[]>> reading) {
    try (LogReader reader = bus.newLogReader()) {
      TOPICS.forEach(topic -> reader.scan(topic.topicName(), from, reading));
    }
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
    return Letters.read(
        record.headers(),
        new Coordinates(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()));
  }
}
