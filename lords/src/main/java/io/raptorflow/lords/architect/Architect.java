package io.raptorflow.lords.architect;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.ControlFlag.RunFlag;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Spend;
import io.raptorflow.lords.Effect;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.Step;
import io.raptorflow.lords.architect.NodeState.Progress;
import io.raptorflow.lords.architect.RunBook.Status;
import io.raptorflow.lords.supervision.Gathered;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.workflow.Plan;
import io.raptorflow.lords.workflow.Workflow.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// LORD-001: owns a run. Turns the brief into a plan, hands each node to the Lord whose guild does
/// it, moves on when that Lord decides, and seals the run.
public final class Architect implements Lord<RunBook> {
  private static final int ROUNDS_MAX = 2;

  /// Nodes whose refusal leaves a gap instead of ending the run.
  private static final Set<String> MAY_FAIL = Set.of("L02", "L03", "L04", "L05", "L09", "L18");

  /// What runs again when a person sends a gate back.
  private static final Map<String, String> REWIND_TO = Map.of("G1", "L07", "G4", "L13");

  private final Planner planner;
  private final Dispatcher dispatcher;
  private final Course course;

  public Architect(Planner planner, Dispatcher dispatcher) {
    this.planner = planner;
    this.dispatcher = dispatcher;
    this.course = new Course(dispatcher);
  }

  @Override
  public AgentId id() {
    return AgentId.ARCHITECT;
  }

  @Override
  public RunBook blank() {
    return RunBook.BLANK;
  }

  @Override
  public boolean concerns(Event event) {
    return switch (event) {
      case Event.Commanded _, Event.DeadlinePassed _ -> true;
      case Event.Decided decided -> !decided.decision().lord().equals(id());
      case Event.Answered answered -> answered.answer().agent().equals(id());
      case Event.Directed _ -> false;
    };
  }

  @Override
  public Step<RunBook> decide(RunBook now, Event event, Library library) {
    return switch (event) {
      case Event.Commanded commanded -> command(now, commanded.command(), library);
      case Event.Decided decided -> decided(now, decided.decision(), library);
      case Event.Answered answered -> ownAnswer(now, answered.answer());
      case Event.DeadlinePassed passed -> ownWorkLate(now, passed);
      case Event.Directed _ -> Step.stay(now);
    };
  }

  private Step<RunBook> command(RunBook now, CampaignCommand command, Library library) {
    if (now.commands().contains(command.id())) {
      return Step.stay(now);
    }
    RunBook heard = now.heard(command.id());
    return switch (command.body()) {
      case CampaignCommand.LaunchCampaign launch -> {
        Planner.Request request =
            new Planner.Request(
                "launch_campaign",
                launch.brief(),
                launch.sources(),
                launch.lane(),
                launch.budgetUsd());
        yield launch(heard, command, request, library);
      }
      case CampaignCommand.StartWorkflow start -> {
        Planner.Request request =
            new Planner.Request(
                start.workflow(), start.brief(), start.sources(), start.lane(), start.budgetUsd());
        yield launch(heard, command, request, library);
      }
      case CampaignCommand.InvokeAgent invoke ->
          now.status() == Status.BLANK
              ? begin(planner.single(heard, command, invoke), command, "one agent was asked for")
              : note(heard, "The run exists already; the agent is not invoked");
      case CampaignCommand.Pause pause when now.status() == Status.RUNNING ->
          new Step<>(
              heard.with(Status.PAUSED),
              List.of(
                  flag(command, RunFlag.PAUSED, pause.why()),
                  Course.said(Kind.PAUSED, pause.by() + " pauses the run", pause.why())));
      case CampaignCommand.Resume resume when now.status() == Status.PAUSED -> {
        List<Effect> effects = new ArrayList<>();
        effects.add(flag(command, RunFlag.RUNNING, resume.by() + " resumes"));
        effects.add(Course.said(Kind.RESUMED, resume.by() + " resumes the run", "asked to"));
        yield course.advance(heard.with(Status.RUNNING), Stamp.of(command), effects);
      }
      case CampaignCommand.Cancel cancel when isOpen(now) ->
          Course.close(
              heard,
              List.of(
                  flag(command, RunFlag.CANCELLED, cancel.why()),
                  Course.said(Kind.CANCELLED, cancel.by() + " cancels the run", cancel.why())),
              "The run was cancelled by " + cancel.by(),
              cancel.why());
      case CampaignCommand.Feedback feedback when now.status() != Status.BLANK ->
          new Step<>(
              heard, List.of(Course.said(Kind.NOTED, feedback.by() + " says", feedback.text())));
      case CampaignCommand.Approve _, CampaignCommand.SendBack _ when isOpen(now) ->
          new Step<>(heard, List.of());
      case CampaignCommand.Approve _,
          CampaignCommand.SendBack _,
          CampaignCommand.Pause _,
          CampaignCommand.Resume _,
          CampaignCommand.Cancel _,
          CampaignCommand.Feedback _ ->
          note(
              heard,
              "%s has no effect: the run is %s"
                  .formatted(
                      command.body().getClass().getSimpleName(),
                      now.status() == Status.BLANK ? "unknown" : now.status()));
    };
  }

  private static boolean isOpen(RunBook now) {
    return now.status() == Status.RUNNING || now.status() == Status.PAUSED;
  }

  private Step<RunBook> launch(
      RunBook heard, CampaignCommand command, Planner.Request request, Library library) {
    if (heard.status() != Status.BLANK) {
      return note(heard, "The run exists already; it is not launched again");
    }
    return switch (planner.plan(heard, command, request, library)) {
      case Planner.Refused refused ->
          new Step<>(
              heard.with(Status.CLOSED),
              List.of(
                  Course.said(Kind.REFUSED, "Gate G0: the brief is refused", refused.why()),
                  Course.said(Kind.RUN_CLOSED, "The run ends before it began", "gate G0")));
      case Planner.Planned planned -> begin(planned.book(), command, planned.why());
    };
  }

  private Step<RunBook> begin(RunBook planned, CampaignCommand command, String why) {
    Plan plan = Objects.requireNonNull(planned.plan());
    long running = plan.nodes().stream().filter(n -> n.skipped().isEmpty()).count();
    List<Effect> effects = new ArrayList<>();
    effects.add(
        new Effect.Decide(
            "",
            Kind.PLANNED,
            "%d of %d nodes of %s run, with %d agents"
                .formatted(
                    running,
                    plan.nodes().size(),
                    plan.workflow(),
                    plan.nodes().stream().flatMap(n -> n.agents().stream()).distinct().count()),
            why,
            planned.documents().values().stream()
                .filter(d -> d.name().equals("plan") || d.name().equals("gaps.brief"))
                .toList(),
            List.of(),
            Spend.NOTHING));
    return course.advance(planned, Stamp.of(command), effects);
  }

  private Step<RunBook> decided(RunBook now, CouncilDecision decision, Library library) {
    if (now.hashes().contains(decision.hash()) || now.status() == Status.BLANK) {
      return Step.stay(now);
    }
    RunBook heard = now.heard(decision.hash(), decision.spend());
    NodeState node = now.node(decision.node());
    if (!isOpen(now) || node.progress() == Progress.SKIPPED) {
      return new Step<>(heard, List.of());
    }
    if (heard.spend().costUsd().compareTo(heard.budgetUsd()) > 0) {
      return Course.close(
          heard,
          List.of(flag(decision, RunFlag.BUDGET_STOPPED, "the budget is used up")),
          "The run stops: its model budget is used up",
          "%s of %s US dollars"
              .formatted(heard.spend().costUsd().toPlainString(), heard.budgetUsd()));
    }
    return switch (decision.kind()) {
      case NODE_CLOSED, GATE_APPROVED, PUBLISHED -> closed(heard, decision);
      case REWRITE_ASKED ->
          decision.lord().equals(AgentId.ARBITER)
              ? mend(heard, decision, library)
              : new Step<>(heard, List.of());
      case GATE_SENT_BACK -> rewind(heard, decision);
      case REFUSED -> refused(heard, decision);
      case PLANNED,
          NODE_STARTED,
          NODE_SKIPPED,
          GATE_OPENED,
          ASSET_REFUSED,
          PAUSED,
          RESUMED,
          CANCELLED,
          NOTED,
          RUN_CLOSED ->
          new Step<>(heard, List.of());
    };
  }

  /// A Lord is done with its stage: the next stage of the node runs, or the node is done.
  private Step<RunBook> closed(RunBook heard, CouncilDecision decision) {
    Plan plan = Objects.requireNonNull(heard.plan());
    String id = decision.node();
    Plan.PlannedNode planned = plan.node(id).orElseThrow();
    NodeState state = heard.node(id);
    List<Stage> stages = Stage.of(planned);
    RunBook next = heard.withDocuments(releasable(decision));
    Stamp stamp = Stamp.of(decision);
    List<Effect> effects = new ArrayList<>();
    if (state.progress() == Progress.MENDING) {
      RunBook again = next.with(id, new NodeState(Progress.RUNNING, state.round(), 0));
      effects.add(dispatcher.assign(again, planned, stages.getFirst(), stamp));
      return new Step<>(again, effects);
    }
    if (state.stage() + 1 < stages.size()) {
      RunBook further = next.with(id, state.nextStage());
      effects.add(dispatcher.assign(further, planned, stages.get(state.stage() + 1), stamp));
      return new Step<>(further, effects);
    }
    return course.advance(next.with(id, state.done()), stamp, effects);
  }

  private static List<Attachment> releasable(CouncilDecision decision) {
    return decision.outputs().stream()
        .filter(output -> !output.name().equals(Supervisor.REWRITE_NOTES))
        .toList();
  }

  /// The Guardians stopped some assets: Muse mends them under the Aesthete, then the node runs
  /// again.
  private Step<RunBook> mend(RunBook heard, CouncilDecision decision, Library library) {
    Attachment notes = notesOf(decision);
    List<AgentId> writers = new ArrayList<>();
    for (String agent : library.json(notes.body()).propertyNames()) {
      writers.add(new AgentId(agent));
    }
    RunBook next =
        heard
            .withDocuments(releasable(decision))
            .withNotes(decision.node(), notes)
            .with(decision.node(), heard.node(decision.node()).mending());
    Plan.PlannedNode planned =
        Objects.requireNonNull(next.plan()).node(decision.node()).orElseThrow();
    return new Step<>(
        next,
        List.of(dispatcher.assign(next, planned, Stage.mending(writers), Stamp.of(decision))));
  }

  private static Attachment notesOf(CouncilDecision decision) {
    return decision.outputs().stream()
        .filter(output -> output.name().equals(Supervisor.REWRITE_NOTES))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("decision " + decision.hash() + " has no notes"));
  }

  /// A person sent a gate back: everything from the rewind point on runs again, with the note.
  private Step<RunBook> rewind(RunBook heard, CouncilDecision decision) {
    Plan plan = Objects.requireNonNull(heard.plan());
    Node gate = plan.node(decision.node()).orElseThrow().node();
    String target = REWIND_TO.getOrDefault(gate.gateId(), decision.node());
    NodeState state = heard.node(target);
    if (state.round() >= ROUNDS_MAX) {
      return Course.close(
          heard.withDocuments(releasable(decision)),
          List.of(),
          "The run ends: gate %s was sent back %d times".formatted(gate.gateId(), ROUNDS_MAX + 1),
          decision.why());
    }
    RunBook next = heard.withDocuments(releasable(decision)).withNotes(target, notesOf(decision));
    for (String id : downstream(plan, target)) {
      if (next.node(id).progress() != Progress.SKIPPED) {
        next = next.with(id, next.node(id).again());
      }
    }
    return course.advance(next, Stamp.of(decision), new ArrayList<>());
  }

  private static List<String> downstream(Plan plan, String from) {
    Set<String> reached = new HashSet<>(Set.of(from));
    for (Plan.PlannedNode planned : plan.nodes()) {
      if (planned.node().dependsOn().stream().anyMatch(reached::contains)) {
        reached.add(planned.node().id());
      }
    }
    return reached.stream().sorted().toList();
  }

  private Step<RunBook> refused(RunBook heard, CouncilDecision decision) {
    if (MAY_FAIL.contains(decision.node())) {
      String gap = decision.lord() + ": " + decision.what() + ", " + decision.why();
      RunBook next =
          heard
              .withDocuments(releasable(decision))
              .withDocuments(
                  List.of(
                      Attachment.json(
                          "gaps." + decision.node(), CanonicalJson.write(List.of(gap)))))
              .with(decision.node(), heard.node(decision.node()).done());
      return course.advance(next, Stamp.of(decision), new ArrayList<>());
    }
    return Course.close(
        heard.withDocuments(releasable(decision)),
        List.of(),
        "The run ends at %s: %s".formatted(decision.node(), decision.what()),
        decision.why());
  }

  private Step<RunBook> ownAnswer(RunBook now, AgentAnswer answer) {
    String node = now.ownWork().get(answer.work().value());
    if (node == null) {
      return Step.stay(now);
    }
    RunBook next =
        now.withoutOwnWork(answer.work().value(), answer.spend()).with(node, now.node(node).done());
    Gathered gathered = Gathered.of(answer);
    List<Attachment> outputs = new ArrayList<>();
    if (answer.output() != null) {
      outputs.add(new Attachment(gathered.documentName(), Attachment.JSON, answer.output()));
    } else {
      outputs.add(Attachment.json("gaps." + node, CanonicalJson.write(answer.reasons())));
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Forget(Dispatcher.ownTimer(answer.work().value())));
    effects.add(
        new Effect.Decide(
            node,
            Kind.NODE_CLOSED,
            answer.output() == null ? "The node closes with a gap" : "The calendar stands",
            answer.output() == null
                ? String.join("; ", answer.reasons())
                : "its own agent answered",
            outputs,
            List.of(gathered.hash()),
            answer.spend()));
    return course.advance(next.withDocuments(outputs), Stamp.of(answer), effects);
  }

  private Step<RunBook> ownWorkLate(RunBook now, Event.DeadlinePassed passed) {
    for (Map.Entry<UUID, String> work : now.ownWork().entrySet()) {
      if (Dispatcher.ownTimer(work.getKey()).equals(passed.timer())) {
        RunBook next =
            now.withoutOwnWork(work.getKey(), Spend.NOTHING)
                .with(work.getValue(), now.node(work.getValue()).done());
        List<Effect> effects = new ArrayList<>();
        effects.add(
            Course.said(
                Kind.NOTED, work.getValue() + " closes with a gap", "its own agent was silent"));
        return course.advance(next, Stamp.of(passed), effects);
      }
    }
    return Step.stay(now);
  }

  private static Step<RunBook> note(RunBook heard, String what) {
    return new Step<>(heard, List.of(Course.said(Kind.NOTED, what, "commands are heard in order")));
  }

  private static Effect flag(CampaignCommand command, RunFlag flag, String why) {
    return new Effect.Flag(new ControlFlag(command.run(), flag, why, command.at()));
  }

  private static Effect flag(CouncilDecision decision, RunFlag flag, String why) {
    return new Effect.Flag(new ControlFlag(decision.run(), flag, why, decision.at()));
  }
}
