package io.raptorflow.guild.matrix.method;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Splits a total by weights so that the parts add up to it to the last decimal (largest
/// remainder).
public final class Apportion {
  private Apportion() {}

  /// @param weights none negative, at least one above zero
  /// @param scale decimals of each part; the total must have no more
  public static BigDecimal[] exact(BigDecimal total, double[] weights, int scale) {
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("weights must not be negative, one was " + weight);
      }
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("one weight must be above zero");
    }
    BigDecimal[] parts = new BigDecimal[weights.length];
    double[] rest = new double[weights.length];
    BigDecimal given = BigDecimal.ZERO;
    for (int i = 0; i < weights.length; i++) {
      BigDecimal exact = total.multiply(BigDecimal.valueOf(weights[i] / sum));
      parts[i] = exact.setScale(scale, RoundingMode.DOWN);
      rest[i] = exact.subtract(parts[i]).doubleValue();
      given = given.add(parts[i]);
    }
    BigDecimal coin = BigDecimal.ONE.movePointLeft(scale);
    long left = total.subtract(given).divide(coin, 0, RoundingMode.UNNECESSARY).longValueExact();
    int[] order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(i -> rest[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    // Rounding of the shares can leave more or less than one coin a part; both ways end exactly.
    for (int i = 0; left != 0; i = (i + 1) % order.length) {
      int step = Long.signum(left);
      if (step > 0 || parts[order[i]].signum() > 0) {
        parts[order[i]] = parts[order[i]].add(coin.multiply(BigDecimal.valueOf(step)));
        left -= step;
      }
    }
    return parts;
  }
}
