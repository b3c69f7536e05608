package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Coordinates;
import java.util.Map;

/// One event for a handler. Large bodies still travel by reference: see [Claims#resolve].
///
/// @param at where the record lies
/// @param attempt how often the work was tried before, from 0
/// @param headers all headers as texts; of a repeated name the last
public record Work(BusEvent event, Coordinates at, int attempt, Map<String, String> headers) {
  public Work {
    headers = Map.copyOf(headers);
  }
}
