package io.raptorflow.lords.council;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.PriceText;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Writes the launch note from what the run decided; it brings in no number of its own.
final class LaunchNoteComposer implements Composer {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  @Override
  public String output() {
    return LaunchNote.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    String product = brief.product().name();
    int released = inputs.document("release_list").map(JsonNode::size).orElse(0);
    List<String> summary = new ArrayList<>();
    inputs
        .document("strategy")
        .map(s -> s.path("promise").asString(""))
        .filter(promise -> !promise.isEmpty())
        .ifPresent(summary::add);
    summary.add(goal(brief));
    money(inputs, brief).ifPresent(summary::add);
    summary.add(
        released == 0
            ? "Nothing of %s is released.".formatted(product)
            : "%s of %s %s released."
                .formatted(Words.count(released, "asset"), product, released == 1 ? "is" : "are"));
    inputs
        .document("held_back")
        .filter(held -> !held.isEmpty())
        .ifPresent(
            held ->
                summary.add(
                    "The Guardians hold back %s of %s."
                        .formatted(Words.count(held.size(), "asset"), product)));
    return CanonicalJson.MAPPER.valueToTree(
        new LaunchNote(
            product + (released == 0 ? ": not ready for launch" : ": ready for launch"),
            summary,
            steps(inputs, brief, released)));
  }

  private static String goal(BrandBrief brief) {
    return "%s wants %s %s from %s to %s."
        .formatted(
            brief.brand().name(),
            brief.objective().target().toPlainString(),
            brief.objective().kpi().replace('_', ' '),
            day(brief.objective().from()),
            day(brief.objective().to()));
  }

  private static Optional<String> money(TaskInputs inputs, BrandBrief brief) {
    return inputs
        .document("budget")
        .filter(budget -> budget.path("total").isNumber())
        .map(
            budget -> {
              int paid = 0;
              for (JsonNode amount : budget.path("channels")) {
                paid += amount.isNumber() && amount.decimalValue().signum() > 0 ? 1 : 0;
              }
              BigDecimal reserve = budget.path("testReserve").decimalValue(BigDecimal.ZERO);
              String currency = budget.path("currency").asString(brief.budget().currency());
              return "%s is split over %s, and %s of it waits for tests of %s."
                  .formatted(
                      PriceText.amount(budget.path("total").decimalValue(), currency),
                      Words.count(paid, "channel"),
                      PriceText.amount(reserve, currency),
                      brief.product().name());
            });
  }

  private static List<String> steps(TaskInputs inputs, BrandBrief brief, int released) {
    List<String> steps = new ArrayList<>();
    inputs
        .document("tracking_qa")
        .ifPresent(
            tracking ->
                tracking
                    .path("open")
                    .forEach(
                        open ->
                            steps.add(
                                "Settle for %s: %s."
                                    .formatted(brief.product().name(), open.asString("")))));
    if (released == 0) {
      steps.add("Mend what holds %s back, then launch again.".formatted(brief.product().name()));
      return steps;
    }
    steps.add(
        "Load the publish files of %s; every ad comes in paused.".formatted(brief.brand().name()));
    steps.add(
        "Start %s on %s, and keep the calendar's checks after it."
            .formatted(brief.product().name(), day(brief.objective().from())));
    return steps;
  }

  private static String day(LocalDate date) {
    return DAY.format(date);
  }
}
