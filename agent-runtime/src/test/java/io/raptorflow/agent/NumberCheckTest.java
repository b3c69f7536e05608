package io.raptorflow.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberCheckTest {
  private static final NumberCheck CHECK =
      new NumberCheck(
          CanonicalJson.read(
              """
              {"clicks": 1234.56, "change": -0.3572, "date": "2026-07-10", "arms": [2, 30],
               "name": "exp-04", "scores": {"555": 25}}
              """));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Clicks reached 1,235.",
        "Clicks reached 1234.6 and the rate fell by 35.7 %.",
        "The rate fell by 36 % from 2026-07-10 on.",
        "Of two arms one leads. In exp-04 it is not clear.",
        "Score 555 has 25 customers.",
        "Nothing stands out"
      })
  void letsNumbersOfTheResultThroughAsTheyAreRounded(String reading) {
    assertThat(CHECK.faults(reading)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Clicks reached 1,300.",
        "The rate fell by 40 %.",
        "Clicks doubled to 1,234.56 in three weeks.",
        "It happened on 2026-07-11.",
        "About 12.3 of them.",
        "In exp-05 it is clear."
      })
  void refusesANumberThatDoesNotStandInTheResult(String reading) {
    assertThat(CHECK.faults(reading)).anyMatch(fault -> fault.contains("does not stand in"));
  }

  @Test
  void refusesMoreThanTwoSentences() {
    assertThat(CHECK.faults("One. Another. A last."))
        .singleElement()
        .asString()
        .contains("sentences");
    assertThat(CHECK.faults(" ")).isNotEmpty();
  }
}
