package io.raptorflow.lords.supervision;

import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.WorkId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// One directive being carried out.
///
/// @param phase 0 at first; raised each time the Lord asks for more before it decides
/// @param awaited agents that still owe an answer, by work id
/// @param gathered the answers of this phase, in order of arrival
/// @param material what agents and Lord read, by name; grows from phase to phase
/// @param restsOn hashes of everything read so far
/// @param spend what all answers so far cost
/// @param waitingFor gate that a person must decide, with the hash of its dossier; empty for none
public record Assignment(
    CouncilDirective directive,
    int phase,
    Map<UUID, AgentId> awaited,
    List<Gathered> gathered,
    Map<String, Attachment> material,
    List<String> restsOn,
    Spend spend,
    String waitingFor) {

  public Assignment {
    awaited = Collections.unmodifiableMap(new TreeMap<>(awaited));
    gathered = List.copyOf(gathered);
    material = Collections.unmodifiableMap(new TreeMap<>(material));
    restsOn = List.copyOf(restsOn);
  }

  static Assignment begun(CouncilDirective directive) {
    Map<String, Attachment> material = new LinkedHashMap<>();
    directive.inputs().forEach(input -> material.put(input.name(), input));
    return new Assignment(
        new CouncilDirective(
            directive.id(),
            directive.run(),
            directive.workspace(),
            directive.from(),
            directive.to(),
            directive.node(),
            directive.title(),
            directive.wave(),
            directive.round(),
            directive.duty(),
            directive.gate(),
            directive.agents(),
            List.of(),
            directive.quorumPercent(),
            directive.lane(),
            directive.budgetUsd(),
            directive.seed(),
            directive.deadline(),
            directive.restsOn(),
            directive.at()),
        0,
        Map.of(),
        List.of(),
        material,
        directive.restsOn(),
        Spend.NOTHING,
        "");
  }

  Assignment awaiting(Map<WorkId, AgentId> tasks) {
    Map<UUID, AgentId> ids = new TreeMap<>();
    tasks.forEach((work, agent) -> ids.put(work.value(), agent));
    return new Assignment(directive, phase, ids, List.of(), material, restsOn, spend, waitingFor);
  }

  Assignment with(WorkId work, Gathered answer) {
    Map<UUID, AgentId> left = new TreeMap<>(awaited);
    left.remove(work.value());
    List<Gathered> more = new ArrayList<>(gathered);
    more.add(answer);
    List<String> hashes = new ArrayList<>(restsOn);
    hashes.add(answer.hash());
    return new Assignment(
        directive, phase, left, more, material, hashes, spend.plus(answer.spend()), waitingFor);
  }

  Assignment inPhase(int next, Map<String, Attachment> grown) {
    return new Assignment(directive, next, awaited, gathered, grown, restsOn, spend, waitingFor);
  }

  Assignment waitingFor(String dossierHash) {
    return new Assignment(
        directive, phase, awaited, gathered, material, restsOn, spend, dossierHash);
  }

  public Optional<Payload> material(String name) {
    return Optional.ofNullable(material.get(name)).map(Attachment::body);
  }

  /// Answers that carry an output.
  public List<Gathered> answers() {
    return gathered.stream().filter(g -> g.output() != null).toList();
  }

  /// Agents that refused or gave up, each with its reasons, as people read it.
  public List<String> gaps() {
    return gathered.stream()
        .filter(g -> g.output() == null)
        .map(g -> g.agent() + " " + g.outcome() + ": " + String.join("; ", g.reasons()))
        .sorted()
        .toList();
  }

  /// Share of the asked agents that answered or refused, in percent; silence does not count.
  public int heardPercent() {
    long heard = gathered.stream().filter(g -> g.outcome() != Outcome.GAVE_UP).count();
    return gathered.isEmpty() ? 100 : Math.toIntExact(heard * 100 / gathered.size());
  }
}
