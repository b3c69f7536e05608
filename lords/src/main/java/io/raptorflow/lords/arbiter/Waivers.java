package io.raptorflow.lords.arbiter;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand.Approve;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.supervision.AssetShelf;
import io.raptorflow.lords.supervision.Assignment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What a person lifts at gate G4, in writing: lines of the note that read `waive <rule> <asset>:
/// <reason>`. Nobody and nothing else lifts a block.
///
/// Who approves the gate has seen the warnings and waives them by that; a finding that holds an
/// asset back needs its own line. An asset leaves once all rules that hold it are lifted.
///
/// @param faults lines that lift nothing; the approval does not count until they are mended
/// @param outputs the waivers, and the release list and what is held back as they are then
record Waivers(List<String> faults, List<Attachment> outputs) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?im)^[ \\t]*waive[ \\t]+(\\S{1,40})[ \\t]+(?:on[ \\t]+)?(\\S{1,200}?)[ \\t]*:(.*)$");
  private static final Pattern MEANT = Pattern.compile("(?im)^[ \\t]*waive\\b.*$");

  Waivers {
    faults = List.copyOf(faults);
    outputs = List.copyOf(outputs);
  }

  static Waivers of(Approve approve, Instant at, Assignment assignment, Library library) {
    Map<String, List<String>> held = held(assignment, library);
    List<Map<String, Object>> waived = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Matcher line = LINE.matcher(approve.note());
    int read = 0;
    while (line.find()) {
      read++;
      String rule = line.group(1);
      String asset = line.group(2);
      String reason = line.group(3).strip();
      List<String> holding = held.getOrDefault(asset, List.of());
      if (!holding.contains(rule)) {
        faults.add("rule %s does not hold back asset %s".formatted(rule, asset));
      } else if (reason.isEmpty()) {
        faults.add("the waiver of %s on %s gives no reason".formatted(rule, asset));
      } else {
        waived.add(entry(rule, asset, "HELD_BACK", approve.by(), reason, at));
        holding.removeIf(rule::equals);
      }
    }
    if (MEANT.matcher(approve.note()).results().count() != read) {
      faults.add("a waiver reads 'waive <rule> <asset>: <reason>', one a line");
    }
    if (approve.by().isBlank() && !waived.isEmpty()) {
      faults.add("a waiver needs the name of a person");
    }
    if (!faults.isEmpty()) {
      return new Waivers(faults, List.of());
    }
    boolean lifted = !waived.isEmpty();
    held.values().removeIf(List::isEmpty);
    warnings(approve, at, assignment, library, waived);
    List<Attachment> outputs = new ArrayList<>();
    if (!waived.isEmpty()) {
      outputs.add(Attachment.json("waivers", CanonicalJson.write(waived)));
    }
    if (lifted) {
      AssetShelf shelf = AssetShelf.of(assignment.material(AssetShelf.NAME), library);
      outputs.add(Arbiter.releaseList(shelf, held));
      outputs.add(Attachment.json("held_back", CanonicalJson.write(held)));
    }
    return new Waivers(List.of(), outputs);
  }

  private static Map<String, List<String>> held(Assignment assignment, Library library) {
    Map<String, List<String>> held = new TreeMap<>();
    assignment
        .material("held_back")
        .ifPresent(
            payload ->
                library
                    .json(payload)
                    .properties()
                    .forEach(
                        entry ->
                            held.put(
                                entry.getKey(),
                                new ArrayList<>(
                                    entry
                                        .getValue()
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()))));
    return held;
  }

  private static void warnings(
      Approve approve,
      Instant at,
      Assignment assignment,
      Library library,
      List<Map<String, Object>> into) {
    String reason = approve.note().isBlank() ? "approved at gate G4" : approve.note();
    assignment
        .material("findings")
        .ifPresent(
            payload ->
                library
                    .json(payload)
                    .forEach(
                        finding -> {
                          if (finding.path("severity").asString("").equals(Severity.WARN.name())) {
                            Map<String, Object> entry =
                                entry(
                                    finding.path("rule").asString(""),
                                    finding.path("asset").asString(""),
                                    Severity.WARN.name(),
                                    approve.by(),
                                    reason,
                                    at);
                            if (!into.contains(entry)) {
                              into.add(entry);
                            }
                          }
                        }));
  }

  private static Map<String, Object> entry(
      String rule, String asset, String severity, String by, String reason, Instant at) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("rule", rule);
    entry.put("asset", asset);
    entry.put("severity", severity);
    entry.put("by", by);
    entry.put("reason", reason);
    entry.put("at", at.toString());
    return entry;
  }

  /// Hash of the release list, when waivers changed it.
  Optional<String> releaseListHash() {
    return outputs.stream()
        .filter(output -> output.name().equals("release_list"))
        .map(output -> output.body().sha256())
        .findFirst();
  }
}
