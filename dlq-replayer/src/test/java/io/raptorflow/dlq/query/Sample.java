package io.raptorflow.dlq.query;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A dead letter as plain values; it counts how often its body and its headers are asked for.
final class Sample implements Candidate {
  static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

  /// Whether an operator did something to a letter.
  enum Touch {
    HELD,
    EDITED
  }

  UUID work = new UUID(4, 2);
  Status status = Status.PARKED;
  String agent = "";
  String group = "";
  String workspace = "";
  @Nullable UUID run;
  FailureClass failure = FailureClass.TRANSIENT;
  String fingerprint = "";
  String message = "";
  String topic = "";
  int failures = 1;
  int replays;
  Instant first = NOW;
  Instant last = NOW;
  @Nullable UUID operation;
  List<Touch> touches = List.of();
  Map<String, String> headers = Map.of();
  @Nullable JsonNode payload;
  int bodiesRead;
  int headersRead;

  @Override
  public RetryRow row() {
    return new RetryRow(
        new WorkId(work),
        status,
        agent,
        workspace,
        run == null ? null : new RunId(run),
        failure,
        fingerprint,
        message,
        topic,
        group,
        failures,
        replays,
        first,
        last,
        status == Status.SCHEDULED ? last.plusSeconds(60) : null,
        new Coordinates("sys.dlq.processing_error", 0, 7),
        List.of(),
        operation,
        null,
        1,
        null,
        status == Status.HELD ? "a-rule" : null,
        null,
        1,
        List.of(),
        last);
  }

  @Override
  public Optional<JsonNode> payload() {
    bodiesRead++;
    return Optional.ofNullable(payload);
  }

  @Override
  public Map<String, String> headers() {
    headersRead++;
    return headers;
  }

  @Override
  public boolean held() {
    return touches.contains(Touch.HELD);
  }

  @Override
  public boolean edited() {
    return touches.contains(Touch.EDITED);
  }
}
