package io.raptorflow.lords.herald;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Spend;
import io.raptorflow.lords.Effect;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.Step;
import io.raptorflow.lords.supervision.Docket;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.supervision.Supervisor.Hearing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// LORD-007: carries out a directive only when the approval in it is the one that the Arbiter
/// announced last. A directive says what somebody wants; that a person approved it stands in the
/// Arbiter's decision alone.
public final class Herald implements Lord<Herald.Watch> {
  private static final String APPROVAL = "approval_g4";
  private static final String TIMER = "approval/";

  private final Supervisor supervisor = new Supervisor(AgentId.HERALD, new Release(), Hearing.DEAF);

  private Herald() {}

  public static Lord<Watch> lord() {
    return new Herald();
  }

  /// What Herald knows of one run.
  ///
  /// @param approved hash of the last approval of gate G4; empty before there is one
  /// @param held directives whose approval was not announced yet, by id: the Arbiter's decision may
  ///   lie on another topic and come later
  public record Watch(Docket docket, String approved, Map<UUID, CouncilDirective> held) {
    public Watch {
      held = Map.copyOf(held);
    }

    private Watch with(Docket next) {
      return new Watch(next, approved, held);
    }

    private Watch holding(CouncilDirective directive) {
      Map<UUID, CouncilDirective> more = new TreeMap<>(held);
      more.put(directive.id(), directive);
      return new Watch(docket, approved, more);
    }

    private Watch without(UUID directive) {
      Map<UUID, CouncilDirective> less = new TreeMap<>(held);
      less.remove(directive);
      return new Watch(docket, approved, less);
    }
  }

  @Override
  public AgentId id() {
    return AgentId.HERALD;
  }

  @Override
  public Watch blank() {
    return new Watch(Docket.EMPTY, "", Map.of());
  }

  @Override
  public boolean concerns(Event event) {
    return supervisor.concerns(event)
        || (event instanceof Event.Decided decided && approval(decided.decision()).isPresent());
  }

  private static Optional<String> approval(CouncilDecision decision) {
    return decision.kind() == Kind.GATE_APPROVED && decision.lord().equals(AgentId.ARBITER)
        ? approval(decision.outputs())
        : Optional.empty();
  }

  private static Optional<String> approval(List<Attachment> attachments) {
    return attachments.stream()
        .filter(attachment -> attachment.name().equals(APPROVAL))
        .map(attachment -> attachment.body().sha256())
        .findFirst();
  }

  @Override
  public Step<Watch> decide(Watch now, Event event, Library library) {
    return switch (event) {
      case Event.Decided decided ->
          approval(decided.decision())
              .map(hash -> announced(now, hash, library))
              .orElseGet(() -> Step.stay(now));
      case Event.Directed directed -> directed(now, directed, library);
      case Event.DeadlinePassed passed when passed.timer().startsWith(TIMER) ->
          neverAnnounced(now, UUID.fromString(passed.timer().substring(TIMER.length())));
      case Event.DeadlinePassed passed -> supervised(now, passed, library);
      case Event.Answered answered -> supervised(now, answered, library);
      case Event.Commanded commanded -> supervised(now, commanded, library);
    };
  }

  private Step<Watch> supervised(Watch now, Event event, Library library) {
    Step<Docket> step = supervisor.decide(now.docket(), event, library);
    return new Step<>(now.with(step.next()), step.effects());
  }

  private Step<Watch> directed(Watch now, Event.Directed directed, Library library) {
    CouncilDirective directive = directed.directive();
    Optional<String> approval = approval(directive.inputs());
    if (approval.isEmpty() || approval.get().equals(now.approved())) {
      return supervised(now, directed, library);
    }
    return new Step<>(
        now.holding(directive),
        List.of(new Effect.Wake(TIMER + directive.id(), directive.deadline())));
  }

  private Step<Watch> announced(Watch now, String approved, Library library) {
    Watch next = new Watch(now.docket(), approved, now.held());
    List<Effect> effects = new ArrayList<>();
    for (CouncilDirective directive : new TreeMap<>(now.held()).values()) {
      if (approval(directive.inputs()).filter(approved::equals).isPresent()) {
        Step<Watch> step =
            supervised(next.without(directive.id()), new Event.Directed(directive), library);
        next = step.next();
        effects.add(new Effect.Forget(TIMER + directive.id()));
        effects.addAll(step.effects());
      }
    }
    return new Step<>(next, effects);
  }

  private static Step<Watch> neverAnnounced(Watch now, UUID id) {
    CouncilDirective directive = now.held().get(id);
    if (directive == null) {
      return Step.stay(now);
    }
    return new Step<>(
        now.without(id),
        List.of(
            new Effect.Forget(TIMER + id),
            new Effect.Decide(
                directive.node(),
                Kind.REFUSED,
                "Nothing is published",
                "the approval in the directive is not the one that the Arbiter announced",
                List.of(),
                directive.restsOn(),
                Spend.NOTHING)));
  }
}
