package io.raptorflow.guild.matrix.method;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/// Logistic regression by iteratively reweighted least squares (McCullagh and Nelder 1989) with a
/// ridge on all but the first coefficient (le Cessie and van Houwelingen 1992).
///
/// @param coefficients intercept first
/// @param errors standard errors, from the penalized information
public record Logistic(double[] coefficients, double[] errors, int steps) {
  private static final int STEPS_MAX = 60;

  /// Fits.
  ///
  /// @param x rows of features without an intercept, best standardized
  /// @param y 0 or 1
  /// @param ridge penalty on squared coefficients, above 0 so that separable data have a fit
  public static Logistic fit(double[][] x, double[] y, double ridge) {
    int p = x[0].length + 1;
    double[] w = new double[p];
    for (int step = 1; ; step++) {
      double[][] information = new double[p][p];
      double[] gradient = new double[p];
      for (int i = 0; i < x.length; i++) {
        double chance = chance(w, x[i]);
        double weight = Math.max(1e-12, chance * (1 - chance));
        for (int a = 0; a < p; a++) {
          double xa = a == 0 ? 1 : x[i][a - 1];
          gradient[a] += (y[i] - chance) * xa;
          for (int b = 0; b <= a; b++) {
            information[a][b] += weight * xa * (b == 0 ? 1 : x[i][b - 1]);
          }
        }
      }
      for (int a = 0; a < p; a++) {
        double penalty = a == 0 ? 1e-9 : ridge;
        information[a][a] += penalty;
        gradient[a] -= a == 0 ? 0 : penalty * w[a];
        for (int b = 0; b < a; b++) {
          information[b][a] = information[a][b];
        }
      }
      var solver =
          new CholeskyDecomposition(new Array2DRowRealMatrix(information, false), 1e-8, 1e-14)
              .getSolver();
      double[] move = solver.solve(new ArrayRealVector(gradient, false)).toArray();
      double most = 0;
      for (int a = 0; a < p; a++) {
        w[a] += move[a];
        most = Math.max(most, Math.abs(move[a]));
      }
      if (most < 1e-9 || step == STEPS_MAX) {
        double[][] inverse = solver.getInverse().getData();
        double[] errors = new double[p];
        for (int a = 0; a < p; a++) {
          errors[a] = Math.sqrt(inverse[a][a]);
        }
        return new Logistic(w, errors, step);
      }
    }
  }

  /// Chance of 1.
  public double chance(double[] row) {
    return chance(coefficients, row);
  }

  private static double chance(double[] w, double[] row) {
    double line = w[0];
    for (int i = 0; i < row.length; i++) {
      line += w[i + 1] * row[i];
    }
    return 1 / (1 + Math.exp(-line));
  }
}
