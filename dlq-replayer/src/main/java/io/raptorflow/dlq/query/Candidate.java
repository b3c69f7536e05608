package io.raptorflow.dlq.query;

import io.raptorflow.bus.RetryRow;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A failed work that a [DeadLetterQuery] is asked about. A query calls [#payload] and [#headers]
/// only when it names them, and perhaps several times: an implementation loads late and once.
public interface Candidate {
  RetryRow row();

  /// The decoded body of the dead letter; empty when it is gone or is no JSON and no event.
  Optional<JsonNode> payload();

  /// Headers of the dead letter as texts; empty when it is gone.
  Map<String, String> headers();

  /// Whether a rule holds the work back.
  boolean held();

  /// Whether an operator changed the body.
  boolean edited();
}
