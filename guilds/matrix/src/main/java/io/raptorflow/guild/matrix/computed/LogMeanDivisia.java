package io.raptorflow.guild.matrix.computed;

import io.raptorflow.guild.matrix.output.ChannelTotal;
import io.raptorflow.guild.matrix.output.ExecutiveReport.Effects;

/// Additive log-mean Divisia decomposition (LMDI-I, Ang 2005) of revenue = clicks x conversion rate
/// x order value. The parts add up to the change without a rest.
final class LogMeanDivisia {
  /// Stands for zero, as Ang advises: so small that no part of the change can hide in it.
  private static final double NOTHING = 1e-100;

  private LogMeanDivisia() {}

  private record Factors(double clicks, double rate, double value, double revenue) {}

  static Effects effects(ChannelTotal before, ChannelTotal after) {
    double change = after.revenue().subtract(before.revenue()).doubleValue();
    if (isOutsideTheTree(before) || isOutsideTheTree(after)) {
      return new Effects(0, 0, 0, change);
    }
    if (before.revenue().signum() == 0 && after.revenue().signum() == 0) {
      return new Effects(0, 0, 0, 0);
    }
    Factors from = factors(before, after);
    Factors to = factors(after, before);
    double weight = logMean(to.revenue(), from.revenue());
    return new Effects(
        weight * Math.log(to.clicks() / from.clicks()),
        weight * Math.log(to.rate() / from.rate()),
        weight * Math.log(to.value() / from.value()),
        0);
  }

  /// Logarithmic mean of two positive numbers.
  static double logMean(double a, double b) {
    double ratio = (a - b) / b;
    // Near equality the quotient loses its digits; log1p keeps them.
    return a == b ? a : (a - b) / (Math.abs(ratio) < 0.1 ? Math.log1p(ratio) : Math.log(a / b));
  }

  /// Revenue without a conversion, or conversions without a click: no branch explains it.
  private static boolean isOutsideTheTree(ChannelTotal total) {
    return (total.clicks() == 0 && total.conversions().signum() > 0)
        || (total.conversions().signum() == 0 && total.revenue().signum() > 0);
  }

  /// Factors of a period; one that has no value takes that of the other period, so it moves
  /// nothing.
  private static Factors factors(ChannelTotal total, ChannelTotal other) {
    double clicks = total.clicks() == 0 ? NOTHING : total.clicks();
    double rate = rate(total);
    if (Double.isNaN(rate)) {
      rate = rate(other);
    }
    double value = value(total);
    if (Double.isNaN(value)) {
      value = value(other);
    }
    return new Factors(clicks, rate, value, clicks * rate * value);
  }

  private static double rate(ChannelTotal total) {
    if (total.clicks() == 0) {
      return Double.NaN;
    }
    return total.conversions().signum() == 0
        ? NOTHING
        : total.conversions().doubleValue() / total.clicks();
  }

  private static double value(ChannelTotal total) {
    if (total.conversions().signum() == 0) {
      return Double.NaN;
    }
    return total.revenue().signum() == 0
        ? NOTHING
        : total.revenue().doubleValue() / total.conversions().doubleValue();
  }
}
