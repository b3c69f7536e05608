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
