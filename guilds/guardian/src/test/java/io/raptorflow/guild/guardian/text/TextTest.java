package io.raptorflow.guild.guardian.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.bus.CanonicalJson;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TextTest {

  /// Source: twitter-text weights, vector `x_weighted_length`.
  @Test
  void countsAsXDoes() throws Exception {
    JsonNode vectors = vectors().path("x_weighted_length");

    assertThat(CharacterCount.X_WEIGHTED.of(vectors.get(0).path("text").asString())).isEqualTo(29);
    assertThat(CharacterCount.X_WEIGHTED.of("日本語")).isEqualTo(6);
    assertThat(CharacterCount.X_WEIGHTED.of("a".repeat(280))).isEqualTo(280);
    assertThat(CharacterCount.X_WEIGHTED.of("🌱")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"Regentank, 9, 9", "日本語, 3, 6", "ｆｕｌｌ, 4, 8", "Cafe\u0301, 4, 4", "🌱, 1, 2"})
  void countsCodePointsAfterNfcAndFullWidthTwice(String text, int chars, int width) {
    assertThat(CharacterCount.CHARS.of(text)).isEqualTo(chars);
    assertThat(CharacterCount.GOOGLE_WIDTH.of(text)).isEqualTo(width);
    assertThat(CharacterCount.DOUBLE_WIDTH.of(text)).isEqualTo(width);
  }

  @Test
  void keepsThePlaceOfAMatchThroughFolding() {
    String text = "An eco\u00ad\u2011friendly\u00a0tank \ud83c\udf31 “here”";
    FoldedText folded = FoldedText.of(text);

    int at = folded.folded().indexOf("eco-friendly");
    FoldedText.Span span = folded.span(at, at + "eco-friendly".length());

    assertThat(folded.folded()).contains("eco-friendly tank").contains("\"here\"");
    assertThat(text.substring(span.start(), span.end())).isEqualTo("eco\u00ad\u2011friendly");
  }

  /// Source: 3GPP TS 23.038 and 23.040, vector `sms_segments`.
  @Test
  void countsPartsOfATextMessage() throws Exception {
    for (JsonNode vector : vectors().path("sms_segments")) {
      boolean gsm = vector.path("encoding").asString().equals("GSM-7");
      String text = (gsm ? "a" : "я").repeat(vector.path("chars").intValue());

      assertThat(SmsParts.of(text).parts())
          .as(vector.toString())
          .isEqualTo(vector.path("segments").intValue());
    }
    assertThat(SmsParts.of("€".repeat(80)).parts()).isEqualTo(1);
    assertThat(SmsParts.of("€".repeat(81)).parts()).isEqualTo(2);
    assertThat(SmsParts.of("😀".repeat(35)).units()).isEqualTo(70);
  }

  /// Source: WCAG 2.2 relative luminance, vector `wcag_contrast`, to 1e-5.
  @Test
  void measuresContrast() throws Exception {
    for (JsonNode vector : vectors().path("wcag_contrast")) {
      assertThat(Contrast.of(vector.get(0).asString(), vector.get(1).asString()).orElseThrow())
          .isCloseTo(vector.get(2).asDouble(), within(1e-5));
    }
    assertThat(Contrast.of("#777", "white")).isPresent();
    assertThat(Contrast.of("mauve", "#fff")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mapsEveryStretchOfRandomTextIntoTheOriginal(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < random.nextInt(30); i++) {
        int point = random.nextInt(4) == 0 ? random.nextInt(0x2FFFF) : 0x20 + random.nextInt(0x300);
        text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
      }
      FoldedText folded = FoldedText.of(text.toString());
      int length = folded.folded().length();
      int start = random.nextInt(length + 1);
      int end = start + random.nextInt(length - start + 1);

      FoldedText.Span span = folded.span(start, end);

      assertThat(span.start()).isBetween(0, text.length());
      assertThat(span.end()).isBetween(span.start(), text.length());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en-GB | 300 litres | 300 | l",
        "en-GB | 38 dB at | 38 | dB",
        "en-GB | £1,299.50 | 1299.50 | GBP",
        "de-DE | 1.299,50 € | 1299.50 | EUR",
        "de-DE | 4,6 von | 4.6 | ''",
        "en-US | 4,6 of | 4.6 | ''",
        "en-US | 71% of | 71 | %",
        "en-US | 1,000,000 users | 1000000 | ''",
        "fr-CA | 18 000 | 18 | ''"
      })
  void readsNumbersAsTheLocaleWritesThem(String locale, String text, String value, String unit) {
    Quantity quantity = Quantity.in(text, locale).getFirst();

    assertThat(quantity.value()).isEqualByComparingTo(new BigDecimal(value));
    assertThat(quantity.unit()).isEqualTo(unit);
  }

  @Test
  void takesNoNumberOutOfAWord() {
    assertThat(Quantity.in("CO2, B2B, Q3, TR-2207x and P1", "en"))
        .extracting(Quantity::value)
        .containsExactly(new BigDecimal(2207));
  }

  /// Sources: published test numbers of the card schemes and ISO 13616 registry; vectors `luhn`,
  /// `iban`, `nhs_mod11`.
  @Test
  void holdsTheVectorsOfCheckDigits() throws Exception {
    JsonNode all = vectors();

    for (JsonNode valid : all.path("luhn").path("valid")) {
      assertThat(CheckDigits.luhn(valid.asString())).as(valid.asString()).isTrue();
    }
    for (JsonNode invalid : all.path("luhn").path("invalid")) {
      assertThat(CheckDigits.luhn(invalid.asString())).as(invalid.asString()).isFalse();
    }
    for (JsonNode valid : all.path("iban").path("valid")) {
      assertThat(CheckDigits.iban(valid.asString())).as(valid.asString()).isTrue();
    }
    assertThat(CheckDigits.iban("GB82WEST12345698765433")).isFalse();
    assertThat(CheckDigits.nhs("9434765919")).isTrue();
    assertThat(CheckDigits.nhs("9434765918")).isFalse();
  }

  /// Sources: examples of the issuing authorities and of Verhoeff's paper (236 has digit 3).
  @Test
  void holdsNationalNumbers() {
    assertThat(CheckDigits.nif("12345678Z")).isTrue();
    assertThat(CheckDigits.nif("12345678A")).isFalse();
    assertThat(CheckDigits.nif("X1234567L")).isTrue();
    assertThat(CheckDigits.pesel("44051401359")).isTrue();
    assertThat(CheckDigits.pesel("44051401358")).isFalse();
    assertThat(CheckDigits.cpf("52998224725")).isTrue();
    assertThat(CheckDigits.cpf("52998224724")).isFalse();
    assertThat(CheckDigits.cpf("11111111111")).isFalse();
    assertThat(CheckDigits.idnr("86095742719")).isTrue();
    assertThat(CheckDigits.idnr("86095742718")).isFalse();
    assertThat(CheckDigits.verhoeff("2363")).isTrue();
    assertThat(CheckDigits.verhoeff("2364")).isFalse();
    assertThat(CheckDigits.nir("255081416802538")).isTrue();
    assertThat(CheckDigits.nir("255081416802539")).isFalse();
  }

  private static JsonNode vectors() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(TextTest.class.getResourceAsStream("/vectors/test-vectors.json"))) {
      return CanonicalJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsCharacterReferencesOfHtmlAndKnowsTheirPlaces() {
    String html = "Sand &amp; Sea&nbsp;&pound;12 &unknown; &#8211; R&D";

    FoldedText text = FoldedText.ofHtml(html);

    assertThat(text.folded()).isEqualTo("Sand & Sea £12 &unknown; - R&D");
    int pound = text.folded().indexOf("£12");
    FoldedText.Span span = text.span(pound, pound + 3);
    assertThat(html.substring(span.start(), span.end())).isEqualTo("&pound;12");
    assertThat(FoldedText.of("Sand &amp; Sea").folded()).isEqualTo("Sand &amp; Sea");
  }
}
