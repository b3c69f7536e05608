package io.raptorflow.guild.matrix.computed;

import java.util.List;

/// Splits an amount over saturating curves so that the sum of what they bring is largest.
///
/// The curves beta x / (x + g) are concave, so the optimum is where all free channels have the same
/// marginal value (Karush-Kuhn-Tucker); that value is found by bisection.
final class ConcaveAllocation {
  private static final int HALVINGS = 200;

  /// Share of the largest marginal value at which money has no use any more.
  private static final double LEAST_MARGINAL = 1e-24;

  /// One channel: its curve between a floor and a cap.
  ///
  /// @param beta what the channel brings at most
  /// @param half amount that brings half of it
  record Curve(double beta, double half, double floor, double cap) {
    Curve {
      if (!(beta >= 0 && half > 0 && floor >= 0 && cap >= floor)) {
        throw new IllegalArgumentException(
            "curve needs beta >= 0, half > 0, 0 <= floor <= cap, was beta %s half %s %s..%s"
                .formatted(beta, half, floor, cap));
      }
    }

    double at(double x) {
      return beta * x / (x + half);
    }

    double marginal(double x) {
      return beta * half / ((x + half) * (x + half));
    }

    private double amountAt(double marginal) {
      double free = Math.sqrt(beta * half / marginal) - half;
      return Math.clamp(free, floor, cap);
    }
  }

  private ConcaveAllocation() {}

  /// Amounts in the order of the curves. They add up to the budget where floors and caps allow it;
  /// below the sum of floors every curve gets its floor, above the sum of caps its cap.
  static double[] split(List<Curve> curves, double budget) {
    double high = curves.stream().mapToDouble(curve -> curve.marginal(0)).max().orElse(0);
    double low = high * LEAST_MARGINAL;
    for (int i = 0; i < HALVINGS && high > 0; i++) {
      double middle = Math.sqrt(low) * Math.sqrt(high);
      if (sum(curves, middle) > budget) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double marginal = high;
    return curves.stream()
        .mapToDouble(curve -> curve.beta() == 0 ? curve.floor() : curve.amountAt(marginal))
        .toArray();
  }

  private static double sum(List<Curve> curves, double marginal) {
    return curves.stream()
        .mapToDouble(curve -> curve.beta() == 0 ? curve.floor() : curve.amountAt(marginal))
        .sum();
  }
}
