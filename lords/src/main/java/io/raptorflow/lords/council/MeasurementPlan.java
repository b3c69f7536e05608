package io.raptorflow.lords.council;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// LORD-005: how success will be told from luck, written down before launch.
///
/// @param allowedCpa most that one unit of the KPI may cost, in the budget's currency
/// @param attribution the model that will be read, named before the numbers are known
public record MeasurementPlan(
    String kpi,
    BigDecimal target,
    LocalDate from,
    LocalDate to,
    BigDecimal allowedCpa,
    String currency,
    List<String> kpiTree,
    List<String> events,
    List<String> utmRules,
    String attribution,
    List<Expectation> expectations,
    List<String> stopRules,
    List<String> tests,
    List<LocalDate> readOuts) {

  /// What is expected of a channel before it starts.
  ///
  /// @param basis where the number comes from
  public record Expectation(
      String channel, BigDecimal budget, BigDecimal conversions, String basis) {}

  static Computation.Result compute(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    BrandBrief.Objective objective = brief.objective();
    BigDecimal money =
        brief
            .budget()
            .total()
            .multiply(BigDecimal.valueOf(100).subtract(brief.budget().testReservePercent()))
            .divide(BigDecimal.valueOf(100), 2, RoundingMode.DOWN);
    BigDecimal byBudget = money.divide(objective.target(), 2, RoundingMode.DOWN);
    BigDecimal guardrail =
        objective.guardrails().entrySet().stream()
            .filter(g -> g.getKey().endsWith("_max") && !g.getKey().contains("rate"))
            .map(Map.Entry::getValue)
            .min(BigDecimal::compareTo)
            .orElse(byBudget);
    BigDecimal allowed = byBudget.min(guardrail);
    JsonNode feasible =
        inputs
            .document("budget_split")
            .map(split -> split.path("result").path("feasibility").path("allowedCpa"))
            .orElse(CanonicalJson.MAPPER.missingNode());
    if (feasible.isNumber()) {
      allowed = allowed.min(feasible.decimalValue());
    }
    List<String> caveats = new ArrayList<>();
    List<Expectation> expectations = expectations(inputs, caveats);
    BigDecimal expected =
        expectations.stream()
            .map(Expectation::conversions)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (!expectations.isEmpty() && expected.compareTo(objective.target()) < 0) {
      caveats.add(
          "the channels are expected to bring %s of the %s %s that are wanted"
              .formatted(
                  expected.toPlainString(), objective.target().toPlainString(), objective.kpi()));
    }
    List<String> stops = new ArrayList<>();
    objective
        .guardrails()
        .forEach(
            (name, limit) ->
                stops.add(
                    "pause a channel that for 7 days with at least 30 %s %s"
                        .formatted(
                            objective.kpi().replace('_', ' '),
                            Guardrail.of(name, limit, brief).breach())));
    return new Computation.Answered(
        new MeasurementPlan(
            objective.kpi(),
            objective.target(),
            objective.from(),
            objective.to(),
            allowed,
            brief.budget().currency(),
            List.of(
                objective.kpi() + " = visits x conversion rate",
                "visits = impressions x click rate",
                "cost per " + objective.kpi() + " = cost / " + objective.kpi()),
            List.of("page_view", "lead_or_cart", objective.kpi()),
            List.of(
                "utm_source is the platform, utm_medium cpc, email, organic or paid",
                "utm_campaign is " + brief.brand().id() + "- and the first 8 of the run id",
                "utm_content is the asset id in lower case"),
            "last non-direct click for steering; the Markov removal effect beside it once 300"
                + " conversions are seen",
            expectations,
            stops,
            List.of(
                "the test reserve of %s %% pays for one headline test a channel; the winner is"
                        .formatted(brief.budget().testReservePercent().toPlainString())
                    + " called at planned looks only (O'Brien-Fleming)"),
            List.of(objective.from().plusDays(14), objective.to(), objective.to().plusDays(7))),
        caveats);
  }

  private static List<Expectation> expectations(TaskInputs inputs, List<String> caveats) {
    List<Expectation> expectations = new ArrayList<>();
    inputs
        .document("budget_split")
        .ifPresentOrElse(
            split -> {
              for (JsonNode channel : split.path("result").path("channels")) {
                JsonNode conversions = channel.path("expected").path("mean");
                if (conversions.isNumber()) {
                  expectations.add(
                      new Expectation(
                          channel.path("channel").asString(""),
                          channel.path("amount").decimalValue(),
                          conversions.decimalValue().setScale(1, RoundingMode.HALF_EVEN),
                          channel.path("basis").asString("")));
                }
              }
            },
            () -> caveats.add("no budget split came: nothing is expected of single channels"));
    return expectations;
  }
}
