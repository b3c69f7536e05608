package io.raptorflow.guild.matrix.computed;

import org.jspecify.annotations.Nullable;

/// The tabular cumulative sum (Page 1954): finds a level that moved a little and stayed.
final class Cusum {

  /// @param began first position of the run that ended in the alarm
  /// @param at position of the first alarm
  record Alarm(int began, int at) {}

  private Cusum() {}

  /// Upward sums of standardized values.
  ///
  /// @param slack what a value must exceed to count, in standard deviations
  static double[] upward(double[] standardized, double slack) {
    double[] sums = new double[standardized.length];
    double sum = 0;
    for (int i = 0; i < standardized.length; i++) {
      sum = Math.max(0, sum + standardized[i] - slack);
      sums[i] = sum;
    }
    return sums;
  }

  /// First position where the upward sum passes the limit, or null.
  static @Nullable Alarm firstAlarm(double[] standardized, double slack, double limit) {
    double[] sums = upward(standardized, slack);
    int began = 0;
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] == 0) {
        began = i + 1;
      } else if (sums[i] > limit) {
        return new Alarm(began, i);
      }
    }
    return null;
  }
}
