package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.output.Review;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AdPlatformGuardianTest {
  private final AdPlatformGuardian guardian = new AdPlatformGuardian();
  private final BrandBrief brief = Samples.brief("tarnwell");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Slim Rain Tank | ''",
        "Slim 雨雨雨雨雨雨雨雨雨雨雨雨雨 | G1-01",
        "Rain Tank! | G1-02",
        "Rain,, Tank | G1-03",
        "F.R.E.E Tank | G1-03",
        "Fl@wers and Tanks | G1-03",
        "Tanks 4 sale | G1-03",
        "T A N K S here | G1-03",
        "Rain Tank 🌱 | G1-04",
        "Rain → Tank | G1-04",
        "• Rain Tank | G1-04",
        "SLIM Rain Tank | G1-05",
        "Tank 300, pump 38 dB | ''",
        "Call 020 7183 8750 | G1-06",
        "Click here for tanks | G1-07",
        "Tanks, tanks, tanks | G1-08",
        "Better than competitor-a | G1-15",
        "Google certified partner | G1-14",
        "100% guaranteed tank | G1-17"
      })
  void findsWhatGoogleRefuses(String headline, String rule) {
    JsonNode assets = rsa(headline, "Fits a downpipe", "For a small yard");

    Review review = Samples.review(guardian, brief, assets);

    assertThat(Samples.rules(review)).isEqualTo(rule.isEmpty() ? List.of() : List.of(rule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Are you diabetic? | G1-10",
        "Get out of your debt | G1-10",
        "Meet other Catholics near you | G1-10",
        "Before and after | G1-11",
        "Lose your belly | G1-11",
        "Your roof catches water | ''",
        "Recommended by Facebook | G1-14"
      })
  void findsWhatMetaRefuses(String text, String rule) {
    JsonNode assets =
        Samples.asset(
            "tarnwell",
            "meta_feed",
            "en-GB",
            CanonicalJson.write(Map.of("primary_text", text, "headline", "Rain tank")));

    Review review = Samples.review(guardian, brief, assets);

    assertThat(Samples.rules(review)).isEqualTo(rule.isEmpty() ? List.of() : List.of(rule));
  }

  @Test
  void blocksOnlyWhatItsVendorSays() {
    JsonNode vendor = rsa("x".repeat(31), "Fits a downpipe", "For a small yard");
    JsonNode third =
        Samples.asset(
            "tarnwell", "x_post", "en-GB", CanonicalJson.write(Map.of("text", "tank ".repeat(70))));

    Finding blocked = first(Samples.review(guardian, brief, vendor));
    Finding warned = first(Samples.review(guardian, brief, third));

    assertThat(blocked.severity()).isEqualTo(Severity.BLOCK);
    assertThat(blocked.actual()).isEqualTo("31");
    assertThat(blocked.limit()).isEqualTo("at most 30 (google_width)");
    assertThat(blocked.field()).isEqualTo("headlines[0]");
    assertThat(blocked.source()).startsWith("https://developers.google.com/google-ads/");
    assertThat(warned.severity()).isEqualTo(Severity.WARN);
    assertThat(warned.message()).contains("unconfirmed");
    assertThat(warned.confidence()).isEqualTo("T");
  }

  @Test
  void saysWhenItsSourcesAreStale() {
    JsonNode assets = rsa("x".repeat(31), "Rain!", "For a small yard");
    TaskInputs later = Samples.inputs(brief, assets, Instant.parse("2027-06-01T00:00:00Z"));

    Review fresh = Samples.review(guardian, brief, assets);
    Review stale = (Review) ((Answered) guardian.compute(later)).output();

    assertThat(fresh.findings()).noneMatch(f -> f.message().contains("stale"));
    assertThat(stale.findings())
        .filteredOn(f -> f.severity() == Severity.BLOCK)
        .hasSize(2)
        .allMatch(f -> f.message().contains("stale source: checked 2026-11-19"));
  }

  @Test
  void pointsAtThePlaceInTheOriginal() {
    JsonNode assets = rsa("Rain Tank 🌱 for you", "Fits a downpipe", "For a small yard");

    Finding finding = first(Samples.review(guardian, brief, assets));

    assertThat("Rain Tank 🌱 for you".substring(finding.start(), finding.end())).isEqualTo("🌱");
    assertThat(finding.pack()).isEqualTo("ad-platform/2026-11");
    assertThat(finding.fix()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "google_pmax | {\"headlines\":[\"A rather long headline\",\"Another long headline\",\"And one more of them\"],\"long_headlines\":[\"Long\"],\"descriptions\":[\"Short\",\"Short too\"]} | one headline must be short",
        "linkedin_single_image | {\"intro\":\"%s\",\"headline\":\"Tanks\"} | intro is longer than some editions accept",
        "tiktok_in_feed | {\"description\":\"Tank {now}\",\"brand_name\":\"Tarnwell\"} | description must not hold {",
        "google_rsa | {\"headlines\":[\"A\",\"B\"],\"descriptions\":[\"C\",\"D\"]} | the number of texts in headline is not accepted",
        "email | {\"subject\":\"A subject line that goes on for longer than fifty characters do\"} | subject is not shown in full",
        "linkedin_single_image | {\"intro\":\"😀😀😀😀😀😀😀😀😀😀😀\",\"headline\":\"Tanks\"} | intro has too many emoji"
      })
  void measuresWhatAFormatAsks(String type, String fields, String message) {
    JsonNode assets =
        Samples.asset("tarnwell", type, "en-GB", fields.replace("%s", "word ".repeat(130).strip()));

    Review review = Samples.review(guardian, brief, assets);

    assertThat(review.findings())
        .extracting(Finding::message)
        .anyMatch(found -> found.startsWith(message));
  }

  @Test
  void asksForOneDomain() {
    String fields = "{\"headline\":\"Tank\",\"display_url\":\"%s\",\"final_url\":\"%s\"}";

    Review same =
        Samples.review(
            guardian,
            brief,
            Samples.asset(
                "tarnwell",
                "reddit_ad",
                "en-GB",
                fields.formatted("www.tarnwell.example", "https://tarnwell.example/300")));
    Review ftp =
        Samples.review(
            guardian,
            brief,
            Samples.asset(
                "tarnwell",
                "reddit_ad",
                "en-GB",
                fields.formatted("tarnwell.example", "ftp://tarnwell.example/300")));

    assertThat(same.findings()).isEmpty();
    assertThat(Samples.rules(ftp)).containsExactly("G1-09");
    assertThat(first(ftp).severity()).isEqualTo(Severity.BLOCK);
  }

  @Test
  void namesWhatItDidNotCheck() {
    Review review =
        Samples.review(
            guardian, null, Samples.asset("", "podcast", "en-GB", "{\"text\":\"Hello\"}"));

    assertThat(review.findings()).isEmpty();
    assertThat(review.assetsChecked()).isEqualTo(1);
    assertThat(review.notChecked()).contains("G1-01: no limits are on file for the type podcast");
    assertThat(review.packs()).containsExactly("ad-platform/2026-11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"text\" | assets must be a JSON array",
        "[{\"id\":\"a\"}] | assets[0] needs id and type",
        "[{\"id\":\"a\",\"type\":\"email\"}] | assets[0] (a) needs fields",
        "[{\"id\":\"a\",\"type\":\"email\",\"fields\":{}},{\"id\":\"a\",\"type\":\"email\",\"fields\":{}}] | assets[1] repeats the id a",
        "[{\"id\":\"a\",\"type\":\"email\",\"brand\":\"other\",\"fields\":{}}] | asset a is of brand other"
      })
  void refusesWhatItCannotReview(String json, String reason) {
    var result = guardian.compute(Samples.inputs(brief, CanonicalJson.read(json), Samples.NOW));

    assertThat(((Refused) result).reasons()).singleElement().asString().startsWith(reason);
  }

  @Test
  void endsTheListOfOneRuleAndSaysSo() {
    JsonNode assets = rsa("!".repeat(400), "Fits a downpipe", "For a small yard");

    Review review = Samples.review(guardian, brief, assets);

    assertThat(review.findings()).filteredOn(f -> f.rule().equals("G1-02")).hasSize(50);
    assertThat(review.notChecked()).contains("G1-02 in a: places after the first 50");
  }

  @Test
  void refusesAnAssetThatIsTooLong() {
    JsonNode assets =
        Samples.asset("tarnwell", "email", "en-GB", "{\"text\":\"" + "x".repeat(200_001) + "\"}");

    var result = guardian.compute(Samples.inputs(brief, assets, Samples.NOW));

    assertThat(((Refused) result).reasons()).singleElement().asString().contains("at most 200000");
  }

  @Test
  void refusesWithoutAssetsAndWithSettings() {
    TaskInputs none =
        new TaskInputs(brief, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Samples.NOW, 1);
    TaskInputs settings =
        new TaskInputs(
            brief,
            Map.of("assets", CanonicalJson.read("{\"assets\":[]}")),
            Map.of(),
            Map.of(),
            Map.of("strict", "no"),
            List.of(),
            Samples.NOW,
            1);

    assertThat(guardian.compute(none)).isInstanceOf(Refused.class);
    assertThat(((Refused) guardian.compute(settings)).reasons())
        .containsExactly("setting strict is unknown: rules have no settings");
  }

  @Test
  void reads47LimitsAndKnowsTheFormatsOfEveryPaidOne() {
    JsonNode limits = CanonicalJson.read(resource("/packs/ad-limits.json")).path("limits");

    assertThat(limits.size()).isEqualTo(47);
    assertThat(io.raptorflow.guild.guardian.rules.AdLimits.load().types())
        .contains("google_rsa", "meta_feed", "linkedin_single_image", "email", "tiktok_in_feed");
  }

  private static String resource(String path) {
    try (var in = AdPlatformGuardian.class.getResourceAsStream(path)) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(),
          java.nio.charset.StandardCharsets.UTF_8);
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private static Finding first(Review review) {
    return review.findings().getFirst();
  }

  private static JsonNode rsa(String... headlines) {
    String list =
        Arrays.stream(headlines).map(CanonicalJson::write).collect(Collectors.joining(","));
    String descriptions =
        IntStream.range(0, 2)
            .mapToObj(i -> CanonicalJson.write("Catch the rain of your roof, part " + i))
            .collect(Collectors.joining(","));
    return Samples.asset(
        "tarnwell",
        "google_rsa",
        "en-GB",
        "{\"headlines\":[" + list + "],\"descriptions\":[" + descriptions + "]}");
  }
}
