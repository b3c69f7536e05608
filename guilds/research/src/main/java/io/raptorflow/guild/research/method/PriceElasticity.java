package io.raptorflow.guild.research.method;

import java.util.List;

/// Price elasticity by least squares on logarithms: ln q = a + b ln p.
///
/// @param b change of the quantity in per cent for one per cent more price
/// @param low lower end of the 95 % interval (Student's t, n - 2 degrees of freedom)
/// @param high upper end
/// @param n price points used
public record PriceElasticity(double b, double low, double high, int n) {
  /// Least price points: below it, an interval says nothing.
  public static final int POINTS_MIN = 4;

  /// 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom.
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /// @param price above 0
  /// @param quantity above 0
  public record Point(double price, double quantity) {
    public Point {
      if (!(price > 0) || !(quantity > 0)) {
        throw new IllegalArgumentException(
            "price and quantity must be above 0, were " + price + " and " + quantity);
      }
    }
  }

  /// Fits the line.
  ///
  /// @throws IllegalArgumentException with fewer than four points or without two different prices
  public static PriceElasticity of(List<Point> points) {
    int n = points.size();
    if (n < POINTS_MIN) {
      throw new IllegalArgumentException(
          "elasticity needs at least " + POINTS_MIN + " price points, has " + n);
    }
    double meanX = points.stream().mapToDouble(p -> Math.log(p.price())).average().orElseThrow();
    double meanY = points.stream().mapToDouble(p -> Math.log(p.quantity())).average().orElseThrow();
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    for (Point point : points) {
      double x = Math.log(point.price()) - meanX;
      double y = Math.log(point.quantity()) - meanY;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
    }
    if (sxx < 1e-12) {
      throw new IllegalArgumentException("elasticity needs different prices, all are the same");
    }
    double b = sxy / sxx;
    double residual = Math.max(0, syy - b * sxy);
    double error = Math.sqrt(residual / (n - 2) / sxx);
    double t = n - 2 <= T.length ? T[n - 3] : 1.96;
    return new PriceElasticity(b, b - t * error, b + t * error, n);
  }
}
