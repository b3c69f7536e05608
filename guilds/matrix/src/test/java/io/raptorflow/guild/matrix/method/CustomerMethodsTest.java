package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.guild.matrix.method.KaplanMeier.End;
import io.raptorflow.guild.matrix.method.KaplanMeier.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sources: Fader, Hardie and Lee 2005 (CDNOW); Fader and Hardie 2013 (Gamma-Gamma); R's
/// `survival::aml` (Miller 1997).
class CustomerMethodsTest {

  @Test
  void expectsThePurchasesOfThePublishedParameters() {
    JsonNode v = Vectors.group("bg_nbd");
    double[] p = Vectors.doubles(v.get("params"));
    BgNbd model = BgNbd.of(p[0], p[1], p[2], p[3]);

    for (JsonNode one : v.get("cond_expected_39w")) {
      assertThat(
              model.expected(
                  one.get("x").intValue(),
                  one.get("t_x").doubleValue(),
                  one.get("T").doubleValue(),
                  39))
          .isCloseTo(one.get("e").doubleValue(), within(1e-9));
    }
    for (JsonNode one : v.get("p_alive")) {
      assertThat(
              model.alive(
                  one.get("x").intValue(),
                  one.get("t_x").doubleValue(),
                  one.get("T").doubleValue()))
          .isCloseTo(one.get("p").doubleValue(), within(1e-9));
    }
    assertThat(model.expectedOfNew(39))
        .isCloseTo(v.get("unconditional_E_X_39").doubleValue(), within(1e-9));
  }

  @Test
  void findsPlantedBuyingWithinAFewPercent() {
    Random random = new Random(20261119);
    List<BgNbd.Customer> customers = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      customers.add(planted(random, 0.6, 6, 0.9, 3));
    }

    BgNbd fit = BgNbd.fit(customers);

    // Shapes of dropout are weakly known from one year; what they imply is not.
    assertThat(fit.r()).isCloseTo(0.6, within(0.06));
    assertThat(fit.alpha()).isCloseTo(6, within(0.9));
    assertThat(fit.a() / (fit.a() + fit.b())).isCloseTo(0.9 / 3.9, within(0.04));
    BgNbd truth = BgNbd.of(0.6, 6, 0.9, 3);
    assertThat(fit.expectedOfNew(52)).isCloseTo(truth.expectedOfNew(52), within(0.12));
    assertThat(fit.logLikelihood()).isGreaterThanOrEqualTo(truth.logLikelihoodOf(customers));
  }

  private static BgNbd.Customer planted(Random random, double r, double alpha, double a, double b) {
    double rate = gamma(random, r) / alpha;
    double ga = gamma(random, a);
    double dropout = ga / (ga + gamma(random, b));
    double age = 30 + 22 * random.nextDouble();
    double time = 0;
    double last = 0;
    int x = 0;
    while (true) {
      time += -Math.log(1 - random.nextDouble()) / rate;
      if (time > age) {
        break;
      }
      x++;
      last = time;
      if (random.nextDouble() < dropout) {
        break;
      }
    }
    return new BgNbd.Customer(x, last, age, 1);
  }

  /// A gamma draw (Marsaglia and Tsang 2000).
  private static double gamma(Random random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + c * z, 3);
      if (v > 0 && Math.log(random.nextDouble()) < z * z / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  @Test
  void valuesPurchasesAsPublished() {
    JsonNode v = Vectors.group("gamma_gamma");
    double[] p = Vectors.doubles(v.get("params_p_q_gamma"));
    GammaGamma model = new GammaGamma(p[0], p[1], p[2]);

    assertThat(model.populationMean())
        .isCloseTo(v.get("population_mean").doubleValue(), within(1e-9));
    for (JsonNode one : v.get("cond_mean")) {
      assertThat(model.mean(one.get("x").intValue(), one.get("m").doubleValue()))
          .isCloseTo(one.get("e").doubleValue(), within(1e-9));
    }
  }

  @Test
  void findsPlantedValues() {
    Random random = new Random(3);
    List<GammaGamma.Spender> spenders = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      double scale = gamma(random, 3.74) / 15.44;
      int x = 1 + random.nextInt(8);
      spenders.add(new GammaGamma.Spender(x, gamma(random, 6.25 * x) / scale / x));
    }

    GammaGamma fit = GammaGamma.fit(spenders);

    assertThat(fit.p()).isCloseTo(6.25, within(0.4));
    assertThat(fit.q()).isCloseTo(3.74, within(0.25));
    assertThat(fit.populationMean()).isCloseTo(35.22, within(1.0));
  }

  @Test
  void drawsTheCurvesOfTheLeukaemiaTrial() {
    JsonNode v = Vectors.group("kaplan_meier_aml");
    List<Life> maintained = lives(v.get("maintained"));
    List<Life> not = lives(v.get("nonmaintained"));

    for (String group : List.of("maintained", "nonmaintained")) {
      List<KaplanMeier.Step> curve = KaplanMeier.curve(lives(v.get(group)));
      v.get(group)
          .get("S")
          .properties()
          .forEach(
              e ->
                  assertThat(
                          curve.stream()
                              .filter(s -> s.time() == Double.parseDouble(e.getKey()))
                              .findFirst()
                              .orElseThrow()
                              .survival())
                      .isCloseTo(e.getValue().doubleValue(), within(5e-5)));
      assertThat(KaplanMeier.median(curve)).isEqualTo(v.get(group).get("median").doubleValue());
    }
    Proportions.Test test = KaplanMeier.logRank(List.of(maintained, not));
    assertThat(test.statistic())
        .isCloseTo(v.get("logrank").get("chi2").doubleValue(), within(1e-9));
    assertThat(test.p()).isCloseTo(v.get("logrank").get("p").doubleValue(), within(1e-9));
  }

  @Test
  void ranksGroupsAlikeWhicheverComesFirst() {
    JsonNode v = Vectors.group("kaplan_meier_aml");
    List<Life> a = lives(v.get("maintained"));
    List<Life> b = lives(v.get("nonmaintained"));

    assertThat(KaplanMeier.logRank(List.of(a, b)).statistic())
        .isCloseTo(KaplanMeier.logRank(List.of(b, a)).statistic(), within(1e-12));
  }

  private static List<Life> lives(JsonNode group) {
    List<Life> lives = new ArrayList<>();
    for (int i = 0; i < group.get("time").size(); i++) {
      lives.add(
          new Life(
              group.get("time").get(i).doubleValue(),
              group.get("event").get(i).intValue() == 1 ? End.EVENT : End.CENSORED));
    }
    return lives;
  }
}
