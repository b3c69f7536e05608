package io.raptorflow.agent.offline.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "matches,match",
    "fits,fit",
    "carries,carry",
    "goes,go",
    "stores,store",
    "is,are",
    "has,have"
  })
  void findsTheBaseOfAVerb(String third, String base) {
    assertThat(Words.baseVerb(third)).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({
    "controller,controllers",
    "CFO,CFOs",
    "family,families",
    "boss,bosses",
    "salesperson,salespeople"
  })
  void formsPlurals(String one, String many) {
    assertThat(Words.plural(one)).isEqualTo(many);
  }

  @ParameterizedTest
  @CsvSource({
    "audit trail,an",
    "unit,a",
    "hour,an",
    "8-week course,an",
    "SLA,an",
    "PDF,a",
    "tank,a"
  })
  void choosesTheArticleBySound(String phrase, String article) {
    assertThat(Words.article(phrase)).isEqualTo(article);
  }

  @Test
  void keepsNamesAndAcronymsInsideASentence() {
    assertThat(Words.inSentence("Slim tank")).isEqualTo("slim tank");
    assertThat(Words.inSentence("USB-C port")).isEqualTo("USB-C port");
    assertThat(Words.inSentence("German oak")).isEqualTo("German oak");
    assertThat(Words.sentenceCase("fits well. iOS app? yes")).isEqualTo("Fits well. iOS app? Yes");
  }

  @Test
  void listsAsPeopleSpeak() {
    assertThat(Words.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
  }

  /// Vectors of Winkler (1990).
  @ParameterizedTest
  @CsvSource({"MARTHA,MARHTA,0.9611", "DIXON,DICKSONX,0.8133", "DWAYNE,DUANE,0.8400", "abc,xyz,0"})
  void measuresLikeness(String left, String right, double expected) {
    assertThat(Similarity.jaroWinkler(left, right)).isCloseTo(expected, within(0.0001));
  }

  @Test
  void measuresTheGradeOfASentence() {
    Readability measured = Readability.of("The cat sat on the mat.");

    assertThat(measured.grade()).isCloseTo(-1.45, within(0.01));
    assertThat(measured.longest()).isEqualTo(6);
  }

  @Test
  void countsFullWidthLettersTwice() {
    assertThat(TextWidth.google("日本語")).isEqualTo(6);
    assertThat(TextWidth.codePoints("日本語")).isEqualTo(3);
    assertThat(TextWidth.google("e\u0301t\u00e9")).isEqualTo(3);
  }

  @Test
  void writesMoneyWithItsSignAndItsDecimals() {
    assertThat(PriceText.amount(new BigDecimal("18000"), "USD")).isEqualTo("$18,000");
    assertThat(PriceText.amount(new BigDecimal("24.5"), "EUR")).isEqualTo("€24.50");
    assertThat(PriceText.amount(new BigDecimal("349.00"), "SEK")).isEqualTo("SEK 349");
  }
}
