package io.raptorflow.lords.council;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Writes the launch note from what the run decided; it brings in no number of its own.
final class LaunchNoteComposer implements Composer {

  @Override
  public String output() {
    return LaunchNote.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    List<String> summary = new ArrayList<>();
    inputs
        .document("strategy")
        .map(s -> s.path("promise").asString(""))
        .filter(promise -> !promise.isEmpty())
        .ifPresent(summary::add);
    summary.add(
        "%s wants %s %s between %s and %s."
            .formatted(
                brief.brand().name(),
                brief.objective().target().toPlainString(),
                brief.objective().kpi().replace('_', ' '),
                brief.objective().from(),
                brief.objective().to()));
    inputs
        .document("budget")
        .ifPresent(
            budget ->
                summary.add(
                    "%s %s are split over %d channels, %s kept for tests."
                        .formatted(
                            budget.path("total").decimalValue().toPlainString(),
                            budget.path("currency").asString(""),
                            budget.path("channels").size(),
                            budget.path("testReserve").decimalValue().toPlainString())));
    inputs
        .document("release_list")
        .ifPresent(
            list ->
                summary.add(
                    "%d assets for %s are released."
                        .formatted(list.size(), brief.product().name())));
    inputs
        .document("held_back")
        .filter(held -> !held.isEmpty())
        .ifPresent(
            held ->
                summary.add("%d assets are held back by the Guardians.".formatted(held.size())));
    List<String> next = new ArrayList<>();
    inputs
        .document("tracking_qa")
        .ifPresent(t -> t.path("open").forEach(o -> next.add(o.asString())));
    next.add("load the publish files of " + brief.brand().name() + "; every ad comes in paused");
    next.add(
        "start on " + brief.objective().from() + ", and read the calendar for the checks after");
    return CanonicalJson.MAPPER.valueToTree(
        new LaunchNote(brief.product().name() + ": ready for launch", summary, next));
  }
}
