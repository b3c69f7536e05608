package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.output.Review;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ClaimsGuardianTest {
  private final ClaimsGuardian guardian = new ClaimsGuardian();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A tank for 300 litres of rain | ''",
        "A tank for 400 litres of rain | G2-01",
        "Quiet: 38 dB at 1 m | ''",
        "Quiet: 38 % at night | G2-01",
        "From £349 | ''",
        "From £299 | G2-01",
        "Rated 4.6/5 by 812 buyers | G2-01",
        "Order until 31 May 2027, 5 steps to a full tank | ''",
        "The quietest pump | G2-02",
        "The best tank in Britain | G2-02 NOT-ALLOWED",
        "Stronger than any other tank | G2-02",
        "A leading, unbeatable tank | G2-02",
        "Test the rest of your interest in the west | ''",
        "Only today: hurry up | G2-08",
        "Offer ends 31 May | ''",
        "Offer ends Sunday | G2-08",
        "Get a free gift now | G2-10",
        "Free delivery | ''",
        "Warmest regards from Kendal | ''",
        "Up to 50 % off | G2-01 G2-10",
        "Made in Britain | G2-11",
        "“It changed my garden life” – Gina P. | G2-03",
        "We are climate neutral | GREEN-01 NOT-ALLOWED",
        "Climate‑neutral tanks | GREEN-01 NOT-ALLOWED",
        "Neutral on the climate question | NOT-ALLOWED",
        "An eco\u00adfriendly tank | GREEN-01",
        "Net zero by 2035 | GREEN-02",
        "Our tank pays for itself | G2-01"
      })
  void holdsCopyAgainstTheBriefOfTarnwell(String text, String rules) {
    Review review = Samples.review(guardian, Samples.brief("tarnwell"), page("tarnwell", text));

    assertThat(String.join(" ", Samples.rules(review))).isEqualTo(rules);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Quillstack eliminates fraud | G2-01 NOT-ALLOWED",
        "Eliminating invoice fraud | G2-01 NOT-ALLOWED",
        "Fraud is eliminated | G2-01 NOT-ALLOWED",
        "ROI, guaranteed | NOT-ALLOWED",
        "We guarantee your ROI | G2-01 NOT-ALLOWED",
        "71 % of invoices matched | G2-12",
        "Median 71% of invoices matched with no touch (14 customers, Q3 2026) | ''",
        "Save 30% of your time | G2-01 G2-12",
        "Match invoices before month-end | ''",
        "SOC 2 Type II report available | ''"
      })
  void holdsCopyAgainstTheBriefOfQuillstack(String text, String rules) {
    Review review = Samples.review(guardian, Samples.brief("quillstack"), page("quillstack", text));

    assertThat(String.join(" ", Samples.rules(review))).isEqualTo(rules);
  }

  /// Expected verdict: the claim passes with proof P1 until 2027-06-30, then it needs evidence.
  @Test
  void asksForEvidenceOnceTheProofExpiresThoughAFeatureRepeatsIt() {
    BrandBrief later =
        Samples.brief("tarnwell", text -> text.replace("\"2027-05-31\"", "\"2027-07-31\""));

    Review review = Samples.review(guardian, later, page("tarnwell", "Only 38 dB at 1 m"));

    assertThat(review.findings())
        .isNotEmpty()
        .allMatch(f -> f.severity() == Severity.NEEDS_EVIDENCE && f.rule().equals("G2-01"));
    assertThat(review.findings().getFirst().message()).contains("P1 expires 2027-06-30");
  }

  /// Expected verdict: green pack BLOCK in the EU, WARN in the UK.
  @Test
  void weighsGreenClaimsByRegion() {
    BrandBrief uk =
        Samples.brief(
            "tarnwell",
            text ->
                text.replaceFirst("\"markets\": \\[[^]]*]", "\"markets\": [\"GB\"]")
                    .replaceFirst("\"regions\": \\[[^]]*]", "\"regions\": [\"UK\"]")
                    .replaceFirst(
                        "\"not_allowed_claims\": \\[[^]]*]", "\"not_allowed_claims\": []"));

    Review eu =
        Samples.review(guardian, Samples.brief("tarnwell"), page("tarnwell", "eco-friendly tank"));
    Review gb = Samples.review(guardian, uk, page("tarnwell", "eco-friendly tank"));

    assertThat(eu.findings()).extracting(Finding::severity).containsExactly(Severity.BLOCK);
    assertThat(gb.findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
  }

  /// Expected verdict: G2-09 BLOCK in IE and DE.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "was £399, now £349 (-13 %) | was 399, the lowest of the last 30 days is 349",
        "Was £349, now £314 (-20 %) | 20 % is written, 10 % is the difference",
        "Statt 349 €, jetzt 359 € | the new price is not lower",
        "Was £349, now £314 (-10 %) | ''"
      })
  void computesPriceCutsFromTheLowestPriceOf30Days(String text, String fault) {
    Review review = Samples.review(guardian, Samples.brief("tarnwell"), page("tarnwell", text));

    if (fault.isEmpty()) {
      assertThat(review.findings()).isEmpty();
    } else {
      assertThat(review.findings()).hasSize(1);
      Finding finding = review.findings().getFirst();
      assertThat(finding.rule()).isEqualTo("G2-09");
      assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
      assertThat(finding.message()).contains(fault);
    }
  }

  @Test
  void judgesStructuredPricesAndAsksForAMissingRecord() {
    BrandBrief silent =
        Samples.brief("tarnwell", text -> text.replaceFirst(",\\s*\"lowest_30d\": 349", ""));
    JsonNode fields =
        Samples.asset("tarnwell", "price_claim", "en-GB", "{\"now\":349,\"was\":399}");

    Review known = Samples.review(guardian, Samples.brief("tarnwell"), fields);
    Review unknown = Samples.review(guardian, silent, fields);

    assertThat(known.findings()).extracting(Finding::severity).containsExactly(Severity.BLOCK);
    assertThat(unknown.findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.NEEDS_EVIDENCE);
  }

  @Test
  void warnsWhereTheSourceIsUnconfirmed() {
    JsonNode assets =
        Samples.asset(
            "tarnwell",
            "testimonial",
            "en-GB",
            "{\"text\":\"Fine\",\"ai_written\":true,\"person_id\":\"c-1\"}");

    Review review = Samples.review(guardian, Samples.brief("tarnwell"), assets);

    assertThat(review.findings()).hasSize(1);
    assertThat(review.findings().getFirst().rule()).isEqualTo("G2-04");
    assertThat(review.findings().getFirst().severity()).isEqualTo(Severity.WARN);
  }

  @Test
  void asksForEvidenceWhenAnAssetRestsOnAProofThatDoesNotHold() {
    JsonNode assets =
        CanonicalJson.read(
            "{\"assets\":[{\"id\":\"a\",\"brand\":\"tarnwell\",\"type\":\"email\",\"locale\":\"en-GB\",\"fields\":{\"subject\":\"Rain\"},\"claims\":[\"P1\",\"P2\",\"P9\"]}]}");

    Review review = Samples.review(guardian, Samples.brief("tarnwell"), assets);

    assertThat(review.findings()).extracting(Finding::actual).containsExactly("P2", "P9");
  }

  @Test
  void leavesTheLegalFooterAndAddressesAlone() {
    String text =
        "Rain for later. Tarnwell Rainworks Ltd, 4 Sample Yard, Kendal LA9 0ZZ https://tarnwell.example/500";

    Review review = Samples.review(guardian, Samples.brief("tarnwell"), page("tarnwell", text));

    assertThat(review.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"&amp;", "&#38;", "&#x26;", "&AMP;"})
  void leavesTheLegalFooterOfAnEmailAloneHoweverHtmlSpellsIt(String ampersand) {
    BrandBrief brief =
        Samples.brief("tarnwell", text -> text.replace("4 Sample Yard", "4 Sample & Yard 17"));
    String html = "<p>Rain.</p><p>Tarnwell Rainworks Ltd, 4 Sample %s Yard 17, Kendal LA9 0ZZ</p>";
    JsonNode asset =
        Samples.asset(
            "tarnwell",
            "email",
            "en-GB",
            CanonicalJson.write(Map.of("html", html.formatted(ampersand))));

    Review review = Samples.review(guardian, brief, asset);

    assertThat(review.findings()).isEmpty();
  }

  @Test
  void findsAClaimThatHtmlSpellsWithReferences() {
    String html = "<p>Rain &amp; <b>99&nbsp;&#37;</b> fewer puddles</p>";
    JsonNode asset =
        Samples.asset("tarnwell", "email", "en-GB", CanonicalJson.write(Map.of("html", html)));

    Review review = Samples.review(guardian, Samples.brief("tarnwell"), asset);

    assertThat(review.findings()).isNotEmpty();
    Finding found = review.findings().getFirst();
    assertThat(html.substring(found.start(), found.end())).startsWith("99").endsWith("&#37;");
  }

  @Test
  void choosesPacksByTheBrief() {
    Review tarnwell = Samples.review(guardian, Samples.brief("tarnwell"), page("tarnwell", "Rain"));
    Review quillstack =
        Samples.review(guardian, Samples.brief("quillstack"), page("quillstack", "Match"));

    assertThat(tarnwell.packs())
        .containsExactly("claims/2026-11", "green-claims/2026-11", "price/2026-11");
    assertThat(quillstack.packs()).containsExactly("claims/2026-11", "green-claims/2026-11");
  }

  @Test
  void warnsOfGreenClaimsBeforeTheEuRulesApply() {
    BrandBrief early =
        Samples.brief(
            "tarnwell",
            text ->
                text.replace("2027-03-01", "2026-03-01")
                    .replace("2027-05-31", "2026-05-31")
                    .replaceFirst(
                        "\"not_allowed_claims\": \\[[^]]*]", "\"not_allowed_claims\": []"));
    var inputs =
        Samples.inputs(
            early,
            page("tarnwell", "eco-friendly tank"),
            java.time.Instant.parse("2026-02-01T00:00:00Z"));

    Review review =
        (Review) ((io.raptorflow.agent.Computation.Answered) guardian.compute(inputs)).output();

    assertThat(review.findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
  }

  @Test
  void judgesWordsWithoutABriefAndNamesWhatHasNoLedger() {
    Review review = Samples.review(guardian, null, page("", "The best tank, 400 litres"));

    assertThat(Samples.rules(review)).containsExactly("G2-02");
    assertThat(review.notChecked()).anyMatch(reason -> reason.contains("without a brief"));
  }

  private static JsonNode page(String brand, String text) {
    return Samples.asset(brand, "landing_page", "en-GB", CanonicalJson.write(Map.of("text", text)));
  }

  @Test
  void readsLongHostileTextInNoTime() {
    List<String> hostile =
        List.of(
            "a".repeat(20_000),
            "most ".repeat(5_000),
            "up to 1 ".repeat(3_000),
            "was 1,".repeat(3_000),
            "\"" + "x ".repeat(8_000),
            "1,2.".repeat(5_000),
            "eliminates ".repeat(3_000),
            "<".repeat(20_000));

    for (String text : hostile) {
      long start = System.nanoTime();
      Samples.review(guardian, Samples.brief("tarnwell"), page("tarnwell", text));
      assertThat((System.nanoTime() - start) / 1_000_000)
          .as(text.substring(0, 6))
          .isLessThan(5_000);
    }
  }
}
