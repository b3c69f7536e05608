package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.guild.matrix.method.HoltWinters.Season;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Source of the numbers: R's `HoltWinters(AirPassengers, seasonal = "mult")`.
class HoltWintersTest {
  private static final double[] SERIES = Vectors.airPassengers();
  private static final JsonNode VECTOR = Vectors.group("holt_winters_multiplicative_airpassengers");

  @Test
  void beginsWhereRBegins() {
    HoltWinters.Start start = HoltWinters.start(SERIES, 12, Season.MULTIPLICATIVE);

    assertThat(start.level()).isCloseTo(VECTOR.get("start_level").doubleValue(), within(1e-9));
    assertThat(start.trend()).isCloseTo(VECTOR.get("start_trend").doubleValue(), within(1e-9));
    assertThat(Arrays.stream(start.figures()).average().orElseThrow()).isCloseTo(1, within(1e-12));
  }

  @Test
  void runsTheRecursionOfRAtItsCoefficients() {
    HoltWinters at =
        HoltWinters.at(SERIES, 12, Season.MULTIPLICATIVE, 0.2755925, 0.03269295, 0.8707292);

    assertThat(at.level()).isCloseTo(469.3232206, within(1e-4));
    assertThat(at.trend()).isCloseTo(3.0215391, within(1e-4));
    assertThat(at.sse()).isCloseTo(VECTOR.get("sse").doubleValue(), within(1e-3));
    assertThat(at.forecast(12))
        .containsExactly(Vectors.doubles(VECTOR.get("forecast_1961")), within(0.01));
  }

  @Test
  void findsTheCoefficientsOfR() {
    HoltWinters fit = HoltWinters.fit(SERIES, 12, Season.MULTIPLICATIVE);

    assertThat(fit.alpha()).isCloseTo(0.2755925, within(5e-4));
    assertThat(fit.beta()).isCloseTo(0.03269295, within(5e-4));
    assertThat(fit.gamma()).isCloseTo(0.8707292, within(5e-4));
    assertThat(fit.sse()).isLessThanOrEqualTo(VECTOR.get("sse").doubleValue() + 1e-3);
  }

  @Test
  void beatsTheSeasonalNaiveOnTheHeldOutYearAsPublished() {
    double[] training = Arrays.copyOf(SERIES, 132);
    double[] held = Arrays.copyOfRange(SERIES, 132, 144);
    JsonNode expected = Vectors.group("holdout_airpassengers_last12");

    double[] naive = Backtest.Way.SEASONAL_NAIVE.forecast(training, 12, 12);
    double[] smooth = Backtest.Way.HOLT_WINTERS_MULTIPLICATIVE.forecast(training, 12, 12);

    JsonNode ofNaive = expected.get("seasonal_naive");
    assertThat(ForecastError.smape(held, naive))
        .isCloseTo(ofNaive.get("smape").doubleValue(), within(1e-9));
    assertThat(ForecastError.mape(held, naive))
        .isCloseTo(ofNaive.get("mape").doubleValue(), within(1e-9));
    assertThat(ForecastError.mase(training, 12, held, naive))
        .isCloseTo(ofNaive.get("mase").doubleValue(), within(1e-9));
    JsonNode ofSmooth = expected.get("hw_mul");
    assertThat(ForecastError.smape(held, smooth))
        .isCloseTo(ofSmooth.get("smape").doubleValue(), within(0.1));
    assertThat(ForecastError.mase(training, 12, held, smooth))
        .isCloseTo(ofSmooth.get("mase").doubleValue(), within(0.02));
  }

  @Test
  void scalesWithItsData() {
    double[] tenfold = Arrays.stream(SERIES).map(v -> 10 * v).toArray();

    double[] once = HoltWinters.fit(SERIES, 12, Season.MULTIPLICATIVE).forecast(12);
    double[] ten = HoltWinters.fit(tenfold, 12, Season.MULTIPLICATIVE).forecast(12);

    for (int h = 0; h < 12; h++) {
      assertThat(ten[h] / once[h]).isCloseTo(10, within(0.01));
    }
  }

  @Test
  void carriesAPlantedTrendAndSeasonForward() {
    Random random = new Random(11);
    double[] y = new double[140];
    for (int t = 0; t < y.length; t++) {
      y[t] = 100 + 0.5 * t + 20 * Math.sin(2 * Math.PI * t / 7) + random.nextGaussian();
    }

    double[] forecast = HoltWinters.fit(y, 7, Season.ADDITIVE).forecast(14);

    for (int h = 0; h < 14; h++) {
      int t = y.length + h;
      double truth = 100 + 0.5 * t + 20 * Math.sin(2 * Math.PI * t / 7);
      assertThat(forecast[h]).isCloseTo(truth, within(4.0));
    }
  }
}
