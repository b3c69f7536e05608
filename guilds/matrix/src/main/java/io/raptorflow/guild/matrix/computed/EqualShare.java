package io.raptorflow.guild.matrix.computed;

import java.util.List;

/// Splits a whole number of the smallest coins as evenly as floors and caps allow.
final class EqualShare {

  /// @param floor least amount
  /// @param cap largest amount
  record Bounds(long floor, long cap) {
    Bounds {
      if (floor < 0 || cap < floor) {
        throw new IllegalArgumentException("bounds need 0 <= floor <= cap: " + floor + ".." + cap);
      }
    }
  }

  private EqualShare() {}

  /// Amounts in the order of the bounds. They add up to the pool where floors and caps allow it.
  static long[] split(List<Bounds> bounds, long pool) {
    long low = 0;
    long high = Math.max(0, pool);
    while (low < high) {
      long level = low + (high - low + 1) / 2;
      if (sum(bounds, level) <= pool) {
        low = level;
      } else {
        high = level - 1;
      }
    }
    long level = low;
    long[] amounts =
        bounds.stream().mapToLong(b -> Math.clamp(level, b.floor(), b.cap())).toArray();
    long rest = pool - sum(bounds, level);
    for (int i = 0; i < amounts.length && rest > 0; i++) {
      if (amounts[i] == level && amounts[i] < bounds.get(i).cap()) {
        amounts[i]++;
        rest--;
      }
    }
    return amounts;
  }

  private static long sum(List<Bounds> bounds, long level) {
    return bounds.stream().mapToLong(b -> Math.clamp(level, b.floor(), b.cap())).sum();
  }
}
