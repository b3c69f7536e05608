package io.raptorflow.dlq.view;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.dlq.query.Candidate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A failed work whose letter says its version in a header and nothing else; tells who is asked for
/// it.
record Letterless(RetryRow row, Consumer<RetryRow> asked) implements Candidate {
  @Override
  public Optional<JsonNode> payload() {
    asked.accept(row);
    return Optional.empty();
  }

  @Override
  public Map<String, String> headers() {
    asked.accept(row);
    return Map.of("version", Integer.toString(row.version()));
  }

  @Override
  public boolean held() {
    return false;
  }

  @Override
  public boolean edited() {
    return row.edited() != null;
  }
}
