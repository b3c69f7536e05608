package io.raptorflow.dlq;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Limits of the replayer.
///
/// @param rules one for each failure class
/// @param outage when failures count as an outage, which uses up no retries
/// @param budget how many retries an agent gets
/// @param ramp how held work is let go
/// @param probe how often a held work is sent in an outage, to see whether it is over
/// @param tick longest time between two looks for due retries while some wait, and the pace of jobs
/// @param firesPerTick retries handed back at a time, at most
/// @param replaysMax operators' replays of one work, at most; a guard against loops
/// @param replayTime time that replayed work gets when its deadline has passed
/// @param stateDirectory where Kafka Streams keeps its store; it can be rebuilt from the log
/// @param replicationFactor copies of the internal topics
/// @param instance name that this process keeps over restarts; without one a killed process holds
///   its partitions until its session ends
public record ReplayerSettings(
    Map<FailureClass, RetryRule> rules,
    OutageRule outage,
    RetryBudget budget,
    ReleaseRamp ramp,
    Duration probe,
    Duration tick,
    int firesPerTick,
    int replaysMax,
    Duration replayTime,
    Path stateDirectory,
    int replicationFactor,
    Optional<String> instance) {

  public ReplayerSettings {
    rules = Map.copyOf(rules);
    for (FailureClass failure : FailureClass.values()) {
      if (!rules.containsKey(failure)) {
        throw new IllegalArgumentException("there is no retry rule for " + failure);
      }
    }
    if (!tick.isPositive() || !probe.isPositive() || firesPerTick < 1) {
      throw new IllegalArgumentException(
          "tick, probe and firesPerTick must be positive, were %s, %s and %d"
              .formatted(tick, probe, firesPerTick));
    }
  }

  /// The rules of `docs/failure-semantics.md`, for one machine.
  public static ReplayerSettings standard(Path stateDirectory) {
    return new ReplayerSettings(
        standardRules(),
        new OutageRule(20, Duration.ofSeconds(60)),
        new RetryBudget(0.2, 50),
        new ReleaseRamp(2, Duration.ofSeconds(5)),
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        500,
        3,
        Duration.ofMinutes(30),
        stateDirectory,
        1,
        Optional.empty());
  }

  public ReplayerSettings withInstance(String name) {
    return new ReplayerSettings(
        rules,
        outage,
        budget,
        ramp,
        probe,
        tick,
        firesPerTick,
        replaysMax,
        replayTime,
        stateDirectory,
        replicationFactor,
        Optional.of(name));
  }

  public ReplayerSettings withReplicationFactor(int copies) {
    return new ReplayerSettings(
        rules,
        outage,
        budget,
        ramp,
        probe,
        tick,
        firesPerTick,
        replaysMax,
        replayTime,
        stateDirectory,
        copies,
        instance);
  }

  /// The same with another number of retries for each agent.
  public ReplayerSettings withBudget(RetryBudget retries) {
    return new ReplayerSettings(
        rules,
        outage,
        retries,
        ramp,
        probe,
        tick,
        firesPerTick,
        replaysMax,
        replayTime,
        stateDirectory,
        replicationFactor,
        instance);
  }

  /// The same with other ways to meet an outage.
  public ReplayerSettings withOutage(OutageRule rule, ReleaseRamp slope, Duration every) {
    return new ReplayerSettings(
        rules,
        rule,
        budget,
        slope,
        every,
        tick,
        firesPerTick,
        replaysMax,
        replayTime,
        stateDirectory,
        replicationFactor,
        instance);
  }

  /// The same with another rule for a class.
  public ReplayerSettings withRule(FailureClass failure, RetryRule rule) {
    Map<FailureClass, RetryRule> changed = new EnumMap<>(rules);
    changed.put(failure, rule);
    return new ReplayerSettings(
        changed,
        outage,
        budget,
        ramp,
        probe,
        tick,
        firesPerTick,
        replaysMax,
        replayTime,
        stateDirectory,
        replicationFactor,
        instance);
  }

  RetryRule rule(FailureClass failure) {
    RetryRule rule = rules.get(failure);
    if (rule == null) {
      throw new AssertionError("the constructor asks for a rule of each class");
    }
    return rule;
  }

  private static Map<FailureClass, RetryRule> standardRules() {
    Map<FailureClass, RetryRule> rules = new EnumMap<>(FailureClass.class);
    for (FailureClass failure : FailureClass.values()) {
      rules.put(
          failure,
          switch (failure) {
            case RATE_LIMITED -> rule(5_000, Duration.ofMinutes(10), 24, Status.PARKED);
            case TRANSIENT -> rule(1_000, Duration.ofMinutes(5), 10, Status.PARKED);
            case TIMEOUT -> rule(10_000, Duration.ofMinutes(10), 4, Status.PARKED);
            case BAD_OUTPUT -> rule(500, Duration.ofSeconds(10), 3, Status.QUARANTINED);
            case BUDGET, AUTH -> RetryRule.none(Status.PARKED);
            case POISON, KILLER -> RetryRule.none(Status.QUARANTINED);
            case EXPIRED, CANCELLED -> RetryRule.none(Status.DISCARDED);
          });
    }
    return rules;
  }

  private static RetryRule rule(int baseMillis, Duration cap, int retries, Status then) {
    return new RetryRule(Duration.ofMillis(baseMillis), cap, retries, then);
  }
}
