package io.raptorflow.lords.council;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateBriefingTest {

  @Test
  void theStrategyGateShowsPromisePillarsMoneyAndStopRules() {
    GateBriefing briefing =
        briefing(
            Map.of(
                "strategy", CanonicalJson.write(Invented.strategy("tarnwell")),
                "budget", "{\"currency\":\"GBP\",\"channels\":{\"meta\":7458.13}}",
                "measurement_plan",
                    "{\"kpi\":\"purchases\",\"allowedCpa\":39.45,\"currency\":\"GBP\"}"));

    assertThat(briefing.question())
        .isEqualTo("Do strategy, money and stop rules for Tarnwell 300 stand?");
    assertThat(briefing.points())
        .contains(
            "Promise: " + Invented.strategy("tarnwell").promise(),
            "Pillar: 300 litres in 42 cm depth",
            "Money: 7458.13 GBP for meta",
            "Allowed cost of one purchases: 39.45 GBP")
        .anyMatch(point -> point.startsWith("Stop rule: "));
  }

  @Test
  void theReleaseGateShowsEachAssetWithItsHash() {
    GateBriefing briefing =
        briefing(
            Map.of(
                "release_list",
                "[{\"asset\":\"MUSE-007/email/1\",\"version\":2,\"hash\":\"abc\"}]"));

    assertThat(briefing.question()).isEqualTo("May these assets of Tarnwell Rainworks leave?");
    assertThat(briefing.points()).containsExactly("Release MUSE-007/email/1, version 2, hash abc");
  }

  @Test
  void aYesIsToldWhatItWaives() {
    String finding = "{\"rule\":\"%s\",\"asset\":\"a\",\"message\":\"m\",\"severity\":\"%s\"}";
    String findings =
        "[%s,%s,%s]"
            .formatted(
                finding.formatted("G1-04", "WARN"),
                finding.formatted("G1-04", "WARN"),
                finding.formatted("G1-09", "INFO"));

    GateBriefing briefing = briefing(Map.of("release_list", "[]", "findings", findings));

    assertThat(briefing.warnings()).containsExactly("A yes waives G1-04 on a: m (2x)");
  }

  @Test
  void whatIsHeldBackAndWhatTheBriefLacksAreWarnings() {
    GateBriefing briefing =
        briefing(
            Map.of(
                "release_list", "[]",
                "held_back", "{\"MUSE-002/google_rsa/1\":[\"G2-01\"]}",
                "gaps.brief", "[\"/budget/cap/tiktok: no such channel\"]"));

    assertThat(briefing.warnings())
        .containsExactly(
            "Held back: MUSE-002/google_rsa/1 for [\"G2-01\"]",
            "Gap in the brief: /budget/cap/tiktok: no such channel");
  }

  private static GateBriefing briefing(Map<String, String> documents) {
    return Invented.answer(
        GateBriefing.compute(Invented.task(Invented.brief("tarnwell"), documents)),
        GateBriefing.class);
  }
}
