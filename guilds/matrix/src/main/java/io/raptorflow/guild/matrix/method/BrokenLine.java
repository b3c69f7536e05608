package io.raptorflow.guild.matrix.method;

/// A level that turns into a slope at one point: segmented regression (Quandt 1958), by least
/// squares over every point, kept when it is better than a level by the Bayesian criterion.
///
/// @param turn position at which the slope begins
/// @param level value before it
/// @param slope change of a step after it
public record BrokenLine(int turn, double level, double slope, double gain) {
  private static final int SIDE_MIN = 3;

  /// The best broken line.
  ///
  /// @return `gain` is the criterion's gain over a level; above 0 the turn is worth its two
  ///   parameters
  public static BrokenLine fit(double[] y) {
    int n = y.length;
    double flat = 0;
    double mean = 0;
    for (double value : y) {
      mean += value / n;
    }
    for (double value : y) {
      flat += (value - mean) * (value - mean);
    }
    BrokenLine best = new BrokenLine(0, mean, 0, Double.NEGATIVE_INFINITY);
    for (int turn = SIDE_MIN; turn <= n - SIDE_MIN; turn++) {
      double sx = 0;
      double sxx = 0;
      double sxy = 0;
      double sy = 0;
      for (int t = 0; t < n; t++) {
        double x = Math.max(0, t - turn + 1.0);
        sx += x;
        sxx += x * x;
        sxy += x * y[t];
        sy += y[t];
      }
      double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
      double level = (sy - slope * sx) / n;
      double errors = 0;
      for (int t = 0; t < n; t++) {
        double error = y[t] - level - slope * Math.max(0, t - turn + 1.0);
        errors += error * error;
      }
      double gain =
          n * (Math.log(Math.max(flat, 1e-300)) - Math.log(Math.max(errors, 1e-300)))
              - 2 * Math.log(n);
      if (gain > best.gain) {
        best = new BrokenLine(turn, level, slope, gain);
      }
    }
    return best;
  }
}
