package io.raptorflow.guild.matrix.method;

/// How far forecasts were off.
public final class ForecastError {
  private ForecastError() {}

  /// Symmetric mean absolute percentage error, 0 to 200 (Makridakis 1993). A day on which both are
  /// zero counts as hit.
  public static double smape(double[] actual, double[] forecast) {
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      double size = Math.abs(actual[i]) + Math.abs(forecast[i]);
      sum += size == 0 ? 0 : Math.abs(actual[i] - forecast[i]) / size;
    }
    return 200 * sum / actual.length;
  }

  /// Mean absolute percentage error; infinite where an actual value is zero.
  public static double mape(double[] actual, double[] forecast) {
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.abs((actual[i] - forecast[i]) / actual[i]);
    }
    return 100 * sum / actual.length;
  }

  /// Mean absolute scaled error (Hyndman and Koehler 2006): against the seasonal-naive error within
  /// the training data.
  public static double mase(double[] training, int period, double[] actual, double[] forecast) {
    double scale = 0;
    for (int t = period; t < training.length; t++) {
      scale += Math.abs(training[t] - training[t - period]);
    }
    scale /= training.length - period;
    double error = 0;
    for (int i = 0; i < actual.length; i++) {
      error += Math.abs(actual[i] - forecast[i]);
    }
    return error / actual.length / scale;
  }
}
