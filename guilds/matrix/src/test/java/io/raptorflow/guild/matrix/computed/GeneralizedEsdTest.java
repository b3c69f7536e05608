package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Source of the numbers: Rosner 1983 as printed in the NIST/SEMATECH e-Handbook, 1.3.5.17.3.
class GeneralizedEsdTest {

  @Test
  void finds3OutliersInTheNistDataThoughTheFirst2StepsFail() {
    JsonNode nist = Samples.vector("nist_generalized_esd");
    double[] data = Samples.doubles(nist.path("data"));

    GeneralizedEsd.Outcome outcome =
        GeneralizedEsd.test(data, 10, 0.05, GeneralizedEsd.Scale.MEAN_AND_SD);

    double[] statistics = Samples.doubles(nist.path("R"));
    double[] critical = Samples.doubles(nist.path("lambda"));
    assertThat(outcome.steps()).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(outcome.steps().get(i).statistic()).isCloseTo(statistics[i], within(6e-4));
      assertThat(outcome.steps().get(i).critical()).isCloseTo(critical[i], within(6e-4));
    }
    assertThat(outcome.outliers()).isEqualTo(3);
    assertThat(Arrays.stream(GeneralizedEsd.positions(outcome)).mapToObj(i -> data[i]))
        .containsExactlyInAnyOrder(6.01, 5.42, 5.34);
  }

  @Test
  void endsWhenNothingVaries() {
    GeneralizedEsd.Outcome outcome =
        GeneralizedEsd.test(new double[20], 5, 0.05, GeneralizedEsd.Scale.MEDIAN_AND_MAD);

    assertThat(outcome.outliers()).isZero();
    assertThat(outcome.steps()).isEmpty();
  }

  /// Iglewicz and Hoaglin 1993, modified z-scores.
  @Test
  void scoresByMedianAndMad() {
    JsonNode vector = Samples.vector("modified_z_mad");
    double[] x = Samples.doubles(vector.path("x"));

    double[] scores =
        Arrays.stream(x).map(v -> 0.6745 * (v - Robust.median(x)) / Robust.mad(x)).toArray();

    assertThat(scores).containsExactly(Samples.doubles(vector.path("m")), within(1e-3));
  }

  @Test
  void sumsUpwardAboveTheSlack() {
    JsonNode vector = Samples.vector("cusum_up");

    double[] sums = Cusum.upward(Samples.doubles(vector.path("x")), 0.5);

    assertThat(sums).containsExactly(Samples.doubles(vector.path("s")), within(1e-12));
  }
}
