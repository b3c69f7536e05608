package io.raptorflow.dlq;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.query.Candidate;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A failed work whose dead letter is read from the log when a filter first asks for it. Not
/// thread-safe.
public final class LoggedCandidate implements Candidate {
  private final RetryRow row;
  private final Bus bus;
  private final LogReader log;
  private @Nullable Optional<ConsumerRecord<byte[], byte[]>> letter;
  private @Nullable Optional<JsonNode> payload;
  private @Nullable Map<String, String> headers;

  LoggedCandidate(RetryRow row, Bus bus) {
    this(row, bus, bus.log());
  }

  /// @param log reads the letter; a reader of its own does not hold up others
  public LoggedCandidate(RetryRow row, Bus bus, LogReader log) {
    this.row = row;
    this.bus = bus;
    this.log = log;
  }

  @Override
  public RetryRow row() {
    return row;
  }

  /// The event in the bytes as JSON; of what holds no event, the JSON that the bytes may be.
  @Override
  public Optional<JsonNode> payload() {
    Optional<JsonNode> known = payload;
    if (known == null) {
      known = letter().flatMap(found -> Optional.ofNullable(found.value())).flatMap(this::json);
      payload = known;
    }
    return known;
  }

  @Override
  public Map<String, String> headers() {
    Map<String, String> known = headers;
    if (known == null) {
      known = letter().map(DeadLetterDesk::readable).orElse(Map.of());
      headers = known;
    }
    return known;
  }

  @Override
  public boolean held() {
    return row.status() == RetryRow.Status.HELD;
  }

  @Override
  public boolean edited() {
    return row.edited() != null;
  }

  private Optional<ConsumerRecord<byte[], byte[]>> letter() {
    Optional<ConsumerRecord<byte[], byte[]>> known = letter;
    if (known == null) {
      known = log.find(row.letter());
      letter = known;
    }
    return known;
  }

  private Optional<JsonNode> json(byte[] value) {
    try {
      return Optional.of(
          CanonicalJson.MAPPER.valueToTree(bus.codec().decode(row.originalTopic(), value)));
    } catch (UndecodableRecord noEvent) {
      try {
        return Optional.of(CanonicalJson.MAPPER.readTree(value));
      } catch (JacksonException noJson) {
        return Optional.empty();
      }
    }
  }
}
