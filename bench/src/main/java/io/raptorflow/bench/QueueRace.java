package io.raptorflow.bench;

import io.raptorflow.bench.Racer.Kind;
import io.raptorflow.bench.Racer.Waits;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.TopicCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The inbox beside its peers on the same records, in turns.
///
/// Each competitor is a new process with a group of its own and a heap of the same size; broker,
/// registry and model live in this one, Redis in one of its own. In each round the first works warm
/// up and do not count ([Works]).
@Command(
    name = "queue",
    description = {
      "The inbox beside its peers:",
      "W1, slow works; W2, a long tail; W3, works of no time; W7, a small workspace behind a large",
      "one."
    })
final class QueueRace implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");

  /// Runs, and with them keys, so that the records lie in all partitions.
  private static final int RUNS = 60;

  /// Seeds of the late works of W7.
  static final int NEWCOMERS_FROM = 10_000_000;

  private static final int NEWCOMERS = 50;
  static final int PARTITIONS = 4;
  private static final int RECORD_BYTES = 1_000;
  private static final WorkspaceId LARGE = new WorkspaceId("tarn");
  private static final WorkspaceId SMALL = new WorkspaceId("small");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// Beyond the time after which a racer is to say how far it came.
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final String NOT_IN_TIME =
      "did not end although its time was over, or did not end its warm-up";

  @Parameters(paramLabel = "W", description = "W1, W2, W3, W7 (default: all).")
  private List<Workloads> which = List.of();

  @Option(names = "--rounds", description = "Rounds of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--only",
      split = ",",
      description = "These competitors (default: all of the workload).")
  private List<Entrant> only = List.of();

  @Option(names = "--quick", description = "A fifth of the items, one round.")
  private boolean quick;

  private int topics;
  private Optional<NodePeer> node = Optional.empty();

  /// What is raced. W7 races the inbox against itself: once the newcomer's works are of a workspace
  /// of its own, once of the large one's, where the order of arrival decides.
  enum Workloads {
    W1(
        new Works(40_000, 20_000),
        2_000,
        List.of(
            Entrant.RAPTOR,
            Entrant.PARALLEL,
            Entrant.ASYNC,
            Entrant.BULLMQ,
            Entrant.SHARE,
            Entrant.SPRING)),
    W2(
        new Works(40_000, 20_000),
        2_000,
        List.of(Entrant.RAPTOR, Entrant.PARALLEL, Entrant.ASYNC, Entrant.BULLMQ, Entrant.SHARE)),
    W3(
        new Works(500_000, 125_000),
        200,
        List.of(
            Entrant.RAPTOR,
            Entrant.PLAIN,
            Entrant.SPRING,
            Entrant.BATCH,
            Entrant.PARALLEL,
            Entrant.BULLMQ)),
    W7(new Works(50_000, 12_500), 200, List.of(Entrant.RAPTOR, Entrant.IN_ORDER));

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Works works;
    private final int concurrency;
    private final List<Entrant> entrants;

    Workloads(Works works, int concurrency, List<Entrant> entrants) {
      this.works = works;
      this.concurrency = concurrency;
      this.entrants = entrants;
    }

    private StubModel model(Works works) throws IOException {
      return switch (this) {
        case W1 -> StubModel.start(works.latency(_ -> SECOND));
        case W2 -> StubModel.start(works.latency(LongTail::latency));
        case W3 -> StubModel.start(Duration.ZERO);
        case W7 -> StubModel.start(SHORT);
      };
    }

    private boolean asks() {
      return this != W3;
    }

    private Waits waits() {
      return switch (this) {
        case W1, W3 -> Waits.NOBODYS;
        case W2 -> Waits.FAST;
        case W7 -> Waits.NEWCOMERS;
      };
    }

    /// Who works on four or two hundred at once is stopped before the last.
    private long seconds(Entrant entrant) {
      return switch (entrant) {
        case SPRING -> this == W1 ? 40 : 300;
        case SHARE -> this == W1 ? 40 : 120;
        // With works of no time one holds all of the topic in its buffer and collects garbage, and
        // the other asks Redis for each.
        case PARALLEL, BULLMQ -> this == W3 ? 30 : 300;
        case RAPTOR, IN_ORDER, PLAIN, BATCH, ASYNC -> 300;
      };
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    node = NodePeer.install("bullmq");
    int worst = 0;
    for (Workloads workload : which.isEmpty() ? List.of(Workloads.values()) : which) {
      worst = Math.max(worst, race(workload));
    }
    return worst;
  }

  private int race(Workloads workload) throws IOException, InterruptedException {
    Works works = workload.works.dividedBy(quick ? 5 : 1);
    int turns = quick ? 1 : rounds;
    Results results = new Results("queue-" + workload.name().toLowerCase(Locale.ROOT), quick);
    results.put("repeat", "queue %s --rounds %d".formatted(workload, turns));
    results.put("items", works.all());
    results.put("items that warm up", works.warmUp());
    results.put("works at once", workload.concurrency);
    Map<Entrant, List<JsonNode>> measured = new EnumMap<>(Entrant.class);
    try (Ground ground = Ground.prepare(List.of(AGENT));
        StubModel model = workload.model(works)) {
      if (workload != Workloads.W7) {
        widen(ground, AGENT);
        send(ground, AGENT, works.all());
        ground.say("%d records lie ready", works.all());
      }
      for (int round = 1; round <= turns; round++) {
        for (Entrant entrant : workload.entrants) {
          if (!only.isEmpty() && !only.contains(entrant)) {
            continue;
          }
          Optional<JsonNode> row =
              entrant.kind().isPresent()
                  ? run(ground, model, workload, entrant, works)
                  : bullmq(ground, model, workload, works);
          if (row.isEmpty()) {
            results.put(
                entrant.title(),
                entrant.kind().isPresent()
                    ? NOT_IN_TIME
                    : "no Node.js, no Redis or no packages for them, or it " + NOT_IN_TIME);
            continue;
          }
          ground.say("%s, round %d, %s: %s", workload, round, entrant.title(), row.get());
          measured.computeIfAbsent(entrant, _ -> new ArrayList<>()).add(row.get());
        }
      }
    }
    new QueueGoals(workload, measured).judge(results);
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

  /// As many in each partition: peers that keep a partition's order would wait for the longest.
  private static void send(Ground ground, AgentId agent, int items) {
    for (int run = 0; run < RUNS; run++) {
      Workload workload = new Workload(ground.bus(), agent);
      while (partition(workload.run()) != run % PARTITIONS) {
        workload = new Workload(ground.bus(), agent);
      }
      workload.send(items / RUNS * run, run == RUNS - 1 ? items : items / RUNS * (run + 1));
    }
  }

  private static int partition(RunId run) {
    byte[] key = run.toString().getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
  }

  private Optional<JsonNode> run(
      Ground ground, StubModel model, Workloads workload, Entrant entrant, Works works)
      throws IOException, InterruptedException {
    boolean newcomer = workload == Workloads.W7;
    // A newcomer is new once: each run of this workload has a topic of its own.
    AgentId agent = newcomer ? nextAgent(ground, works.all()) : AGENT;
    model.takeCalls();
    Racer.Course course =
        new Racer.Course(
            entrant.kind().orElse(Kind.PLAIN),
            ground.bus().settings().bootstrapServers(),
            ground.bus().settings().schemaRegistryUrl(),
            Topic.inbox(agent),
            "race-" + UUID.randomUUID(),
            workload.concurrency,
            workload.asks() ? Optional.of(model.url()) : Optional.empty(),
            newcomer ? works.and(NEWCOMERS) : works,
            workload.seconds(entrant),
            workload.waits());
    try (Child racer = Child.racer(ground, course.words())) {
      racer.awaitReady(PATIENCE);
      if (newcomer) {
        Ground.pause(Duration.ofSeconds(1));
        WorkspaceId workspace = entrant == Entrant.IN_ORDER ? LARGE : SMALL;
        new Workload(ground.bus(), agent, workspace)
            .send(NEWCOMERS_FROM, NEWCOMERS_FROM + NEWCOMERS);
      }
      return finished(racer, model, workload, entrant);
    }
  }

  private Optional<JsonNode> bullmq(Ground ground, StubModel model, Workloads workload, Works works)
      throws IOException, InterruptedException {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<RedisServer> redis = RedisServer.start(ground.directory());
    if (redis.isEmpty()) {
      return Optional.empty();
    }
    model.takeCalls();
    String course =
        CanonicalJson.write(
            Map.of(
                "port",
                redis.get().port(),
                "queue",
                "race-" + UUID.randomUUID(),
                "works",
                works,
                "bytes",
                RECORD_BYTES,
                "concurrency",
                workload == Workloads.W3 ? 500 : workload.concurrency,
                "model",
                workload.asks() ? model.url() : "",
                "waits",
                workload.waits().name(),
                "seconds",
                workload.seconds(Entrant.BULLMQ)));
    try (RedisServer _ = redis.get();
        Child racer = node.get().start(ground, "race.js", Pattern.compile("^begun$"), course)) {
      racer.awaitReady(PATIENCE);
      return finished(racer, model, workload, Entrant.BULLMQ);
    }
  }

  /// @return empty when it does not end although its time is over, or had not warmed up by then
  private static Optional<JsonNode> finished(
      Child racer, StubModel model, Workloads workload, Entrant entrant)
      throws IOException, InterruptedException {
    if (!racer.ends(Duration.ofSeconds(workload.seconds(entrant)).plus(GRACE))) {
      return Optional.empty();
    }
    if (racer.exitCode() != 0) {
      throw new IllegalStateException(entrant.title() + " does not end well: " + racer.complaint());
    }
    JsonNode row = CanonicalJson.read(racer.lastLine());
    if (!row.path("isWarm").asBoolean()) {
      return Optional.empty();
    }
    if (workload.asks() && model.takeCalls() < row.path("items").asInt()) {
      throw new IllegalStateException(entrant.title() + " answered more than it asked");
    }
    return Optional.of(row);
  }

  private AgentId nextAgent(Ground ground, int items) throws InterruptedException {
    AgentId agent = new AgentId("MTX-" + (900 + topics++));
    new TopicCatalogue(ground.bus(), 1).create(List.of(agent));
    widen(ground, agent);
    send(ground, agent, items);
    return agent;
  }
}
