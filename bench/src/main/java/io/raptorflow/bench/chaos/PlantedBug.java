package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.ClassEdit.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Mistakes that are put into the product's classes for a campaign, each of which the checker must
/// find: a checker that lets one pass is worth nothing. The product knows nothing of them; changed
/// copies of its classes go before it on the class path of the processes that are to have the bug.
enum PlantedBug {
  COMMIT_PAST_A_GAP(
      Set.of(Invariant.I6, Invariant.I1),
      List.of(Fault.AGENTS_KILL),
      List.of(AgentNode.class),
      ClassEdit.call(
          bus("Emitter"), new Call(ClassEdit.PRODUCER, "sendOffsetsToTransaction"), "pastTheGap")),
  LOSE_THE_BITMAP(
      Set.of(Invariant.I2),
      List.of(Fault.AGENTS_KILL_BOTH),
      List.of(AgentNode.class),
      ClassEdit.call(
          bus("Assignment"), new Call(bus("OffsetTracker"), "finishedAbove"), "nothingFinished")),
  IGNORE_THE_GENERATION(
      Set.of(Invariant.I2),
      List.of(Fault.AGENTS_PAUSE),
      List.of(AgentNode.class),
      ClassEdit.call(
          bus("Emitter"),
          new Call(ClassEdit.PRODUCER, "sendOffsetsToTransaction"),
          "withoutGeneration"),
      ClassEdit.no(bus("Assignment"), "isLost")),
  RESULTS_OUTSIDE_THE_TRANSACTION(
      Set.of(Invariant.I2),
      List.of(Fault.AGENTS_KILL, Fault.CONTROLLER_KILL, Fault.AGENTS_PAUSE),
      List.of(AgentNode.class),
      ClassEdit.call(bus("Emitter"), new Call(ClassEdit.PRODUCER, "send"), "sendOutside")),
  LOSE_A_RESULT(
      Set.of(Invariant.I1),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.call(bus("Emitter"), new Call(ClassEdit.PRODUCER, "send"), "sendMost")),
  LOSE_A_DEAD_LETTER(
      Set.of(Invariant.I1),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.call(bus("Emitter"), new Call(ClassEdit.PRODUCER, "send"), "sendNoDeadLetters")),
  /// With it some commits of the replayer run into a time-out, which is no bug, so that there is
  /// something to read that is aborted.
  READ_UNCOMMITTED(
      Set.of(Invariant.I2, Invariant.I3, Invariant.I5),
      List.of(),
      List.of(AgentNode.class, ReplayerNode.class),
      ClassEdit.text(bus("Bus"), "read_committed", "read_uncommitted"),
      ClassEdit.call(
          ClassEdit.STREAMS_PRODUCER,
          new Call(ClassEdit.PRODUCER, "commitTransaction"),
          "timesOutAtTimes")),
  FIRE_OUTSIDE_THE_TRANSACTION(
      Set.of(Invariant.I5),
      List.of(Fault.REPLAYER_KILL, Fault.BROKERS_PAUSE_TWO),
      List.of(ReplayerNode.class),
      ClassEdit.call(
          ClassEdit.STREAMS_PRODUCER, new Call(ClassEdit.PRODUCER, "send"), "sendOutside")),
  FIRE_EARLY(
      Set.of(Invariant.I5),
      List.of(),
      List.of(ReplayerNode.class),
      ClassEdit.call(
          "io.raptorflow.bench.chaos.ReplayerNode", new Call(bus("Bus"), "time"), "hurriedClock")),
  DECIDE_OUTSIDE_THE_TRANSACTION(
      Set.of(Invariant.I2, Invariant.I7, Invariant.I1),
      List.of(Fault.LORDS_KILL, Fault.BROKERS_PAUSE_TWO),
      List.of(LordsNode.class),
      ClassEdit.call(
          ClassEdit.STREAMS_PRODUCER, new Call(ClassEdit.PRODUCER, "send"), "sendOutside")),
  FORGET_THE_JOURNAL(
      Set.of(Invariant.I4),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.call(
          "io.raptorflow.agent.ModelGateway",
          new Call("io.raptorflow.agent.CallBook", "find"),
          "nothingKnown")),
  ANOTHER_EFFECT_EACH_TIME(
      Set.of(Invariant.I3),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.call(
          "io.raptorflow.bench.chaos.ToolWork",
          new Call("io.raptorflow.bench.chaos.ToolWork", "effect"),
          "anotherEffect")),
  ANSWER_ANOTHER_WORKSPACE(
      Set.of(Invariant.I9),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.call(
          "io.raptorflow.bench.chaos.ToolWork",
          new Call("io.raptorflow.bus.AgentTask", "workspace"),
          "anotherWorkspace")),
  LEAK_PLACES(
      Set.of(Invariant.I10, Invariant.I11),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.nothing(bus("WorkFloor"), "workEnds")),
  REMEMBER_EVERYTHING(
      Set.of(Invariant.I12),
      List.of(),
      List.of(AgentNode.class),
      ClassEdit.call(
          "io.raptorflow.bench.chaos.ToolWork",
          new Call("io.raptorflow.bench.chaos.ToolWork", "effect"),
          "rememberedEffect"));

  private final Set<Invariant> broken;
  private final List<Fault> faults;
  private final List<Class<?>> processes;
  private final List<ClassEdit> edits;

  PlantedBug(
      Set<Invariant> broken, List<Fault> faults, List<Class<?>> processes, ClassEdit... edits) {
    this.broken = broken;
    this.faults = faults;
    this.processes = processes;
    this.edits = List.of(edits);
  }

  private static String bus(String name) {
    return "io.raptorflow.bus.kafka." + name;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Invariants that it breaks; one of them at least must be found broken.
  Set<Invariant> broken() {
    return broken;
  }

  /// Faults that bring it to light; none when it shows on a calm day.
  List<Fault> faults() {
    return faults;
  }

  boolean strikes(Class<?> main) {
    return processes.contains(main);
  }

  /// Writes the changed classes into a folder.
  void plant(Path folder) throws IOException {
    for (ClassEdit edit : edits) {
      edit.write(folder);
    }
  }
}
