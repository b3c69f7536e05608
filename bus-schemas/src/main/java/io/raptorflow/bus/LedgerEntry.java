package io.raptorflow.bus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/// One model call as it was paid for.
///
/// @param call SHA-256 of work, ordinal, prompt, model and parameters
/// @param costUsd US dollars, scale 6
public record LedgerEntry(
    String call,
    RunId run,
    WorkspaceId workspace,
    AgentId agent,
    String model,
    String tier,
    String routedBecause,
    long promptTokens,
    long completionTokens,
    BigDecimal costUsd,
    CallSource source,
    long latencyMillis,
    Instant at)
    implements BusEvent {

  /// Where the answer came from.
  public enum CallSource {
    PAID,
    JOURNAL,
    CACHE
  }

  public LedgerEntry {
    costUsd = costUsd.setScale(Spend.SCALE, RoundingMode.HALF_EVEN);
  }

  @Override
  public String key() {
    return workspace.value();
  }
}
