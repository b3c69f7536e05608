package io.raptorflow.lords.audit;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.lords.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the topics hold of one run.
///
/// @param decisions in the order of the log
public record RunLog(RunId run, WorkspaceId workspace, List<CouncilDecision> decisions) {
  public RunLog {
    decisions = List.copyOf(decisions);
  }

  /// Reads the decisions of a run.
  ///
  /// @throws IllegalArgumentException when the log holds none
  public static RunLog read(Bus bus, RunId run) {
    List<CouncilDecision> decisions = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    byte[] key = run.toString().getBytes(StandardCharsets.UTF_8);
    bus.log()
        .scan(
            Topic.DECISIONS.topicName(),
            record -> {
              if (Arrays.equals(key, record.key())
                  && bus.codec().decode(record.topic(), record.value())
                      instanceof CouncilDecision decision
                  && seen.add(decision.hash())) {
                decisions.add(decision);
              }
            });
    if (decisions.isEmpty()) {
      throw new IllegalArgumentException("the log holds no decision of run " + run);
    }
    return new RunLog(run, decisions.getFirst().workspace(), decisions);
  }

  /// The event at a position that a decision names.
  Event event(Bus bus, String position) {
    if (position.startsWith("timer:")) {
      int last = position.lastIndexOf(':');
      return new Event.DeadlinePassed(
          run,
          workspace,
          position.substring("timer:".length(), last),
          Instant.ofEpochMilli(Long.parseLong(position.substring(last + 1))));
    }
    String[] parts = position.split(":");
    Coordinates at =
        new Coordinates(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    BusEvent event = bus.codec().decode(at.topic(), bus.log().read(at).value());
    return switch (event) {
      case CampaignCommand command -> new Event.Commanded(command);
      case CouncilDirective directive -> new Event.Directed(directive);
      case AgentAnswer answer -> new Event.Answered(answer);
      case CouncilDecision decision -> new Event.Decided(decision);
      case BusEvent other ->
          throw new IllegalStateException(
              position + " holds a " + other.getClass().getSimpleName() + ", which no Lord reads");
    };
  }
}
