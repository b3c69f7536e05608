package io.raptorflow.bus;

import java.time.Instant;

/// A recorded model answer, so that a redelivery or replay pays nothing twice.
public record JournalEntry(
    String call, String text, String model, long promptTokens, long completionTokens, Instant at)
    implements BusEvent {

  @Override
  public String key() {
    return call;
  }
}
