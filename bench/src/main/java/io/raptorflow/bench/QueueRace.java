package io.raptorflow.bench;

import io.raptorflow.bench.Racer.Kind;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.TopicCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewPartitions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The inbox beside its peers on the same records, in turns.
///
/// Each competitor is a new process with a group of its own and a heap of the same size; broker,
/// registry and model live in this one. A round counts from the second quarter of the items on.
@Command(
    name = "queue",
    description = {
      "The inbox beside a plain consumer, Spring's record listener and Parallel Consumer:",
      "W1, slow works; W3, works of no time; W7, a small workspace behind a large one."
    })
final class QueueRace implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");

  /// Runs, and with them keys, so that the records lie in all partitions.
  private static final int RUNS = 60;

  /// Seeds of the late works of W7.
  static final int NEWCOMERS_FROM = 10_000_000;

  private static final int NEWCOMERS = 50;
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Parameters(paramLabel = "W", description = "W1, W3, W7 (default: all).")
  private List<Workloads> which = List.of();

  @Option(names = "--rounds", description = "Rounds of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(names = "--quick", description = "Three tenths of the items, one round.")
  private boolean quick;

  private int topics;

  /// Who races.
  ///
  /// @param newcomers workspace of the late works of W7
  record Entrant(String name, Kind kind, WorkspaceId newcomers) {}

  private static final WorkspaceId LARGE = new WorkspaceId("tarn");
  private static final Entrant RAPTOR =
      new Entrant("raptor", Kind.RAPTOR, new WorkspaceId("small"));
  private static final Entrant IN_ORDER =
      new Entrant("raptor, in order of arrival", Kind.RAPTOR, LARGE);
  private static final Entrant SPRING =
      new Entrant("Spring record listener, 4 threads", Kind.SPRING_RECORD, LARGE);
  private static final Entrant PARALLEL =
      new Entrant("Parallel Consumer", Kind.PARALLEL_CONSUMER, LARGE);
  private static final Entrant PLAIN = new Entrant("plain consumer", Kind.PLAIN, LARGE);

  /// What is raced. W7 races the inbox against itself: once the newcomer's works are of a workspace
  /// of its own, once of the large one's, where the order of arrival decides.
  enum Workloads {
    W1(20_000, 2_000, Duration.ofSeconds(1), List.of(RAPTOR, PARALLEL, SPRING)),
    W3(500_000, 200, Duration.ZERO, List.of(RAPTOR, PLAIN, SPRING)),
    W7(50_000, 200, Duration.ofMillis(20), List.of(RAPTOR, IN_ORDER));

    private final int items;
    private final int concurrency;
    private final Duration work;
    private final List<Entrant> entrants;

    Workloads(int items, int concurrency, Duration work, List<Entrant> entrants) {
      this.items = items;
      this.concurrency = concurrency;
      this.work = work;
      this.entrants = entrants;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int worst = 0;
    for (Workloads workload : which.isEmpty() ? List.of(Workloads.values()) : which) {
      worst = Math.max(worst, race(workload));
    }
    return worst;
  }

  private int race(Workloads workload) throws IOException, InterruptedException {
    int items = quick ? workload.items * 3 / 10 : workload.items;
    Results results = new Results("queue-" + workload.name().toLowerCase(Locale.ROOT));
    results.put("items", items);
    results.put("works at once", workload.concurrency);
    results.put("model, milliseconds", workload.work.toMillis());
    Map<String, List<JsonNode>> measured = new LinkedHashMap<>();
    try (Ground ground = Ground.prepare(List.of(AGENT));
        StubModel model = StubModel.start(workload.work)) {
      if (workload != Workloads.W7) {
        widen(ground, AGENT);
        send(ground, AGENT, items);
        ground.say("%d records lie ready", items);
      }
      for (int round = 1; round <= (quick ? 1 : rounds); round++) {
        for (Entrant entrant : workload.entrants) {
          JsonNode row = run(ground, model, workload, entrant, items);
          ground.say("%s, round %d, %s: %s", workload, round, entrant.name(), row);
          measured.computeIfAbsent(entrant.name(), _ -> new ArrayList<>()).add(row);
        }
      }
    }
    results.put("rounds", measured);
    judge(workload, measured, results);
    return results.conclude();
  }

  /// As many partitions as Spring has threads: an inbox of ours has fewer and needs no more.
  private static void widen(Ground ground, AgentId agent) throws InterruptedException {
    try {
      ground
          .bus()
          .admin()
          .createPartitions(Map.of(Topic.inbox(agent), NewPartitions.increaseTo(PARTITIONS)))
          .all()
          .get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the topic cannot be widened", failed);
    }
  }

  private static void send(Ground ground, AgentId agent, int items) {
    for (int run = 0; run < RUNS; run++) {
      new Workload(ground.bus(), agent)
          .send(items / RUNS * run, run == RUNS - 1 ? items : items / RUNS * (run + 1));
    }
  }

  private JsonNode run(
      Ground ground, StubModel model, Workloads workload, Entrant entrant, int items)
      throws IOException, InterruptedException {
    boolean asks = !workload.work.isZero();
    boolean newcomer = workload == Workloads.W7;
    // A newcomer is new once: each run of this workload has a topic of its own.
    AgentId agent = newcomer ? nextAgent(ground, items) : AGENT;
    model.takeCalls();
    try (Child racer =
        Child.racer(
            ground,
            List.of(
                entrant.kind().name(),
                ground.bus().settings().bootstrapServers(),
                ground.bus().settings().schemaRegistryUrl(),
                Topic.inbox(agent),
                "race-" + UUID.randomUUID(),
                Integer.toString(workload.concurrency),
                asks ? model.url() : "-",
                Integer.toString(newcomer ? items + NEWCOMERS : items),
                Long.toString(asks && entrant.kind() == Kind.SPRING_RECORD ? 20 : 300)))) {
      racer.awaitReady(PATIENCE);
      if (newcomer) {
        Ground.pause(Duration.ofSeconds(1));
        new Workload(ground.bus(), agent, entrant.newcomers())
            .send(NEWCOMERS_FROM, NEWCOMERS_FROM + NEWCOMERS);
      }
      if (!racer.ends(PATIENCE)) {
        throw new IllegalStateException(entrant.name() + " does not end");
      }
      JsonNode row = CanonicalJson.read(racer.lastLine());
      if (asks && model.takeCalls() < row.path("items").asInt()) {
        throw new IllegalStateException(entrant.name() + " answered more than it asked");
      }
      return row;
    }
  }

  private AgentId nextAgent(Ground ground, int items) throws InterruptedException {
    AgentId agent = new AgentId("MTX-" + (900 + topics++));
    new TopicCatalogue(ground.bus(), 1).create(List.of(agent));
    widen(ground, agent);
    send(ground, agent, items);
    return agent;
  }

  private static void judge(
      Workloads workload, Map<String, List<JsonNode>> measured, Results results) {
    double rate = median(measured, RAPTOR, "perSecond");
    double cpu = median(measured, RAPTOR, "cpuMillisPerItem");
    for (Entrant other : workload.entrants) {
      if (other != RAPTOR) {
        results.put("rate / " + other.name(), rate / median(measured, other, "perSecond"));
        results.put("CPU / " + other.name(), cpu / median(measured, other, "cpuMillisPerItem"));
      }
    }
    switch (workload) {
      case W1 -> {
        goal(results, "400 x Spring's rate", rate / median(measured, SPRING, "perSecond"), 400);
        goal(
            results, "Parallel Consumer's rate", rate / median(measured, PARALLEL, "perSecond"), 1);
        goal(
            results,
            "with 3/4 of its CPU (here: its CPU / ours)",
            median(measured, PARALLEL, "cpuMillisPerItem") / cpu,
            4 / 3.0);
      }
      case W3 ->
          goal(
              results,
              "within 20 % of a plain consumer",
              rate / median(measured, PLAIN, "perSecond"),
              0.8);
      case W7 ->
          goal(
              results,
              "the newcomer waits a hundredth of what it waits in order of arrival (p99)",
              median(measured, IN_ORDER, "waitP99")
                  / Math.max(1, median(measured, RAPTOR, "waitP99")),
              100);
    }
  }

  /// A goal that is missed is a finding, and no failure of the race.
  private static void goal(Results results, String goal, double ratio, double least) {
    results.put("goal: " + goal, "%s: %.2f".formatted(ratio >= least ? "met" : "MISSED", ratio));
  }

  private static double median(
      Map<String, List<JsonNode>> measured, Entrant entrant, String field) {
    double[] sorted =
        measured.getOrDefault(entrant.name(), List.of()).stream()
            .mapToDouble(row -> row.path(field).asDouble())
            .sorted()
            .toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
