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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

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

  /// Every event that the decisions name, by position. Reads each partition once, because one
  /// reading per event costs seconds for a run.
  Map<String, Event> events(Bus bus) {
    Map<Coordinates, NavigableSet<Long>> wanted = new HashMap<>();
    Map<String, Event> events = new HashMap<>();
    for (CouncilDecision decision : decisions) {
      for (String position : decision.consumed()) {
        if (position.startsWith("timer:")) {
          events.put(position, timer(position));
        } else {
          Coordinates at = coordinates(position);
          wanted
              .computeIfAbsent(new Coordinates(at.topic(), at.partition(), 0), _ -> new TreeSet<>())
              .add(at.offset());
        }
      }
    }
    wanted.forEach(
        (partition, offsets) ->
            bus.log()
                .scan(
                    new Coordinates(partition.topic(), partition.partition(), offsets.first()),
                    record -> {
                      if (offsets.contains(record.offset())) {
                        events.put(
                            record.topic() + ":" + record.partition() + ":" + record.offset(),
                            event(bus.codec().decode(record.topic(), record.value())));
                      }
                    }));
    return events;
  }

  private Event timer(String position) {
    int last = position.lastIndexOf(':');
    return new Event.DeadlinePassed(
        run,
        workspace,
        position.substring("timer:".length(), last),
        Instant.ofEpochMilli(Long.parseLong(position.substring(last + 1))));
  }

  private static Coordinates coordinates(String position) {
    String[] parts = position.split(":");
    return new Coordinates(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  private static Event event(BusEvent event) {
    return switch (event) {
      case CampaignCommand command -> new Event.Commanded(command);
      case CouncilDirective directive -> new Event.Directed(directive);
      case AgentAnswer answer -> new Event.Answered(answer);
      case CouncilDecision decision -> new Event.Decided(decision);
      case BusEvent other ->
          throw new IllegalStateException(
              "a decision names a " + other.getClass().getSimpleName() + ", which no Lord reads");
    };
  }
}
