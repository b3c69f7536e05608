package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sources: the recursion of geometric adstock and the Hill curve by hand; NIST StRD Norris for the
/// regression core; planted weeks.
class MediaMixTest {

  @Test
  void echoesSpendAsWorkedByHand() {
    JsonNode v = Vectors.group("adstock_geometric");

    assertThat(MediaMix.adstock(Vectors.doubles(v.get("x")), v.get("theta").doubleValue()))
        .containsExactly(Vectors.doubles(v.get("y")), within(1e-12));
  }

  @Test
  void saturatesAsWorkedByHand() {
    for (JsonNode v : Vectors.group("hill")) {
      assertThat(
              MediaMix.hill(
                  v.get("x").doubleValue(), v.get("a").doubleValue(), v.get("g").doubleValue()))
          .isCloseTo(v.get("y").doubleValue(), within(1e-12));
    }
  }

  @Test
  void regressesAsCertifiedByNist() {
    // StRD Norris: calibration of ozone monitors, 36 pairs, lower level of difficulty.
    JsonNode certified = Vectors.group("norris_nist_strd");
    double[] ones = new double[NORRIS_X.length];
    Arrays.fill(ones, 1);
    MediaMix mix = new MediaMix(new double[][] {NORRIS_X}, NORRIS_Y, new double[][] {ones}, 0);

    double slope = mix.effects(new double[][] {mix.cleaned(NORRIS_X)}, mix.cleaned(NORRIS_Y))[0];

    double intercept =
        Arrays.stream(NORRIS_Y).average().orElseThrow()
            - slope * Arrays.stream(NORRIS_X).average().orElseThrow();
    assertThat(slope).isCloseTo(certified.get("slope").doubleValue(), within(1e-12));
    assertThat(intercept).isCloseTo(certified.get("intercept").doubleValue(), within(1e-9));
  }

  private static final double[] NORRIS_Y = {
    0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8,
    339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5,
    778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2
  };
  private static final double[] NORRIS_X = {
    0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5,
    666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2,
    999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5
  };

  @Test
  void findsPlantedEchoAndReturn() {
    Planted planted = new Planted(156, 4);

    MediaMix.Fit fit = planted.mix(1e-4).fit();

    assertThat(fit.channels()[0].theta()).isCloseTo(0.6, within(0.05));
    assertThat(fit.channels()[1].theta()).isCloseTo(0.2, within(0.05));
    for (int j = 0; j < 2; j++) {
      double truth = Arrays.stream(planted.effect[j]).sum();
      double found = Arrays.stream(planted.mix(1e-4).contribution(j, fit.channels()[j])).sum();
      assertThat(found / truth).isCloseTo(1, within(0.1));
    }
    assertThat(fit.r2()).isGreaterThan(0.95);
  }

  @Test
  void scalesWithMoney() {
    Planted planted = new Planted(130, 9);
    double[][] pence =
        Arrays.stream(planted.spend)
            .map(row -> Arrays.stream(row).map(v -> 100 * v).toArray())
            .toArray(double[][]::new);

    MediaMix.Fit pounds = planted.mix(1e-4).fit();
    MediaMix.Fit inPence = new MediaMix(pence, planted.sales, planted.controls, 1e-4).fit();

    for (int j = 0; j < 2; j++) {
      assertThat(inPence.channels()[j].theta())
          .isCloseTo(pounds.channels()[j].theta(), within(0.02));
      assertThat(inPence.channels()[j].at(10_000) / pounds.channels()[j].at(100))
          .isCloseTo(1, within(0.02));
    }
  }

  @Test
  void risesWithSpendAndNeverPastItsMost() {
    MediaMix.Response response = new MediaMix.Response(0.4, 1.5, 80, 500);
    double before = -1;
    for (double spend = 0; spend < 1e6; spend = 2 * spend + 1) {
      double sales = response.at(spend);

      assertThat(sales).isGreaterThan(before).isLessThan(500.0001);
      before = sales;
    }
    assertThat(before).isCloseTo(500, within(0.1));
  }

  /// Two channels with a known echo, sales with trend and noise.
  private static final class Planted {
    final double[][] spend;
    final double[][] effect = new double[2][];
    final double[] sales;
    final double[][] controls;

    Planted(int weeks, long seed) {
      Random random = new Random(seed);
      spend = new double[2][weeks];
      sales = new double[weeks];
      controls = new double[2][weeks];
      for (int t = 0; t < weeks; t++) {
        spend[0][t] = random.nextInt(3) == 0 ? 200 * random.nextDouble() : 20 * random.nextDouble();
        spend[1][t] = random.nextInt(2) == 0 ? 150 * random.nextDouble() : 5 * random.nextDouble();
        controls[0][t] = 1;
        controls[1][t] = (double) t / weeks;
      }
      double[] thetas = {0.6, 0.2};
      double[] halves = {150, 80};
      double[] betas = {900, 500};
      for (int j = 0; j < 2; j++) {
        int channel = j;
        effect[j] =
            Arrays.stream(MediaMix.adstock(spend[j], thetas[j]))
                .map(x -> betas[channel] * MediaMix.hill(x, 1, halves[channel]))
                .toArray();
      }
      for (int t = 0; t < weeks; t++) {
        sales[t] =
            1000 + 200 * controls[1][t] + effect[0][t] + effect[1][t] + 10 * random.nextGaussian();
      }
    }

    MediaMix mix(double ridge) {
      return new MediaMix(spend, sales, controls, ridge);
    }
  }
}
