package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.dlq.query.Candidate;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A failed work whose letter is not looked at.
record RowCandidate(RetryRow row) implements Candidate {
  @Override
  public Optional<JsonNode> payload() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> headers() {
    return Map.of();
  }

  @Override
  public boolean held() {
    return row.status() == RetryRow.Status.HELD;
  }

  @Override
  public boolean edited() {
    return row.edited() != null;
  }
}
