package io.raptorflow.bus;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What work cost.
///
/// @param modelCalls calls paid for; answers from journal or cache are not counted
/// @param costUsd US dollars, scale 6
public record Spend(long promptTokens, long completionTokens, int modelCalls, BigDecimal costUsd) {
  /// Decimal places of money on the bus.
  public static final int SCALE = 6;

  public static final Spend NOTHING = new Spend(0, 0, 0, BigDecimal.ZERO);

  public Spend {
    costUsd = costUsd.setScale(SCALE, RoundingMode.HALF_EVEN);
  }

  public Spend plus(Spend other) {
    return new Spend(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        modelCalls + other.modelCalls,
        costUsd.add(other.costUsd));
  }
}
