package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.Fault.Target;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One campaign: the swarm is set up, works under load while faults strike by a seeded schedule, is
/// healed, drains, and is checked. The same seed has the same faults, load and fates.
final class Campaign {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration CHECK = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int PAIRS_PERCENT = 35;

  /// The load is carried when this much of it was given and no more than that is open.
  private static final int SETTLED_SECONDS = 15;

  private static final int OPEN_SECONDS = 10;

  /// What is struck side by side in a dense campaign. A rolling restart has the cluster to itself,
  /// so it takes no part.
  private static final List<Set<Target>> LANES =
      List.of(
          EnumSet.of(Target.BUS),
          EnumSet.of(Target.AGENTS),
          EnumSet.of(Target.REPLAYERS, Target.LORDS, Target.INGRESS, Target.CLOCKS, Target.SINK));

  /// Room for what a broker writes, which nothing deletes while a campaign lasts.
  private static final long DISK_MEGABYTES = 700;

  private static final long DISK_MEGABYTES_PER_MINUTE = 20;

  /// How one campaign runs.
  ///
  /// @param calm work without faults before the first, at most
  /// @param faults kinds that strike
  /// @param dense whether faults of brokers, of agents and of all others strike side by side,
  ///   instead of one after the other and now and then two
  /// @param drain how long the backlog may take to go after the last fault
  record Plan(
      long seed,
      Duration calm,
      Duration time,
      List<Fault> faults,
      boolean dense,
      int perSecond,
      int betweenRequests,
      Duration drain,
      @Nullable PlantedBug bug) {}

  private final Plan plan;
  private final Path directory;
  private final Path data;

  /// @param directory of what stays
  /// @param data of brokers and states; gone afterwards
  Campaign(Plan plan, Path directory, Path data) {
    this.plan = plan;
    this.directory = directory;
    this.data = data;
  }

  /// Runs it.
  ///
  /// @return the verdict, which lies in `verdict.json` too
  JsonNode run() throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Files.createDirectories(data);
    if (plan.bug() != null) {
      plan.bug().plant(directory.resolve("shadow"));
    }
    try (History history = History.open(directory.resolve("history.jsonl"))) {
      history.add("campaign", "seed", plan.seed(), "seconds", plan.time().toSeconds());
      try (Stage stage =
          Stage.set(
              new Stage.Settings(
                  plan.seed(),
                  directory,
                  data,
                  data.resolveSibling("programs"),
                  DISK_MEGABYTES + DISK_MEGABYTES_PER_MINUTE * plan.time().toMinutes(),
                  plan.perSecond(),
                  plan.betweenRequests(),
                  plan.bug()),
              history)) {
        play(stage);
        return check(stage);
      }
    }
  }

  private void play(Stage stage) throws IOException, InterruptedException {
    History history = stage.history();
    reports(stage, "before");
    Progress progress = new Progress(stage.bus());
    OffsetSampler sampler =
        new OffsetSampler(stage.bus().admin(), directory.resolve("samples.jsonl"));
    Thread counting = Thread.ofPlatform().daemon().name("progress").start(progress);
    Thread sampling = Thread.ofPlatform().daemon().name("offsets").start(sampler);
    try {
      play(stage, progress);
    } finally {
      progress.stop();
      sampler.stop();
      counting.join();
      sampling.join();
    }
    for (Forked service : stage.services()) {
      history.add("stopped", "who", service.name(), "inOrder", service.terminate(READY));
    }
  }

  private void play(Stage stage, Progress progress) throws IOException, InterruptedException {
    History history = stage.history();
    Forked load = stage.process(Cast.LOAD);
    load.start();
    Stage.awaitReady(List.of(load));
    settle(history, progress);
    strike(stage, progress);
    stage.heal();
    Stage.awaitReady(stage.services());
    stage.cluster().awaitInSync(READY);
    history.add("healed", "open", progress.count().open(), "works", progress.count().works());
    load.tell("stop");
    said(load, "stopped");
    stage.process(Cast.SINK).tell("mended");
    load.tell("mend");
    history.add("load ended", "operator", said(load, "mended"));
    if (!drains(history, progress)) {
      Standstill.describe(stage, directory);
    }
    reports(stage, "after");
  }

  /// Waits until the young processes carry the load, or the calm is over.
  private void settle(History history, Progress progress) throws InterruptedException {
    long end = System.nanoTime() + plan.calm().toNanos();
    Progress.Count count = progress.count();
    while (System.nanoTime() < end
        && (count.works() < SETTLED_SECONDS * plan.perSecond()
            || count.open() > OPEN_SECONDS * plan.perSecond())) {
      Pause.of(LOOK);
      count = progress.count();
    }
    history.add("settled", "works", count.works(), "open", count.open());
  }

  private static String said(Forked process, String begin) throws InterruptedException {
    for (String line = process.next(READY); line != null; line = process.next(READY)) {
      if (line.startsWith(begin)) {
        return line;
      }
    }
    return "nothing";
  }

  private static void reports(Stage stage, String when) throws InterruptedException {
    List<Forked> reporting = new ArrayList<>();
    Cast.AGENT_NODES.forEach(name -> reporting.add(stage.process(name)));
    Cast.REPLAYERS.forEach(name -> reporting.add(stage.process(name)));
    for (Forked process : reporting) {
      process.tell("report");
      String report = said(process, "report ");
      stage
          .history()
          .add(
              "report",
              "when",
              when,
              "who",
              process.name(),
              "starts",
              process.starts(),
              "residentMegabytes",
              process.residentMegabytes(),
              "said",
              report.startsWith("report ")
                  ? CanonicalJson.read(report.substring("report ".length()))
                  : "nothing");
    }
  }

  private void strike(Stage stage, Progress progress) throws InterruptedException {
    long end = System.nanoTime() + plan.time().toNanos();
    if (plan.faults().isEmpty()) {
      Pause.of(plan.time());
    } else if (plan.dense()) {
      strikeSideBySide(stage, end);
    } else {
      strikeInTurn(stage, progress, end);
    }
  }

  /// Faults one after the other, some of them two at a time.
  private void strikeInTurn(Stage stage, Progress progress, long end) throws InterruptedException {
    Random random = new Random(plan.seed());
    Deck deck = new Deck(plan.faults(), random);
    while (System.nanoTime() < end) {
      Fault first = deck.draw();
      Random its = new Random(random.nextLong());
      Fault second = random.nextInt(100) < PAIRS_PERCENT ? deck.draw() : null;
      Random others = new Random(random.nextLong());
      Thread beside = null;
      if (second != null && second.goesWith(first)) {
        beside = Thread.ofVirtual().start(() -> attempt(stage, second, others));
      } else if (second != null) {
        deck.putBack(second);
      }
      attempt(stage, first, its);
      if (beside != null) {
        beside.join();
      }
      Progress.Count count = progress.count();
      stage.history().add("progress", "works", count.works(), "open", count.open());
      Pause.of(Fault.between(random, 500, 2_500));
    }
  }

  private void strikeSideBySide(Stage stage, long end) throws InterruptedException {
    List<Thread> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES.size(); lane++) {
      Set<Target> targets = LANES.get(lane);
      List<Fault> kinds =
          plan.faults().stream().filter(fault -> targets.contains(fault.target())).toList();
      Random random = new Random(plan.seed() * LANES.size() + lane);
      if (!kinds.isEmpty()) {
        lanes.add(Thread.ofVirtual().start(() -> strikeLane(stage, kinds, random, end)));
      }
    }
    for (Thread lane : lanes) {
      lane.join();
    }
  }

  private static void strikeLane(Stage stage, List<Fault> kinds, Random random, long end) {
    Deck deck = new Deck(kinds, random);
    try {
      while (System.nanoTime() < end) {
        attempt(stage, deck.draw(), new Random(random.nextLong()));
        Pause.of(Fault.between(random, 1_000, 4_000));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Stage stage, Fault fault, Random random) {
    try {
      fault.strike(stage, random);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception undone) {
      // Striking needs the cluster at times, which the other fault may have taken away.
      stage.history().add("fault failed", "kind", fault.label(), "why", undone.toString());
    }
  }

  /// Each kind once before one comes again.
  private static final class Deck {
    private final List<Fault> kinds;
    private final Random random;
    private final List<Fault> left = new ArrayList<>();

    Deck(List<Fault> kinds, Random random) {
      this.kinds = kinds;
      this.random = random;
    }

    Fault draw() {
      if (left.isEmpty()) {
        left.addAll(kinds);
        Collections.shuffle(left, random);
      }
      return left.removeFirst();
    }

    void putBack(Fault fault) {
      left.add(fault);
    }
  }

  /// Waits until nothing is open.
  ///
  /// @return false when the time is over before; the checker says what is lost
  private boolean drains(History history, Progress progress) throws InterruptedException {
    long end = System.nanoTime() + plan.drain().toNanos();
    int still = 0;
    while (System.nanoTime() < end) {
      Progress.Count count = progress.count();
      history.add(
          "drain",
          "open",
          count.open(),
          "atRest",
          count.atRest(),
          "runs",
          count.runs(),
          "works",
          count.works());
      // What rests when its replay was ordered opens again a moment later.
      still = count.open() == 0 && count.runs() == 0 ? still + 1 : 0;
      if (still >= 4) {
        history.add("drained", "works", count.works(), "atRest", count.atRest());
        return true;
      }
      Pause.of(LOOK);
    }
    history.add("not drained", "open", progress.count().open(), "runs", progress.count().runs());
    return false;
  }

  private JsonNode check(Stage stage) throws IOException, InterruptedException {
    Forked checker =
        new Forked(
            new Forked.Launch(
                "checker",
                CheckerMain.class.getName(),
                List.of(stage.cluster().bootstrapServers(), stage.registry(), directory.toString()),
                null,
                "6g"),
            directory);
    checker.start();
    if (!checker.awaitReady(CHECK)) {
      throw new IllegalStateException("the checker does not end; see its log");
    }
    checker.kill();
    return CanonicalJson.read(Files.readString(directory.resolve("verdict.json")));
  }
}
