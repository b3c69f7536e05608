package io.raptorflow.guild.matrix.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sources: the worked example at analyzecore.com (Markov), the glove game (Shapley 1953).
class AttributionMethodsTest {

  @Test
  void agreesWithThePublishedChain() {
    JsonNode v = Vectors.group("markov_attribution").get(0);
    TreeSet<String> names = new TreeSet<>(List.of("C1", "C2", "C3"));
    MarkovChain chain = new MarkovChain(names);
    for (JsonNode path : v.get("paths")) {
      chain.add(
          chain.positions(List.of(path.get(0).asString().split(">", -1))),
          path.get(1).doubleValue(),
          path.get(2).doubleValue());
    }

    double[] removal = chain.removalEffects();

    assertThat(chain.conversion()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(removal).containsExactly(new double[] {0.5, 1, 1}, within(1e-12));
  }

  @Test
  void givesAChannelThatNeverConvertsNothing() {
    MarkovChain chain = new MarkovChain(new TreeSet<>(List.of("dead", "live")));
    chain.add(chain.positions(List.of("live")), 10, 90);
    chain.add(chain.positions(List.of("dead")), 0, 100);

    assertThat(chain.removalEffects()).containsExactly(new double[] {0, 1}, within(1e-12));
  }

  @Test
  void solvesTheGloveGame() {
    JsonNode expected = Vectors.group("shapley").get(0).get("values");

    // Player 0 has the left glove, 1 and 2 a right one each.
    double[] values = Shapley.values(3, s -> (s & 1) == 1 && s > 1 ? 1 : 0);

    assertThat(values)
        .containsExactly(
            new double[] {
              expected.get("L1").doubleValue(),
              expected.get("R1").doubleValue(),
              expected.get("R2").doubleValue()
            },
            within(1e-7));
  }

  @Test
  void shapleyOnConversionsInsideACoalitionIsLinearAttribution() {
    JsonNode expected = Vectors.group("shapley").get(1).get("values");
    // Bits: email 1, search 2, social 4; the paths of journeys.csv.
    long[][] paths = {{3, 20}, {6, 10}, {4, 2}, {1, 15}, {7, 8}};

    double[] values =
        Shapley.values(
            3, s -> Arrays.stream(paths).filter(p -> (p[0] & ~s) == 0).mapToLong(p -> p[1]).sum());

    assertThat(values)
        .containsExactly(
            new double[] {
              expected.get("email").doubleValue(),
              expected.get("search").doubleValue(),
              expected.get("social").doubleValue()
            },
            within(1e-6));
  }

  @Test
  void apportionsToTheLastDecimal() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      double[] weights = random.doubles(1 + random.nextInt(9)).map(w -> w * w).toArray();
      weights[0] += 1e-9;
      BigDecimal total = BigDecimal.valueOf(random.nextInt(10_000_000), 2);

      BigDecimal[] parts = Apportion.exact(total, weights, 6);

      assertThat(Arrays.stream(parts).reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(total);
      assertThat(parts).allMatch(part -> part.signum() >= 0);
    }
  }
}
