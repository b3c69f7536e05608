package io.raptorflow.lords.council;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.lords.council.ClaimsLedger.Claim;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimsLedgerTest {

  @Test
  void aClaimIsUsableWhenItsProofHoldsOnTheLastDay() {
    ClaimsLedger ledger = ledger(Invented.brief("tarnwell"));

    assertThat(ledger.lastFlightDay()).isEqualTo(LocalDate.parse("2027-05-31"));
    assertThat(ledger.claims()).extracting(Claim::id).containsExactly("P1", "P2");
    assertThat(ledger.claims()).extracting(Claim::usable).containsExactly(true, false);
    assertThat(ledger.claims().get(1).remark()).contains("2027-05-31");
  }

  @Test
  void theLastDayItselfStillCounts() {
    ClaimsLedger ledger =
        ledger(Invented.brief("tarnwell", text -> text.replace("2027-06-30", "2027-05-31")));

    assertThat(ledger.claims().getFirst().usable()).isTrue();
  }

  @Test
  void theDayBeforeDoesNot() {
    ClaimsLedger ledger =
        ledger(Invented.brief("tarnwell", text -> text.replace("2027-06-30", "2027-05-30")));

    assertThat(ledger.claims().getFirst().usable()).isFalse();
  }

  @Test
  void forbiddenClaimsAreThoseOfTheBrief() {
    assertThat(ledger(Invented.brief("quillstack")).forbidden())
        .containsExactly("eliminates fraud", "guaranteed ROI");
  }

  @Test
  void aBriefWithoutProofIsACaveat() {
    var answered =
        Invented.answered(
            ClaimsLedger.compute(Invented.task(Invented.brief("lanternquay"), Map.of())));

    assertThat(answered.caveats()).anyMatch(caveat -> caveat.contains("brings no proof"));
  }

  @Test
  void anExpiringProofIsACaveatByName() {
    var answered =
        Invented.answered(
            ClaimsLedger.compute(Invented.task(Invented.brief("fernhaul"), Map.of())));

    assertThat(answered.caveats()).singleElement().asString().contains("claim P2 is not used");
  }

  private static ClaimsLedger ledger(BrandBrief brief) {
    return Invented.answer(
        ClaimsLedger.compute(Invented.task(brief, Map.of())), ClaimsLedger.class);
  }
}
