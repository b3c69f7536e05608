package io.raptorflow.lords.council;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.campaign.BrandBrief;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementPlanTest {
  private static final String SPLIT =
      """
      {"result":{"channels":[
        {"channel":"google_search","amount":29226.44,"basis":"RESPONSE_CURVE","expected":{"mean":599.5578}},
        {"channel":"pmax","amount":3057.05,"basis":"UNPROVEN","expected":null},
        {"channel":"meta","amount":7458.13,"basis":"RESPONSE_CURVE","expected":{"mean":252.65}}],
        "feasibility":{"allowedCpa":39.45}}}
      """;

  @Test
  void theGuardrailLimitsTheAllowedCostWhenTheBudgetAllowsMore() {
    MeasurementPlan plan = plan(Invented.brief("tarnwell"), Map.of());

    assertThat(plan.allowedCpa()).isEqualByComparingTo("48");
  }

  @Test
  void theBudgetWithoutItsReserveLimitsTheAllowedCostWhenItIsTighter() {
    BrandBrief brief =
        Invented.brief("tarnwell", text -> text.replace("\"total\": 52000", "\"total\": 30000"));

    MeasurementPlan plan = plan(brief, Map.of());

    assertThat(plan.allowedCpa()).isEqualByComparingTo("30.00");
  }

  @Test
  void theReturnThatTheBudgetWasHeldAgainstLimitsTheAllowedCost() {
    MeasurementPlan plan = plan(Invented.brief("tarnwell"), Map.of("budget_split", SPLIT));

    assertThat(plan.allowedCpa()).isEqualByComparingTo("39.45");
  }

  @Test
  void expectationsAreThoseOfTheSplitAndOnlyWhereItHasSome() {
    MeasurementPlan plan = plan(Invented.brief("tarnwell"), Map.of("budget_split", SPLIT));

    assertThat(plan.expectations())
        .containsExactly(
            new MeasurementPlan.Expectation(
                "google_search",
                new BigDecimal("29226.44"),
                new BigDecimal("599.6"),
                "RESPONSE_CURVE"),
            new MeasurementPlan.Expectation(
                "meta", new BigDecimal("7458.13"), new BigDecimal("252.6"), "RESPONSE_CURVE"));
  }

  @Test
  void aTargetOutOfReachIsACaveat() {
    var answered =
        Invented.answered(
            MeasurementPlan.compute(
                Invented.task(Invented.brief("tarnwell"), Map.of("budget_split", SPLIT))));

    assertThat(answered.caveats())
        .anyMatch(caveat -> caveat.contains("852.2 of the 900 purchases"));
  }

  @Test
  void aMissingSplitIsACaveat() {
    var answered =
        Invented.answered(
            MeasurementPlan.compute(Invented.task(Invented.brief("quillstack"), Map.of())));

    assertThat(answered.caveats()).anyMatch(caveat -> caveat.contains("no budget split"));
    assertThat(((MeasurementPlan) answered.output()).expectations()).isEmpty();
  }

  @Test
  void theReadOutFollowsTheFlight() {
    MeasurementPlan plan = plan(Invented.brief("tarnwell"), Map.of());

    assertThat(plan.readOuts())
        .containsExactly(
            LocalDate.parse("2027-03-15"),
            LocalDate.parse("2027-05-31"),
            LocalDate.parse("2027-06-07"));
  }

  private static MeasurementPlan plan(BrandBrief brief, Map<String, String> documents) {
    return Invented.answer(
        MeasurementPlan.compute(Invented.task(brief, documents)), MeasurementPlan.class);
  }
}
