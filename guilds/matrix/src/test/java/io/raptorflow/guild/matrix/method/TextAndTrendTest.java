package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.servicenow.ds.stats.stl.SeasonalTrendLoess;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sources: the sentences of VADER's read-me (Hutto and Gilbert 2014) as its ports test them; the
/// formula of Dunning 1993; hand-worked cases.
class TextAndTrendTest {

  @Test
  void scoresTheSentencesOfVader() {
    Vader vader = Vader.english();

    Vectors.group("vader")
        .get("compound")
        .properties()
        .forEach(
            e ->
                assertThat(vader.compound(e.getKey()))
                    .as(e.getKey())
                    .isCloseTo(e.getValue().doubleValue(), within(5e-5)));
  }

  @Test
  void scoresATextWithoutKnownWordsZero() {
    assertThat(Vader.english().compound("Zzxq, 12 by 30 table")).isZero();
    assertThat(Vader.english().compound("")).isZero();
  }

  @Test
  void computesTheLogLikelihoodOfAWordByItsFormula() {
    // 10 of 10,000 against 5 of 20,000: expected 5 and 10.
    double expected = 2 * (10 * Math.log(10 / 5.0) + 5 * Math.log(5 / 10.0));

    assertThat(Keyness.g2(10, 10_000, 5, 20_000)).isCloseTo(expected, within(1e-9));
    assertThat(Keyness.g2(5, 20_000, 10, 10_000)).isCloseTo(expected, within(1e-9));
    assertThat(Keyness.g2(10, 10_000, 20, 20_000)).isCloseTo(0, within(1e-9));
  }

  @Test
  void turnsTheSignOfKeynessWithItsSides() {
    Map<String, Long> now = Map.of("leak", 40L, "tank", 100L);
    Map<String, Long> before = Map.of("leak", 5L, "tank", 150L);

    double forth = leak(now, before);
    double back = leak(before, now);

    assertThat(forth).isGreaterThan(3).isCloseTo(-back, within(1e-9));
  }

  private static double leak(Map<String, Long> words, Map<String, Long> background) {
    return Objects.requireNonNull(Keyness.terms(words, background, 100).get("leak")).z();
  }

  @Test
  void seesATrendBySigns() {
    // Six rising values: S = 15, variance 6 x 5 x 17 / 18 = 28.33.
    Proportions.Test rising = MannKendall.test(new double[] {1, 2, 3, 4, 5, 6});

    assertThat(rising.statistic()).isCloseTo(14 / Math.sqrt(510 / 18.0), within(1e-12));
    assertThat(MannKendall.test(new double[] {3, 3, 3, 3}).p()).isCloseTo(1, within(1e-12));
  }

  @Test
  void decomposesTheAirlineAsOtherLibrariesDo() {
    // Source: statsmodels and stl4j on the logarithms; libraries differ in their jumps, hence
    // 0.003.
    JsonNode v = Vectors.group("stl_log_airpassengers");
    double tolerance = v.get("tolerance").doubleValue();
    double[] logs = Arrays.stream(Vectors.airPassengers()).map(Math::log).toArray();

    var parts =
        new SeasonalTrendLoess.Builder()
            .setPeriodLength(v.get("period").intValue())
            .setSeasonalWidth(v.get("seasonal").intValue())
            .setNonRobust()
            .buildSmoother(logs)
            .decompose();

    JsonNode other = v.get("statsmodels");
    assertThat(parts.getTrend()[0])
        .isCloseTo(other.get("trend_first").doubleValue(), within(tolerance));
    assertThat(parts.getTrend()[143])
        .isCloseTo(other.get("trend_last").doubleValue(), within(tolerance));
    assertThat(Arrays.copyOf(parts.getSeasonal(), 4))
        .containsExactly(Vectors.doubles(other.get("seasonal_first4")), within(tolerance));
    JsonNode same = v.get("stl4j_1_0_5_default_jump");
    assertThat(parts.getTrend()[0]).isCloseTo(same.get("trend_first").doubleValue(), within(1e-9));
  }

  @Test
  void findsWhereALineBreaks() {
    Random random = new Random(2);
    double[] y = new double[40];
    for (int t = 0; t < y.length; t++) {
      y[t] = -4 - 0.03 * Math.max(0, t - 14) + 0.01 * random.nextGaussian();
    }

    BrokenLine line = BrokenLine.fit(y);

    assertThat(line.turn()).isBetween(14, 16);
    assertThat(line.slope()).isCloseTo(-0.03, within(0.002));
    assertThat(line.gain()).isPositive();
  }

  @Test
  void pacesAsWorkedByHand() {
    JsonNode v = Vectors.group("pacing");
    LocalDate from = LocalDate.of(2026, 9, 1);
    double[] even = {1, 1, 1, 1, 1, 1, 1};

    Pacing.Pace pace =
        Pacing.of(
            from,
            from.plusDays(v.get("days").intValue() - 1),
            v.get("elapsed").intValue(),
            v.get("budget").doubleValue(),
            v.get("spent").doubleValue(),
            even);

    assertThat(pace.index()).isCloseTo(v.get("pace_index").doubleValue(), within(1e-12));
    assertThat(pace.projected()).isCloseTo(v.get("projected").doubleValue(), within(1e-9));
    assertThat(pace.neededPerDay()).isCloseTo(v.get("needed_per_day").doubleValue(), within(1e-9));
  }

  @Test
  void measuresChances() {
    double[] wins = {0, 0, 1, 1};

    assertThat(Calibration.auc(new double[] {0.1, 0.2, 0.8, 0.9}, wins)).isEqualTo(1);
    assertThat(Calibration.auc(new double[] {0.5, 0.5, 0.5, 0.5}, wins)).isEqualTo(0.5);
    assertThat(Calibration.brier(new double[] {0.5, 0.5, 0.5, 0.5}, wins)).isEqualTo(0.25);
  }

  @Test
  void neverLowersAChanceForAHigherScore() {
    Random random = new Random(8);
    double[] scores = random.doubles(300).toArray();
    double[] wins = new double[300];
    for (int i = 0; i < 300; i++) {
      wins[i] = random.nextDouble() < scores[i] ? 1 : 0;
    }
    Calibration.Map map = Calibration.monotone(scores, wins, 25);
    double before = 0;
    for (double score = 0; score <= 1; score += 0.01) {
      assertThat(map.chance(score)).isGreaterThanOrEqualTo(before).isBetween(0.0, 1.0);
      before = map.chance(score);
    }
    assertThat(map.chance(0.95) - map.chance(0.05)).isGreaterThan(0.5);
  }
}
