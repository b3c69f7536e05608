package io.raptorflow.lords.arbiter;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CampaignCommand.Approve;
import io.raptorflow.bus.CampaignCommand.SendBack;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Sha256;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.supervision.AssetShelf;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Docket;
import io.raptorflow.lords.supervision.Gathered;
import io.raptorflow.lords.supervision.Judge;
import io.raptorflow.lords.supervision.Outputs;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.supervision.Supervisor.Hearing;
import io.raptorflow.lords.supervision.Verdict;
import io.raptorflow.lords.supervision.Verdict.Ruling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// LORD-006: supervises the Guardians (gate G3: no BLOCK, every claim with evidence) and calls a
/// person at G1 and G4. A decision names the person and the hash of what was shown.
public final class Arbiter implements Judge {
  static final int REWRITES_MAX = 2;

  private Arbiter() {}

  public static Lord<Docket> lord() {
    return new Supervisor(AgentId.ARBITER, new Arbiter(), Hearing.LISTENS);
  }

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    return assignment.directive().duty() == Duty.GATE
        ? open(assignment, library)
        : weigh(assignment, library);
  }

  private static Verdict weigh(Assignment assignment, Library library) {
    if (!assignment.gaps().isEmpty()) {
      return Verdict.Close.with(
          Kind.REFUSED,
          "Nothing may leave unchecked",
          Outputs.heard(assignment),
          Outputs.of(assignment));
    }
    List<Finding> findings = new ArrayList<>();
    List<String> notChecked = new ArrayList<>();
    for (Gathered answer : assignment.answers()) {
      JsonNode review = library.json(Objects.requireNonNull(answer.output()));
      review
          .path("findings")
          .forEach(f -> findings.add(CanonicalJson.MAPPER.treeToValue(f, Finding.class)));
      review.path("notChecked").forEach(rule -> notChecked.add(rule.asString()));
    }
    findings.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(Finding::asset)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::field)
            .thenComparing(Finding::start));
    AssetShelf shelf = AssetShelf.of(assignment.material(AssetShelf.NAME), library);
    Map<String, List<String>> notes = new TreeMap<>();
    Map<String, List<String>> held = new TreeMap<>();
    for (Finding finding : findings) {
      Asset asset = shelf.assets().get(finding.asset());
      if (asset != null && stops(finding)) {
        String note =
            "%s %s: %s; %s"
                .formatted(finding.rule(), finding.field(), finding.message(), finding.fix());
        notes.computeIfAbsent(asset.agent(), agent -> new ArrayList<>()).add(note);
        held.computeIfAbsent(asset.id(), id -> new ArrayList<>()).add(finding.rule());
      }
    }
    List<Attachment> outputs = new ArrayList<>();
    outputs.add(Attachment.json("findings", CanonicalJson.write(findings)));
    outputs.add(
        Attachment.json(
            "not_checked", CanonicalJson.write(notChecked.stream().distinct().sorted().toList())));
    if (!notes.isEmpty() && assignment.directive().round() < REWRITES_MAX) {
      outputs.add(Attachment.json(Supervisor.REWRITE_NOTES, CanonicalJson.write(notes)));
      return Verdict.Close.with(
          Kind.REWRITE_ASKED,
          "%d assets go back to %s".formatted(held.size(), notes.keySet()),
          held.toString(),
          outputs);
    }
    outputs.add(releaseList(shelf, held));
    outputs.add(Attachment.json("held_back", CanonicalJson.write(held)));
    return Verdict.Close.with(
        Kind.NODE_CLOSED,
        held.isEmpty()
            ? "Gate G3 is passed: nothing blocks"
            : "Gate G3: %d assets are held back, the others pass".formatted(held.size()),
        "%d findings, %d of them warnings that a person must waive by name"
            .formatted(
                findings.size(),
                findings.stream().filter(f -> f.severity() == Severity.WARN).count()),
        outputs);
  }

  private static boolean stops(Finding finding) {
    return finding.severity() == Severity.BLOCK || finding.severity() == Severity.NEEDS_EVIDENCE;
  }

  static Attachment releaseList(AssetShelf shelf, Map<String, List<String>> held) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Asset asset : shelf.assets().values()) {
      if (!held.containsKey(asset.id())) {
        list.add(Map.of("asset", asset.id(), "version", asset.version(), "hash", asset.hash()));
      }
    }
    return Attachment.json("release_list", CanonicalJson.write(list));
  }

  /// Shows a person everything that the gate is about, under one hash.
  private static Verdict open(Assignment assignment, Library library) {
    String gate = assignment.directive().gate();
    Map<String, Object> dossier = new TreeMap<>();
    dossier.put("gate", gate);
    dossier.put("title", assignment.directive().title());
    dossier.put("round", assignment.directive().round());
    Map<String, String> documents = new TreeMap<>();
    assignment
        .material()
        .forEach((name, attachment) -> documents.put(name, attachment.body().sha256()));
    dossier.put("documents", documents);
    for (String shown : List.of("release_list", "held_back", "not_checked")) {
      assignment
          .material(shown)
          .filter(_ -> gate.equals("G4"))
          .ifPresent(payload -> dossier.put(shown, library.json(payload)));
    }
    for (Gathered briefing : assignment.answers()) {
      Payload output = briefing.output();
      if (output != null) {
        dossier.put("briefing", library.json(output));
      }
    }
    if (!assignment.gaps().isEmpty()) {
      dossier.put("gaps", assignment.gaps());
    }
    String text = CanonicalJson.write(dossier);
    return new Verdict.Wait(
        new Ruling(
            Kind.GATE_OPENED,
            "Gate %s waits for a person: %s".formatted(gate, assignment.directive().title()),
            "what is shown has the hash " + Sha256.hex(text),
            List.of(Attachment.json("dossier_" + gate.toLowerCase(Locale.ROOT), text))),
        Sha256.hex(text));
  }

  @Override
  public Optional<Verdict> hear(Assignment assignment, CampaignCommand command, Library library) {
    String gate = assignment.directive().gate();
    return switch (command.body()) {
      case Approve approve when approve.gate().equals(gate) ->
          Optional.of(
              approve.seen().equals(assignment.waitingFor())
                  ? approved(assignment, command, approve, library)
                  : stale(approve.by(), approve.seen(), assignment));
      case SendBack sent when sent.gate().equals(gate) ->
          Optional.of(
              sent.seen().equals(assignment.waitingFor())
                  ? sentBack(assignment, command, sent)
                  : stale(sent.by(), sent.seen(), assignment));
      default -> Optional.empty();
    };
  }

  private static Verdict stale(String by, String seen, Assignment assignment) {
    return new Verdict.Remark(
        new Ruling(
            Kind.NOTED,
            "The word of %s at %s does not count".formatted(by, assignment.directive().gate()),
            "it is about %s, but %s is what waits".formatted(seen, assignment.waitingFor()),
            List.of()));
  }

  private static Verdict approved(
      Assignment assignment, CampaignCommand command, Approve approve, Library library) {
    String gate = assignment.directive().gate();
    Map<String, Object> approval = word(assignment, command, approve.by(), approve.note());
    approval.put("decision", "approved");
    List<Attachment> outputs = new ArrayList<>();
    if (gate.equals("G4")) {
      Waivers waivers = Waivers.of(approve, command.at(), assignment, library);
      if (!waivers.faults().isEmpty()) {
        return new Verdict.Remark(
            new Ruling(
                Kind.NOTED,
                "The word of %s at %s does not count".formatted(approve.by(), gate),
                String.join("; ", waivers.faults()),
                List.of()));
      }
      outputs.addAll(waivers.outputs());
      waivers.releaseListHash().ifPresent(hash -> approval.put("releaseList", hash));
    }
    outputs.add(
        Attachment.json(
            "approval_" + gate.toLowerCase(Locale.ROOT), CanonicalJson.write(approval)));
    return Verdict.Close.with(
        Kind.GATE_APPROVED,
        "%s approves gate %s".formatted(approve.by(), gate),
        approve.note().isBlank() ? "no note was given" : approve.note(),
        outputs);
  }

  private static Verdict sentBack(Assignment assignment, CampaignCommand command, SendBack sent) {
    String gate = assignment.directive().gate();
    Map<String, Object> refusal = word(assignment, command, sent.by(), sent.note());
    refusal.put("decision", "sent back");
    return Verdict.Close.with(
        Kind.GATE_SENT_BACK,
        "%s sends gate %s back".formatted(sent.by(), gate),
        sent.note().isBlank() ? "no note was given" : sent.note(),
        List.of(
            Attachment.json(
                "approval_" + gate.toLowerCase(Locale.ROOT), CanonicalJson.write(refusal)),
            Attachment.json(
                Supervisor.REWRITE_NOTES,
                CanonicalJson.write(Map.of("*", List.of(sent.by() + " asks: " + sent.note()))))));
  }

  private static Map<String, Object> word(
      Assignment assignment, CampaignCommand command, String by, String note) {
    Map<String, Object> word = new TreeMap<>();
    word.put("gate", assignment.directive().gate());
    word.put("by", by);
    word.put("note", note);
    word.put("at", command.at().toString());
    word.put("seen", assignment.waitingFor());
    word.put("round", assignment.directive().round());
    assignment.material("release_list").ifPresent(list -> word.put("releaseList", list.sha256()));
    return word;
  }
}
