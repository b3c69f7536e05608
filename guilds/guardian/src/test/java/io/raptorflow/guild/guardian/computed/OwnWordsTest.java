package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Guards against rules that cry wolf, and against rules that a long text can hang.
class OwnWordsTest {
  private static final List<Computation> GUARDIANS =
      List.of(new AdPlatformGuardian(), new ClaimsGuardian(), new PiiGuardian());

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void findsNothingInTheBriefsOwnFactsAndVoice(String name) {
    BrandBrief brief = Samples.brief(name);
    List<String> words = new ArrayList<>(brief.product().features());
    words.add(brief.product().name());
    words.add(brief.product().type());
    words.add(brief.brand().voice().sample());
    words.add(brief.compliance().legalFooter());
    brief.validProofs().forEach(proof -> words.add(proof.claim()));
    brief.audience().segments().forEach(segment -> words.addAll(segment.triggers()));
    brief.audience().segments().forEach(segment -> words.addAll(segment.pains()));

    for (String text : words) {
      for (Computation guardian : GUARDIANS) {
        List<Finding> findings =
            Samples.review(guardian, brief, page(brief, "meta_feed", "primary_text", text))
                .findings();
        assertThat(findings).as(text).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your roof already catches the water. Keep it for the dry weeks of May.",
        "See how it fits your wall, then pick a delivery day.",
        "A modest tank for an honest garden. Request a size guide.",
        "No room for a big butt? This one is 42 cm deep.",
        "Dein Dach fängt den Regen. Ein Tank mit 300 Litern hält ihn fest.",
        "Written for people who garden in small yards since 2019.",
        "We answer within the hour, Monday to Friday."
      })
  void findsNothingInPlainCopy(String text) {
    BrandBrief brief = Samples.brief("tarnwell");

    List<Finding> findings =
        GUARDIANS.stream()
            .flatMap(
                guardian ->
                    Samples.review(guardian, brief, page(brief, "meta_feed", "primary_text", text))
                        .findings()
                        .stream())
            .toList();

    assertThat(findings).isEmpty();
  }

  @Test
  void readsHostileTextInNoTime() {
    BrandBrief brief = Samples.brief("tarnwell");
    List<String> hostile =
        List.of(
            "1 ".repeat(10_000),
            "4111 ".repeat(4_000),
            "a.".repeat(10_000) + "@",
            "a@a.".repeat(5_000),
            "GB82 WEST ".repeat(2_000),
            "eyJ".repeat(6_000),
            "are you ".repeat(2_500),
            "F.R.E.".repeat(3_000),
            "!".repeat(20_000));

    for (String text : hostile) {
      for (Computation guardian : GUARDIANS) {
        long start = System.nanoTime();
        Samples.review(guardian, brief, page(brief, "meta_feed", "primary_text", text));
        assertThat((System.nanoTime() - start) / 1_000_000)
            .as(guardian.getClass().getSimpleName() + " " + text.substring(0, 8))
            .isLessThan(5_000);
      }
    }
  }

  private static JsonNode page(BrandBrief brief, String type, String field, String text) {
    return Samples.asset(
        brief.brand().id(), type, brief.locale(), CanonicalJson.write(Map.of(field, text)));
  }
}
