package io.raptorflow.guild.matrix.computed;

import io.raptorflow.campaign.BrandBrief;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Currency;

/// The money of a brief in its smallest coins, so that parts add up to the last one.
///
/// @param digits decimals of the currency
/// @param available coins to be split
/// @param days days of the flight
record FlightMoney(BrandBrief.Budget budget, int digits, long available, int days) {
  /// Largest budget that is split.
  static final BigDecimal TOTAL_MAX = BigDecimal.TEN.pow(12);

  static FlightMoney of(BrandBrief brief) {
    BrandBrief.Budget budget = brief.budget();
    int digits = digits(budget.currency());
    BigDecimal reserve =
        budget
            .total()
            .multiply(budget.testReservePercent())
            .divide(BigDecimal.valueOf(100), digits, RoundingMode.HALF_UP);
    long available =
        budget
            .total()
            .subtract(reserve)
            .setScale(digits, RoundingMode.DOWN)
            .unscaledValue()
            .longValueExact();
    int days = (int) ChronoUnit.DAYS.between(brief.objective().from(), brief.objective().to()) + 1;
    return new FlightMoney(budget, digits, available, days);
  }

  /// What tests keep: the total less what is split.
  BigDecimal testReserve() {
    return budget.total().subtract(amount(available));
  }

  BigDecimal amount(long coins) {
    return BigDecimal.valueOf(coins, digits);
  }

  /// Coins of an amount, rounded down.
  long coins(BigDecimal amount) {
    return amount.setScale(digits, RoundingMode.DOWN).unscaledValue().longValueExact();
  }

  /// Coins of a computed amount, rounded down.
  long coins(double amount) {
    return (long) Math.floor(amount * Math.pow(10, digits) + 1e-6);
  }

  /// Coins that a channel must have, rounded up so that the floor holds.
  long floor(String channel) {
    BigDecimal floor = budget.floor().getOrDefault(channel, BigDecimal.ZERO);
    return floor.setScale(digits, RoundingMode.UP).unscaledValue().longValueExact();
  }

  /// Coins that a channel may have, never more than there are.
  long cap(String channel) {
    BigDecimal cap = budget.cap().get(channel);
    return cap == null ? available : Math.min(available, coins(cap.min(budget.total())));
  }

  private static int digits(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException unknown) {
      return 2;
    }
  }
}
