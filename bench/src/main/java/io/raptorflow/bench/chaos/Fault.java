package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.Cluster.Way;
import io.raptorflow.bench.chaos.TcpProxy.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/// The kinds of faults. Each strikes, lasts, and is over when [#strike] returns.
enum Fault {
  BROKER_KILL(Target.BUS, Faults::killBroker),
  BROKER_TERM(Target.BUS, Faults::terminateBroker),
  BROKER_PAUSE(Target.BUS, Faults::pauseBroker),
  /// Fewer copies than min.insync.replicas answer.
  BROKERS_PAUSE_TWO(Target.BUS, Faults::pauseTwoBrokers),
  CONTROLLER_KILL(Target.BUS, Faults::killController),
  /// Half a second in every second, as with a heap that is nearly full.
  BROKER_STALLS(Target.BUS, Faults::stallBroker),
  DISK_FULL(Target.BUS, Faults::fillDisk),
  FSYNC_ERROR(Target.BUS, Faults::failFsync),
  CLIENTS_CUT(
      Target.BUS,
      (stage, random) ->
          Faults.cut(stage, random, Set.of(Way.CLIENTS), Set.of(Direction.values()))),
  CLIENTS_CUT_ONE_WAY(
      Target.BUS,
      (stage, random) ->
          Faults.cut(
              stage,
              random,
              Set.of(Way.CLIENTS),
              Set.of(Direction.values()[random.nextInt(Direction.values().length)]))),
  CLIENTS_CUT_ALL(Target.BUS, Faults::cutAll),
  BROKERS_CUT(
      Target.BUS,
      (stage, random) ->
          Faults.cut(
              stage, random, Set.of(Way.BROKERS, Way.CONTROLLERS), Set.of(Direction.values()))),
  DELAY(Target.BUS, Faults::delay),
  ANSWERS_CUT(Target.BUS, Faults::cutAnswers),
  MORE_PARTITIONS(Target.BUS, Faults::addPartition),
  OFFSET_TAMPERING(Target.BUS, Faults::tamper),
  AGENTS_KILL(Target.AGENTS, Faults::killAgents),
  AGENTS_KILL_BOTH(Target.AGENTS, Faults::killAllAgents),
  /// Longer than its session: it wakes up as a zombie.
  AGENTS_PAUSE(Target.AGENTS, Faults::pauseAgents),
  AGENTS_TERM(Target.AGENTS, Faults::terminateAgents),
  REPLAYER_KILL(Target.REPLAYERS, Faults::killReplayer),
  REPLAYER_TWIN(Target.REPLAYERS, Faults::startTwin),
  LORDS_KILL(Target.LORDS, Faults::killLords),
  INGRESS_KILL(Target.INGRESS, Faults::killIngress),
  CLOCK_STEP(Target.CLOCKS, Faults::stepClock),
  SINK_OUTAGE(
      Target.SINK, (stage, random) -> Faults.misbehave(stage, random, SinkNode.Mode.OUTAGE)),
  SINK_SLOW(Target.SINK, (stage, random) -> Faults.misbehave(stage, random, SinkNode.Mode.SLOW)),
  SINK_STORM(Target.SINK, (stage, random) -> Faults.misbehave(stage, random, SinkNode.Mode.STORM)),
  ROLLING_RESTART(Target.EVERYTHING, Faults::restartAll);

  /// What is struck; two faults at once strike two of them.
  enum Target {
    BUS,
    AGENTS,
    REPLAYERS,
    LORDS,
    INGRESS,
    CLOCKS,
    SINK,
    EVERYTHING
  }

  /// What a fault does, and what it says of itself.
  interface Strike {
    List<Object> strike(Stage stage, Random random) throws Exception;
  }

  private final Target target;
  private final Strike strike;

  Fault(Target target, Strike strike) {
    this.target = target;
    this.strike = strike;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Fault of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  Target target() {
    return target;
  }

  boolean goesWith(Fault other) {
    return target != other.target
        && target != Target.EVERYTHING
        && other.target != Target.EVERYTHING;
  }

  /// Strikes and returns when the fault is over and those it struck are started again.
  void strike(Stage stage, Random random) throws Exception {
    stage.history().add("fault begins", "kind", label());
    long begun = System.currentTimeMillis();
    List<Object> more = strike.strike(stage, random);
    Object[] facts = new Object[4 + more.size()];
    facts[0] = "kind";
    facts[1] = label();
    facts[2] = "begun";
    facts[3] = begun;
    for (int index = 0; index < more.size(); index++) {
      facts[4 + index] = more.get(index);
    }
    stage.history().add("fault ends", facts);
  }

  static Duration between(Random random, int leastMillis, int mostMillis) {
    return Duration.ofMillis(leastMillis + random.nextInt(mostMillis - leastMillis + 1));
  }
}
