package io.raptorflow.agent.offline.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.offline.text.Phrase.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fits a standard 68 mm downpipe      | VERB
          Reads PDF and EDI invoices          | VERB
          works with any till                 | VERB
          filters 99 of 100 particles         | VERB
          filters for every season            | NOUN
          300 litres in 42 cm depth           | NOUN
          audit trail for every change        | NOUN
          pump at 38 dB at 1 m                | NOUN
          made in Leeds                       | STATE
          dishwasher safe                     | STATE
          you can cancel by email             | OTHER
          for hands of any size               | OTHER
          track every order                   | OTHER
          """)
  void tellsHowAPhraseBegins(String written, Kind kind) {
    assertThat(Phrase.of(written).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          audit trail for every change | an audit trail for every change
          300 litres in 42 cm depth    | 300 litres in 42 cm depth
          two-year warranty            | a two-year warranty
          fresh bread every morning    | fresh bread every morning
          your own tutor               | your own tutor
          """)
  void givesAnArticleOnlyWhereGrammarWantsOne(String written, String expected) {
    assertThat(Phrase.of(written).withArticle()).contains(expected);
  }

  @Test
  void keepsSilentWhereNobodyCanTellWhetherANounCounts() {
    assertThat(Phrase.of("zorble of quonks").withArticle()).isEmpty();
  }

  @Test
  void leavesOutTheRestOfANounOnlyWhereNoConditionIsLost() {
    assertThat(Phrase.of("audit trail for every change").head()).contains("audit trail");
    assertThat(Phrase.of("free delivery over 50 euros").head()).isEqualTo(Optional.empty());
    assertThat(Phrase.of("up to 9 hours of battery").head()).isEqualTo(Optional.empty());
  }

  @Test
  void dropsWhatStandsInBracketsAndTheFullStop() {
    assertThat(Phrase.of("Pump at 38 dB (own test).").plain().text()).isEqualTo("pump at 38 dB");
  }
}
