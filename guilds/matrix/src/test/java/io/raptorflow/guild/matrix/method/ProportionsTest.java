package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.guild.matrix.method.GroupSequential.Spending;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Sources: closed forms of the cited papers; tables of O'Brien and Fleming 1979 and Pocock 1977 as
/// printed to four decimals. Intervals were published with z = 1.959964 and the arcsine size with
/// rounded quantiles, hence 1e-8 and 0.05.
class ProportionsTest {

  @Test
  void agreesWithTheKnownTwoProportionTests() {
    for (JsonNode v : Vectors.group("two_proportion_z")) {
      long xa = v.get("xA").longValue();
      long na = v.get("nA").longValue();
      long xb = v.get("xB").longValue();
      long nb = v.get("nB").longValue();

      Proportions.Test test = Proportions.pooled(xa, na, xb, nb);

      assertThat(test.statistic()).isCloseTo(v.get("z").doubleValue(), within(1e-10));
      assertThat(test.p()).isCloseTo(v.get("p_two_sided").doubleValue(), within(1e-10));
      Proportions.Interval wald = Proportions.wald(xa, na, xb, nb, 0.95);
      assertThat(new double[] {wald.low(), wald.high()})
          .containsExactly(Vectors.doubles(v.get("wald_ci95_diff")), within(1e-8));
      if (v.has("fisher_p")) {
        assertThat(Proportions.fisher(xa, na, xb, nb))
            .isCloseTo(v.get("fisher_p").doubleValue(), within(1e-9));
        Proportions.Interval newcombe = Proportions.newcombe(xa, na, xb, nb, 0.95);
        assertThat(new double[] {newcombe.low(), newcombe.high()})
            .containsExactly(Vectors.doubles(v.get("newcombe_ci95_diff")), within(1e-8));
      }
    }
  }

  @Test
  void agreesWithTheKnownWilsonIntervals() {
    for (JsonNode v : Vectors.group("wilson_ci95")) {
      Proportions.Interval interval =
          Proportions.wilson(v.get("x").longValue(), v.get("n").longValue(), 0.95);

      double low = v.has("ci") ? v.get("ci").get(0).doubleValue() : v.get("lower").doubleValue();
      assertThat(interval.low()).isCloseTo(low, within(1e-8));
      if (v.has("ci")) {
        assertThat(interval.high()).isCloseTo(v.get("ci").get(1).doubleValue(), within(1e-8));
      }
    }
  }

  @Test
  void agreesWithTheKnownSampleSizes() {
    for (JsonNode v : Vectors.group("sample_size_per_arm_alpha05_power80")) {
      double p1 = v.get("p1").doubleValue();
      double p2 = v.get("p2").doubleValue();

      assertThat(Proportions.sampleSize(p1, p2, 0.05, 0.8))
          .isCloseTo(v.get("n_pooled_formula").doubleValue(), within(1e-6));
      if (v.has("n_arcsine")) {
        assertThat(Proportions.sampleSizeArcsine(p1, p2, 0.05, 0.8))
            .isCloseTo(v.get("n_arcsine").doubleValue(), within(0.05));
      }
    }
  }

  @Test
  void agreesWithTheKnownSampleRatioTests() {
    for (JsonNode v : Vectors.group("srm_chi2")) {
      long[] counts = v.get("counts").valueStream().mapToLong(JsonNode::longValue).toArray();

      Proportions.Test test = Proportions.ratioMismatch(counts, new double[] {0.5, 0.5});

      assertThat(test.statistic()).isCloseTo(v.get("chi2").doubleValue(), within(1e-9));
      assertThat(test.p()).isCloseTo(v.get("p").doubleValue(), within(1e-10));
    }
  }

  @Test
  void agreesWithTheKnownMixtureRatios() {
    for (JsonNode v : Vectors.group("msprt_normal_mixture")) {
      Proportions.Test test =
          Proportions.mixtureRatio(
              v.get("xA").longValue(),
              v.get("nA").longValue(),
              v.get("xB").longValue(),
              v.get("nB").longValue(),
              v.get("tau").doubleValue());

      assertThat(test.statistic()).isCloseTo(v.get("lambda").doubleValue(), within(1e-9));
      assertThat(test.p()).isCloseTo(v.get("always_valid_p").doubleValue(), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void agreesWithTheTablesOfGroupSequentialBounds(int looks) {
    JsonNode tables = Vectors.group("group_sequential_two_sided_alpha05");
    String key = Integer.toString(looks);

    double[] strict = GroupSequential.bounds(Spending.OBRIEN_FLEMING, looks, 0.05);
    double[] level = GroupSequential.bounds(Spending.POCOCK, looks, 0.05);

    assertThat(strict)
        .containsExactly(Vectors.doubles(tables.get("obrien_fleming").get(key)), within(1e-4));
    assertThat(level)
        .containsOnly(new double[] {tables.get("pocock").get(key).doubleValue()}, within(1e-4));
  }

  @Test
  void countsTheFalseAlarmsOfPeekingAsKnown() {
    JsonNode naive =
        Vectors.group("group_sequential_two_sided_alpha05").get("naive_peeking_false_positive");
    double[] five = new double[5];
    double[] ten = new double[10];
    Arrays.fill(five, 1.959964);
    Arrays.fill(ten, 1.959964);

    assertThat(GroupSequential.crossing(five))
        .isCloseTo(naive.get("5_looks").doubleValue(), within(5e-4));
    assertThat(GroupSequential.crossing(ten))
        .isCloseTo(naive.get("10_looks").doubleValue(), within(5e-4));
  }

  @Test
  void correctsSeveralComparisonsAsHolmDoes() {
    // Worked by hand: 0.01 x 3, 0.03 x 2, max(0.06, 0.04 x 1).
    assertThat(Proportions.holm(new double[] {0.04, 0.01, 0.03}))
        .containsExactly(new double[] {0.06, 0.03, 0.06}, within(1e-12));
  }

  @Test
  void doesNotDependOnWhichArmIsCalledFirst() {
    Proportions.Test ab = Proportions.pooled(200, 1000, 250, 1000);
    Proportions.Test ba = Proportions.pooled(250, 1000, 200, 1000);
    Proportions.Interval forth = Proportions.newcombe(200, 1000, 250, 1000, 0.95);
    Proportions.Interval back = Proportions.newcombe(250, 1000, 200, 1000, 0.95);

    assertThat(ab.statistic()).isEqualTo(-ba.statistic());
    assertThat(forth.low()).isCloseTo(-back.high(), within(1e-15));
  }

  @Test
  void narrowsWithMoreVisitors() {
    double before = 1;
    for (long n = 100; n <= 1_000_000; n *= 10) {
      Proportions.Interval interval = Proportions.wilson(n / 5, n, 0.95);
      double width = interval.high() - interval.low();

      assertThat(width).isLessThan(before);
      before = width;
    }
  }
}
