package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.guild.matrix.method.BetaArms.Arm;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sources: the finite sum for whole parameters; three arms by independent quadrature.
class BetaArmsTest {

  @Test
  void agreesWithTheExactChances() {
    for (JsonNode v : Vectors.group("bayes_prob_B_gt_A_beta11_exact")) {
      Arm a = new Arm(v.get("xA").longValue(), v.get("nA").longValue());
      Arm b = new Arm(v.get("xB").longValue(), v.get("nB").longValue());
      double expected = v.get("p").doubleValue();

      assertThat(BetaArms.above(a, b)).isCloseTo(expected, within(1e-9));
      assertThat(BetaArms.odds(List.of(a, b)).get(1).best()).isCloseTo(expected, within(1e-8));
    }
  }

  @Test
  void agreesWithTheKnownThreeArms() {
    JsonNode v = Vectors.group("bayes_prob_best_3arms");
    List<Arm> arms =
        v.get("arms")
            .valueStream()
            .map(arm -> new Arm(arm.get(0).longValue(), arm.get(1).longValue()))
            .toList();

    double[] best = BetaArms.odds(arms).stream().mapToDouble(BetaArms.Odds::best).toArray();

    assertThat(best).containsExactly(Vectors.doubles(v.get("p_best")), within(1e-6));
  }

  @Test
  void losesNothingMoreWithMoreEvidence() {
    double before = 1;
    for (int size = 1; size <= 100; size *= 10) {
      List<Arm> arms =
          List.of(new Arm(20L * size, 1000L * size), new Arm(30L * size, 1000L * size));

      BetaArms.Odds odds = BetaArms.odds(arms).get(1);

      assertThat(odds.loss()).isLessThan(before);
      before = odds.loss();
    }
  }

  @Test
  void sharesTheChancesWhateverTheOrderOfArms() {
    List<Arm> arms = List.of(new Arm(20, 1000), new Arm(30, 1000), new Arm(25, 1000));

    List<BetaArms.Odds> odds = BetaArms.odds(arms);
    List<BetaArms.Odds> turned = BetaArms.odds(arms.reversed());

    assertThat(odds.stream().mapToDouble(BetaArms.Odds::best).sum()).isCloseTo(1, within(1e-12));
    for (int i = 0; i < 3; i++) {
      assertThat(turned.get(2 - i).best()).isCloseTo(odds.get(i).best(), within(1e-12));
    }
  }
}
