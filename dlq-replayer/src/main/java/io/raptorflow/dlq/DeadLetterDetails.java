package io.raptorflow.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.RetryRow;
import java.util.Map;
import java.util.Optional;

/// Everything that is known of one failed work.
///
/// @param headers headers of the last dead letter, numbers in readable form
/// @param value its bytes; empty when it is gone from the log
/// @param event the event in the bytes; empty when there is none
public record DeadLetterDetails(
    RetryRow row, Map<String, String> headers, byte[] value, Optional<BusEvent> event) {
  public DeadLetterDetails {
    headers = Map.copyOf(headers);
    value = value.clone();
  }

  @Override
  public byte[] value() {
    return value.clone();
  }
}
