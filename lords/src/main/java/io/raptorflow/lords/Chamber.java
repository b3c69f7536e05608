package io.raptorflow.lords;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts a Lord's wishes into the form that travels: numbers and hashes decisions, addresses tasks,
/// keeps timers. Pure, like the Lord itself; host and verifier both go through it.
public final class Chamber {
  private Chamber() {}

  /// The next desk and what must be sent, in order.
  public record Session<S>(Desk<S> desk, List<Outgoing> outgoing) {
    public Session {
      outgoing = List.copyOf(outgoing);
    }

    /// The decisions among what is sent.
    public List<CouncilDecision> decisions() {
      return outgoing.stream()
          .filter(out -> out.event() instanceof CouncilDecision)
          .map(out -> (CouncilDecision) out.event())
          .toList();
    }
  }

  /// Lets a Lord decide on one event.
  ///
  /// @param position where the event stands: `topic:partition:offset` or `timer:name:millis`
  public static <S extends Record> Session<S> sit(
      Lord<S> lord, Desk<S> desk, Event event, String position, Library library) {
    Step<S> step = lord.decide(desk.state(), event, library);
    List<String> consumed = new ArrayList<>(desk.consumed());
    consumed.add(position);
    Map<String, Instant> timers = new TreeMap<>(desk.timers());
    if (event instanceof Event.DeadlinePassed passed) {
      timers.remove(passed.timer());
    }
    int sequence = desk.sequence();
    List<Outgoing> outgoing = new ArrayList<>();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Decide draft -> {
          sequence++;
          outgoing.add(
              Outgoing.to(
                  Topic.DECISIONS,
                  sealed(lord.id(), desk, draft, new Numbered(sequence, consumed, event.at()))));
          consumed = new ArrayList<>();
        }
        case Effect.Task task ->
            outgoing.add(Outgoing.to(Topic.inbox(task.task().agent()), task.task()));
        case Effect.Assign assign ->
            outgoing.add(Outgoing.to(Topic.DIRECTIVES, assign.directive()));
        case Effect.Flag flag -> outgoing.add(Outgoing.to(Topic.CONTROL, flag.flag()));
        case Effect.Wake wake -> timers.put(wake.timer(), wake.at());
        case Effect.Forget forget -> timers.remove(forget.timer());
      }
    }
    return new Session<>(
        new Desk<>(desk.run(), desk.workspace(), sequence, consumed, timers, step.next()),
        outgoing);
  }

  private record Numbered(int sequence, List<String> consumed, Instant at) {}

  private static CouncilDecision sealed(
      AgentId lord, Desk<?> desk, Effect.Decide draft, Numbered numbered) {
    CouncilDecision open =
        new CouncilDecision(
            NameUuid.of(
                "decision",
                desk.run().toString(),
                lord.value(),
                Integer.toString(numbered.sequence())),
            desk.run(),
            desk.workspace(),
            lord,
            numbered.sequence(),
            draft.node(),
            draft.kind(),
            draft.what(),
            draft.why(),
            draft.outputs(),
            numbered.consumed(),
            draft.restsOn(),
            draft.spend(),
            "",
            numbered.at());
    return new CouncilDecision(
        open.id(),
        open.run(),
        open.workspace(),
        open.lord(),
        open.sequence(),
        open.node(),
        open.kind(),
        open.what(),
        open.why(),
        open.outputs(),
        open.consumed(),
        open.restsOn(),
        open.spend(),
        open.computeHash(),
        open.at());
  }
}
