package io.raptorflow.lords.audit;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.lords.Chamber;
import io.raptorflow.lords.Desk;
import io.raptorflow.lords.Event;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.host.CouncilHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs a run's decisions again, offline, from the events that they name, and compares byte by
/// byte.
///
/// @param checked decisions compared
/// @param faults what differs; empty when the log holds
public record Verification(int checked, List<String> faults) {
  public Verification {
    faults = List.copyOf(faults);
  }

  /// Verifies a run.
  ///
  /// @param nodeTime the node time that the Council ran with: it stands in the directives
  public static Verification of(Bus bus, RunLog log, Duration nodeTime) {
    List<String> faults = new ArrayList<>();
    int checked = 0;
    Set<String> hashes = new HashSet<>();
    log.decisions().forEach(decision -> hashes.add(decision.hash()));
    for (CouncilDecision decision : log.decisions()) {
      if (!decision.computeHash().equals(decision.hash())) {
        faults.add(name(decision) + " does not have the hash that it carries");
      }
    }
    Map<String, Event> events = log.events(bus);
    for (Lord<?> lord : CouncilHost.lords(nodeTime)) {
      checked += replay(new Source(bus, log, events), lord, faults);
    }
    log.decisions().stream()
        .filter(decision -> decision.kind() == CouncilDecision.Kind.RUN_CLOSED)
        .forEach(
            seal ->
                seal.restsOn().stream()
                    .filter(hash -> !hashes.contains(hash))
                    .forEach(
                        hash -> faults.add("the seal rests on " + hash + ", which is not there")));
    return new Verification(checked, faults);
  }

  /// Where a replay reads.
  private record Source(Bus bus, RunLog log, Map<String, Event> events) {}

  private static <S extends Record> int replay(Source from, Lord<S> lord, List<String> faults) {
    RunLog log = from.log();
    List<CouncilDecision> logged =
        log.decisions().stream().filter(decision -> decision.lord().equals(lord.id())).toList();
    List<CouncilDecision> made = new ArrayList<>();
    Desk<S> desk = Desk.blank(log.run(), log.workspace(), lord.blank());
    for (CouncilDecision decision : logged) {
      for (String position : decision.consumed()) {
        Event event = from.events().get(position);
        if (event == null) {
          faults.add(name(decision) + " names " + position + ", which the log no longer holds");
          continue;
        }
        Chamber.Session<S> session =
            Chamber.sit(lord, desk, event, position, from.bus().claims()::fetch);
        desk = session.desk();
        made.addAll(session.decisions());
      }
    }
    for (int i = 0; i < Math.max(made.size(), logged.size()); i++) {
      if (i >= made.size()) {
        faults.add(name(logged.get(i)) + " is logged, but is not made again");
      } else if (i >= logged.size()) {
        faults.add(name(made.get(i)) + " is made again, but is not logged");
      } else if (!CanonicalJson.write(made.get(i).canonical())
          .equals(CanonicalJson.write(logged.get(i).canonical()))) {
        faults.add(name(logged.get(i)) + " comes out differently");
      }
    }
    return logged.size();
  }

  private static String name(CouncilDecision decision) {
    return "decision %d of %s (%s %s)"
        .formatted(decision.sequence(), decision.lord(), decision.kind(), decision.node());
  }
}
