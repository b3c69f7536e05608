package io.raptorflow.lords.council;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Asset;
import io.raptorflow.lords.council.QualityReview.Dimension;
import io.raptorflow.lords.council.QualityReview.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredRubricTest {
  private static final String GOOD =
      "Hosepipe bans? Tarnwell gives courtyard gardeners 300 litres for spring planting.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fit             | Courtyard gardeners plan a slim rain tank for the new patio. | Buy things. | 5 | 2
          insight         | Hosepipe bans and damp barrels before spring planting.       | Buy things. | 5 | 2
          clarity         | It fits. It holds. It is quiet.                              | It holds water that falls on the roof and runs down to the yard where somebody who has time may come along and take it out again with a can or with a pump when the weather is dry and warm enough | 5 | 1
          proof           | It holds 300 litres.                                         | It holds 999 litres. | 5 | 1
          distinctiveness | Tarnwell Rainworks: litres, depth, downpipe.                  | Buy things. | 5 | 2
          voice           | It holds water.                                              | No superlatives without proof here. | 4 | 1
          channel craft   | It holds water.                                              | BUYNOW it holds water!! | 5 | 2
          """)
  void eachDimensionTellsAGoodAssetFromABadOne(
      String dimension, String good, String bad, int high, int low) {
    assertThat(dimension(good, "pain", dimension).score()).isEqualTo(high);
    assertThat(dimension(bad, "pain", dimension).score()).isEqualTo(low);
  }

  @Test
  void oneMessageAsksForAnAngle() {
    assertThat(dimension(GOOD, "pain", "one message").score()).isEqualTo(4);
    assertThat(dimension(GOOD, "", "one message").score()).isEqualTo(3);
  }

  @Test
  void aSuperlativeCostsVoice() {
    assertThat(dimension("The best tank.", "pain", "voice").reason()).contains("best");
    assertThat(dimension("The best tank.", "pain", "voice").score()).isEqualTo(2);
  }

  @Test
  void aNumberFromAnExpiredProofHasNoSource() {
    Dimension proof = dimension("Loved by 812 gardeners.", "pain", "proof");

    assertThat(proof.score()).isEqualTo(1);
    assertThat(proof.reason()).contains("812");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$18,000 a year", "$18000 a year", "$18,000.00 a year", "71% matched"})
  void aNumberIsKnownHoweverItIsWritten(String text) {
    assertThat(dimension("quillstack", text, "price", "proof").score()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$18,001 a year", "$1,800 a year", "$180,000 a year", "7.1% matched"})
  void aNumberOfAnotherValueIsNot(String text) {
    assertThat(dimension("quillstack", text, "price", "proof").score()).isEqualTo(1);
  }

  @Test
  void weightsMakeAHundredAndPointsFollowThem() {
    Score good = score(GOOD, "pain");
    Score bad = score("The best tank for 999!!", "");

    assertThat(good.dimensions().stream().mapToInt(Dimension::weight).sum()).isEqualTo(100);
    assertThat(good.points()).isBetween(80, 100);
    assertThat(bad.points()).isLessThan(60);
  }

  @Test
  void refusesWhenThereIsNothingToReview() {
    assertThat(
            MeasuredRubric.compute(
                Invented.task(Invented.brief("tarnwell"), Map.of("assets", "[]"))))
        .isInstanceOf(Computation.Refused.class);
  }

  private static Dimension dimension(String text, String angle, String name) {
    return dimension("tarnwell", text, angle, name);
  }

  private static Dimension dimension(String brand, String text, String angle, String name) {
    return score(brand, text, angle).dimensions().stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Score score(String text, String angle) {
    return score("tarnwell", text, angle);
  }

  private static Score score(String brand, String text, String angle) {
    Asset asset =
        new Asset(
            "MUSE-001/line/1",
            "tarnwell",
            "MUSE-001",
            "line",
            "en-GB",
            "meta",
            "awareness",
            "",
            "PAS",
            angle,
            Map.of("text", CanonicalJson.MAPPER.valueToTree(text)),
            List.of("P1"),
            1,
            "written by hand");
    return Invented.answer(
            MeasuredRubric.compute(
                Invented.task(
                    Invented.brief(brand), Map.of("assets", CanonicalJson.write(List.of(asset))))),
            QualityReview.class)
        .scores()
        .getFirst();
  }
}
