package io.raptorflow.lords.council;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// LORD-006: what a person at a gate must know, on one page.
///
/// @param question what the person decides
/// @param points what is on the table
/// @param warnings what a yes accepts
public record GateBriefing(String question, List<String> points, List<String> warnings) {

  static Computation.Result compute(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    return inputs.document("release_list").isPresent()
        ? Computation.Answered.of(release(inputs, brief))
        : Computation.Answered.of(strategy(inputs, brief));
  }

  private static GateBriefing strategy(TaskInputs inputs, BrandBrief brief) {
    List<String> points = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    inputs
        .document("strategy")
        .ifPresent(
            s -> {
              points.add("Promise: " + s.path("promise").asString(""));
              s.path("pillars").forEach(p -> points.add("Pillar: " + p.path("name").asString("")));
              s.path("stopRules").forEach(r -> points.add("Stop rule: " + r.asString("")));
            });
    inputs
        .document("budget")
        .ifPresent(
            b ->
                b.path("channels")
                    .properties()
                    .forEach(
                        c ->
                            points.add(
                                "Money: %s %s for %s"
                                    .formatted(
                                        c.getValue().decimalValue().toPlainString(),
                                        b.path("currency").asString(""),
                                        c.getKey()))));
    inputs
        .document("measurement_plan")
        .ifPresent(
            m ->
                points.add(
                    "Allowed cost of one %s: %s %s"
                        .formatted(
                            m.path("kpi").asString(""),
                            m.path("allowedCpa").decimalValue().toPlainString(),
                            m.path("currency").asString(""))));
    gaps(inputs, warnings);
    return new GateBriefing(
        "Do strategy, money and stop rules for %s stand?".formatted(brief.product().name()),
        points,
        warnings);
  }

  private static GateBriefing release(TaskInputs inputs, BrandBrief brief) {
    List<String> points = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    inputs
        .document("release_list")
        .ifPresent(
            list ->
                list.forEach(
                    entry ->
                        points.add(
                            "Release %s, version %d, hash %s"
                                .formatted(
                                    entry.path("asset").asString(""),
                                    entry.path("version").asInt(),
                                    entry.path("hash").asString("")))));
    Map<String, Integer> waivers = new LinkedHashMap<>();
    inputs
        .document("findings")
        .ifPresent(
            findings -> {
              for (JsonNode finding : findings) {
                if (finding.path("severity").asString("").equals("WARN")) {
                  waivers.merge(
                      "A yes waives %s on %s: %s"
                          .formatted(
                              finding.path("rule").asString(""),
                              finding.path("asset").asString(""),
                              finding.path("message").asString("")),
                      1,
                      Integer::sum);
                }
              }
            });
    waivers.forEach((text, count) -> warnings.add(count == 1 ? text : text + " (" + count + "x)"));
    inputs
        .document("held_back")
        .ifPresent(
            held ->
                held.properties()
                    .forEach(
                        entry ->
                            warnings.add(
                                "Held back: %s for %s"
                                    .formatted(entry.getKey(), entry.getValue()))));
    gaps(inputs, warnings);
    return new GateBriefing(
        "May these assets of %s leave?".formatted(brief.brand().name()), points, warnings);
  }

  private static void gaps(TaskInputs inputs, List<String> warnings) {
    inputs
        .document("gaps.brief")
        .ifPresent(
            gaps -> gaps.forEach(gap -> warnings.add("Gap in the brief: " + gap.asString())));
  }
}
