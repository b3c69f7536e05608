package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Acceptance 4 of the dead-letter features: what is secret or personal is masked by default. All
/// numbers and addresses are fictitious, or those that issuers publish for tests.
class MaskingTest {
  private static final int ROUNDS = 5_000;
  private static final String NOISE = "ab z09 .,:;=-_/+()[]{}\"'\\\n@#Äß漢";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "password=hunter2 for ann | password=[masked:secret] for ann",
        "{\"apiKey\": \"k-1\", \"n\": 1} | {\"apiKey\": \"[masked:secret]\", \"n\": 1}",
        "{\\\"api_key\\\":\\\"k\\\\\\\"1\\\"} | {\\\"api_key\\\":\\\"[masked:secret]\\\"}",
        "\"password\":\"ab\\\"cd\", x | \"password\":\"[masked:secret]\", x",
        "Authorization: Digest a=1, b=2 | Authorization: [masked:secret]",
        "Cookie: a=1; b=2 | Cookie: [masked:secret]",
        "refused Bearer abc123def456 | refused [masked:secret]",
        "key sk-ant-abcdefghijkl0123 was refused | key [masked:secret] was refused",
        "AKIAIOSFODNN7EXAMPLE | [masked:secret]",
        "jdbc://ann:geheim@db/x | jdbc://[masked:secret]@db/x",
        "write to ann.example@mail.example.org! | write to [masked:e-mail]!",
        "call +49 (170) 1234-567 now | call [masked:phone] now",
        "call 0170 1234567 now | call [masked:phone] now",
        "call (555) 010-9999 now | call [masked:phone] now",
        "DE89 3704 0044 0532 0130 00 is it | [masked:IBAN] is it",
        "GB82WEST12345698765432 | [masked:IBAN]",
        "card 4111 1111 1111 1111, 5500-0000-0000-0004 | card [masked:card], [masked:card]",
        "accessToken: t0k3n | accessToken: [masked:secret]",
      })
  void hidesWhatNobodyMustSee(String text, String masked) {
    assertThat(Masking.text(text)).isEqualTo(masked);
    assertThat(Masking.isMasked(masked)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work 00000000-0000-4000-8000-000000000002 of 41111111-1111-1111-1111-111111111111",
        "promptTokens=1200, maxTokens: 4096, the token budget is used up",
        "at 2026-11-21T14:37:27.503Z, offset sys.dlq.processing_error:3:17",
        "2026-11-21T14:37:27.503+01:00 and 1763735847503 milliseconds",
        "DE89370400440532013001 and 4111111111111112 have wrong check digits",
        "HTTP 503 from 10.0.0.7:8443 after 3.5 s, 2000 of 20000 done",
        "basic research is no credential of the bearer sort",
        "password: null, secret=",
        "no secret was found"
      })
  void leavesTheRestAsItIs(String text) {
    assertThat(Masking.text(text)).isEqualTo(text);
    assertThat(Masking.isMasked(text)).isFalse();
  }

  @Test
  void keepsTheShapeOfJson() {
    var json =
        CanonicalJson.read(
            "{\"auth\":{\"password\":{\"v\":1},\"user\":\"ann\"},\"list\":[\"a@b.example\",7,null],"
                + "\"card\":4111111111111111,\"token\":null,\"seed\":4111}");

    assertThat(CanonicalJson.write(Masking.json(json)))
        .isEqualTo(
            "{\"auth\":{\"password\":\"[masked:secret]\",\"user\":\"ann\"},"
                + "\"card\":\"[masked:card]\",\"list\":[\"[masked:e-mail]\",7,null],\"seed\":4111,"
                + "\"token\":null}");
  }

  @Test
  void masksHeadersButNotOurOwn() {
    assertThat(
            Masking.headers(
                Map.of(
                    "authorization", "x",
                    "x-api-key", "y",
                    "raptor-fingerprint", "4111111111111111",
                    "kafka_dlt-exception-message", "password=z")))
        .containsOnly(
            Map.entry("authorization", "[masked:secret]"),
            Map.entry("x-api-key", "[masked:secret]"),
            Map.entry("raptor-fingerprint", "4111111111111111"),
            Map.entry("kafka_dlt-exception-message", "password=[masked:secret]"));
  }

  @Test
  void letsNoPlantedSecretThrough() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < ROUNDS; round++) {
      String secret = pick(random, SECRETS).apply(random);
      String told =
          noise(random) + " " + pick(random, CARRIERS).apply(secret) + " " + noise(random);

      assertThat(Masking.text(told)).as(told).doesNotContain(secret);
    }
  }

  @Test
  void masksNoWorkIdWhateverStandsAround() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < ROUNDS; round++) {
      // Many zeros and ones, as in the ids of cards and phones.
      String work = new UUID(random.nextLong(1L << 62), random.nextLong(1L << 40)).toString();
      String before = round % 2 == 0 ? "work " : "0170 ";

      assertThat(Masking.text(before + work + " 4111")).isEqualTo(before + work + " 4111");
    }
  }

  @Test
  void masksOnceAndForAll() {
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < ROUNDS; round++) {
      String secret = pick(random, SECRETS).apply(random);
      String told = noise(random) + pick(random, CARRIERS).apply(secret) + noise(random);
      String once = Masking.text(told);

      assertThat(Masking.text(once)).as(told).isEqualTo(once);
    }
  }

  @Test
  void masksLongTextsWithoutEffort() {
    String run = "abcdefgh0123".repeat(100_000);

    assertThat(Masking.text(run)).isEqualTo(run);
    assertThat(Masking.text("password=\"" + run + "\"")).isEqualTo("password=\"[masked:secret]\"");
    assertThat(Masking.text("-----BEGIN PRIVATE KEY-----\n" + run)).isEqualTo("[masked:secret]");
  }

  private static final List<Function<SplittableRandom, String>> SECRETS =
      List.of(
          random -> "sk-" + letters(random, 24),
          random -> "ghp_" + letters(random, 36),
          random ->
              "eyJ" + letters(random, 20) + "." + letters(random, 20) + "." + letters(random, 9),
          random -> letters(random, 8) + "@" + letters(random, 6) + ".example",
          random -> "+4915" + digits(random, 9),
          MaskingTest::card,
          MaskingTest::iban);

  private static final List<Function<String, String>> CARRIERS =
      List.of(
          secret -> secret,
          secret -> "\"" + secret + "\"",
          secret -> "Authorization: Bearer " + secret,
          secret -> "password=" + secret,
          secret -> "{\"contact\":\"" + secret + "\"}",
          secret -> "{\\\"apiKey\\\":\\\"" + secret + "\\\"}",
          secret -> "(" + secret + ")");

  private static <T> T pick(SplittableRandom random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String noise(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(12); left > 0; left--) {
      text.append(NOISE.charAt(random.nextInt(NOISE.length())));
    }
    return text.toString();
  }

  private static String letters(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int left = count; left > 0; left--) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private static String digits(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int left = count; left > 0; left--) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  private static String card(SplittableRandom random) {
    String start = "4" + digits(random, 14);
    int sum = 0;
    for (int i = 0; i < start.length(); i++) {
      int digit = start.charAt(i) - '0';
      int weighed = i % 2 == 0 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return start + (10 - sum % 10) % 10;
  }

  private static String iban(SplittableRandom random) {
    String account = digits(random, 18);
    int rest =
        new java.math.BigInteger(account + "131400")
            .mod(java.math.BigInteger.valueOf(97))
            .intValue();
    return "DE%02d%s".formatted(98 - rest, account);
  }
}
