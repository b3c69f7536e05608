package io.raptorflow.guild.matrix.method;

import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/// The least value of a function within bounds, without derivatives (BOBYQA, Powell 2009).
///
/// A function may be flat or rough where it does not matter; when the optimizer gives up, the best
/// point that it saw is taken.
final class BoundedSearch {
  private final double radius;
  private final double precision;
  private final int evaluations;
  private double least = Double.POSITIVE_INFINITY;
  private double[] best = {};

  /// @param radius of the first trust region, less than half of each range
  /// @param precision of the last trust region
  BoundedSearch(double radius, double precision, int evaluations) {
    this.radius = radius;
    this.precision = precision;
    this.evaluations = evaluations;
  }

  /// A function of a point.
  interface Objective {
    double at(double[] point);
  }

  /// Searches from a start within the bounds.
  double[] from(double[] start, double[] low, double[] high, Objective objective) {
    least = Double.POSITIVE_INFINITY;
    best = start.clone();
    try {
      new BOBYQAOptimizer(2 * start.length + 1, radius, precision)
          .optimize(
              new MaxEval(evaluations),
              new ObjectiveFunction(point -> seen(point, objective)),
              GoalType.MINIMIZE,
              new InitialGuess(start),
              new SimpleBounds(low, high));
    } catch (MathIllegalStateException gaveUp) {
      // The best point so far is the answer.
    }
    return best;
  }

  private double seen(double[] point, Objective objective) {
    double value = objective.at(point);
    double finite = Double.isFinite(value) ? value : Double.MAX_VALUE / 4;
    if (finite < least) {
      least = finite;
      best = point.clone();
    }
    return finite;
  }
}
