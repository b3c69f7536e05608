package io.raptorflow.lords.supervision;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.WorkId;
import io.raptorflow.lords.Effect;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.Step;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// A Lord that supervises: hands a directive's agents their tasks, gathers answers until all are in
/// or the deadline passes, and lets its [Judge] decide.
///
/// @param hearsPeople whether commands of people concern it
public record Supervisor(AgentId id, Judge judge, Hearing hearsPeople) implements Lord<Docket> {
  /// Name of the attachment that says what must change: an object from agent id to a list of notes.
  public static final String REWRITE_NOTES = "rewrite_notes";

  /// Most phases of one assignment; a judge that asks for more is closed with what there is.
  private static final int PHASES_MAX = 8;

  /// Whether a Lord listens to people.
  public enum Hearing {
    DEAF,
    LISTENS
  }

  @Override
  public Docket blank() {
    return Docket.EMPTY;
  }

  @Override
  public boolean concerns(Event event) {
    return switch (event) {
      case Event.Directed directed -> directed.directive().to().equals(id);
      case Event.Answered answered -> isMine(answered.answer().agent());
      case Event.Commanded commanded ->
          hearsPeople == Hearing.LISTENS
              && (commanded.command().body() instanceof CampaignCommand.Approve
                  || commanded.command().body() instanceof CampaignCommand.SendBack);
      case Event.DeadlinePassed _ -> true;
      case Event.Decided _ -> false;
    };
  }

  private boolean isMine(AgentId agent) {
    return agent.guild() == Guild.COUNCIL ? agent.equals(id) : agent.guild().lord().equals(id);
  }

  @Override
  public Step<Docket> decide(Docket now, Event event, Library library) {
    return switch (event) {
      case Event.Directed directed -> begin(now, directed.directive(), library);
      case Event.Answered answered -> gather(now, answered, library);
      case Event.DeadlinePassed passed -> timeUp(now, passed, library);
      case Event.Commanded commanded -> hear(now, commanded.command(), library);
      case Event.Decided _ -> Step.stay(now);
    };
  }

  private Step<Docket> begin(Docket now, CouncilDirective directive, Library library) {
    if (now.knows(directive.id())) {
      return Step.stay(now);
    }
    Assignment assignment = Assignment.begun(directive);
    Map<AgentId, List<String>> notes = new LinkedHashMap<>();
    Optional<JsonNode> rewrites = assignment.material(REWRITE_NOTES).map(library::json);
    for (AgentId agent : directive.agents()) {
      notes.put(agent, rewrites.map(all -> notesFor(all, agent)).orElse(List.of()));
    }
    if (notes.isEmpty()) {
      return rule(now, assignment, library);
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Wake(timer(directive), directive.deadline()));
    Assignment asked = ask(assignment, notes, effects);
    return new Step<>(now.with(asked), effects);
  }

  private static List<String> notesFor(JsonNode all, AgentId agent) {
    JsonNode own = all.has(agent.value()) ? all.get(agent.value()) : all.path("*");
    return own.valueStream().map(JsonNode::asString).toList();
  }

  private Assignment ask(
      Assignment assignment, Map<AgentId, List<String>> notes, List<Effect> effects) {
    CouncilDirective directive = assignment.directive();
    Map<WorkId, AgentId> awaited = new LinkedHashMap<>();
    List<Attachment> inputs =
        assignment.material().values().stream()
            .filter(input -> !input.name().equals(REWRITE_NOTES))
            .toList();
    var share =
        directive
            .budgetUsd()
            .subtract(assignment.spend().costUsd())
            .max(BigDecimal.ZERO)
            .divide(BigDecimal.valueOf(notes.size()), Spend.SCALE, RoundingMode.DOWN);
    new TreeMap<>(notes)
        .forEach(
            (agent, changes) -> {
              WorkId work = work(assignment, agent, inputs, changes);
              awaited.put(work, agent);
              effects.add(
                  new Effect.Task(
                      new AgentTask(
                          work,
                          directive.run(),
                          directive.workspace(),
                          directive.node(),
                          agent,
                          directive.round() + assignment.phase(),
                          directive.lane(),
                          directive.deadline(),
                          directive.seed(),
                          inputs,
                          changes,
                          share,
                          directive.at())));
            });
    return assignment.awaiting(awaited);
  }

  private static WorkId work(
      Assignment assignment, AgentId agent, List<Attachment> inputs, List<String> changes) {
    StringBuilder content = new StringBuilder();
    inputs.forEach(input -> content.append(input.name()).append('=').append(input.body().sha256()));
    CouncilDirective directive = assignment.directive();
    return new WorkId(
        NameUuid.of(
            "work",
            directive.run().toString(),
            directive.node(),
            agent.value(),
            directive.round() + "." + assignment.phase(),
            content.toString(),
            String.join("\n", changes)));
  }

  private Step<Docket> gather(Docket now, Event.Answered answered, Library library) {
    UUID work = answered.answer().work().value();
    Optional<Assignment> waiting =
        now.open().values().stream().filter(a -> a.awaited().containsKey(work)).findFirst();
    if (waiting.isEmpty()) {
      return Step.stay(now);
    }
    Assignment heard = waiting.get().with(answered.answer().work(), Gathered.of(answered.answer()));
    if (!heard.awaited().isEmpty()) {
      return new Step<>(now.with(heard), List.of());
    }
    return rule(now, heard, library);
  }

  private Step<Docket> timeUp(Docket now, Event.DeadlinePassed passed, Library library) {
    Optional<Assignment> late =
        now.open().values().stream()
            .filter(a -> timer(a.directive()).equals(passed.timer()) && !a.awaited().isEmpty())
            .findFirst();
    if (late.isEmpty()) {
      return Step.stay(now);
    }
    Assignment assignment = late.get();
    for (Map.Entry<UUID, AgentId> silent : assignment.awaited().entrySet()) {
      assignment =
          assignment.with(
              new WorkId(silent.getKey()),
              Gathered.silent(silent.getValue(), "no answer until " + passed.at()));
    }
    return rule(now, assignment, library);
  }

  private Step<Docket> hear(Docket now, CampaignCommand command, Library library) {
    for (Assignment assignment : now.open().values()) {
      if (assignment.waitingFor().isEmpty()) {
        continue;
      }
      Optional<Verdict> verdict = judge.hear(assignment, command, library);
      if (verdict.isPresent()) {
        return carryOut(now, assignment, verdict.get());
      }
    }
    return Step.stay(now);
  }

  private Step<Docket> rule(Docket now, Assignment assignment, Library library) {
    return carryOut(now, assignment, judge.judge(assignment, library));
  }

  private Step<Docket> carryOut(Docket now, Assignment assignment, Verdict verdict) {
    List<Effect> effects = new ArrayList<>();
    CouncilDirective directive = assignment.directive();
    switch (verdict) {
      case Verdict.Close close -> {
        announce(assignment, close.rulings(), Reckoning.FINAL, effects);
        effects.add(new Effect.Forget(timer(directive)));
        return new Step<>(now.without(directive.id()), effects);
      }
      case Verdict.Wait wait -> {
        announce(assignment, List.of(wait.opened()), Reckoning.INTERIM, effects);
        effects.add(new Effect.Forget(timer(directive)));
        return new Step<>(now.with(assignment.waitingFor(wait.dossierHash())), effects);
      }
      case Verdict.Remark remark -> {
        announce(assignment, List.of(remark.ruling()), Reckoning.INTERIM, effects);
        return new Step<>(now, effects);
      }
      case Verdict.Ask ask -> {
        if (assignment.phase() + 1 >= PHASES_MAX) {
          throw new IllegalStateException(
              "the judge of %s asks for phase %d of node %s, at most %d are allowed"
                  .formatted(id, assignment.phase() + 1, directive.node(), PHASES_MAX));
        }
        announce(assignment, ask.said(), Reckoning.INTERIM, effects);
        Map<String, Attachment> grown = new TreeMap<>(assignment.material());
        ask.material().forEach(added -> grown.put(added.name(), added));
        Assignment next = assignment.inPhase(assignment.phase() + 1, grown);
        return new Step<>(now.with(ask(next, ask.notes(), effects)), effects);
      }
    }
  }

  /// Whether a ruling carries the cost of the assignment: only the last one does.
  private enum Reckoning {
    INTERIM,
    FINAL
  }

  private static void announce(
      Assignment assignment,
      Collection<Verdict.Ruling> rulings,
      Reckoning reckoning,
      List<Effect> effects) {
    int left = rulings.size();
    for (Verdict.Ruling ruling : rulings) {
      left--;
      effects.add(
          new Effect.Decide(
              assignment.directive().node(),
              ruling.kind(),
              ruling.what(),
              ruling.why(),
              ruling.outputs(),
              assignment.restsOn(),
              reckoning == Reckoning.FINAL && left == 0 ? assignment.spend() : Spend.NOTHING));
    }
  }

  private static String timer(CouncilDirective directive) {
    return "deadline/" + directive.id();
  }
}
