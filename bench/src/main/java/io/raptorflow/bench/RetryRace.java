package io.raptorflow.bench;

import io.raptorflow.bench.RetryRacer.Kind;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Topic;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Retries with backoff beside peers: how late each comes, at a pace that all can keep and in a
/// burst.
@Command(
    name = "retries",
    description =
        "W9: works that fail ten times each with backoffs of 10 ms to 3 s; how late the retries are"
            + " at --pace 20 works a second, and when 2,000 works come at once.")
final class RetryRace implements Callable<Integer> {
  private static final int PACE_OF_A_BURST = 1_000_000;
  private static final Duration START = Duration.ofMinutes(3);

  /// After the last work was offered; whoever is not ready by then is late beyond measure.
  private static final Duration LAST = Duration.ofSeconds(120);

  private static final Duration LAST_WHEN_QUICK = Duration.ofSeconds(15);
  private static final Pattern READY = Pattern.compile("^ready$");
  private static final String LATE_P99 = "late p99, ms";

  @Option(names = "--works", description = "Works, each with ten failures (default: 10000).")
  private int works = 10_000;

  @Option(names = "--pace", description = "Works a second (default: ${DEFAULT-VALUE}).")
  private int pace = 20;

  @Option(names = "--only", split = ",", description = "These competitors (default: all).")
  private List<Competitor> only = List.of();

  @Option(names = "--quick", description = "200 works, and 100 in the burst.")
  private boolean quick;

  /// Who competes.
  enum Competitor {
    RAPTOR("RaptorFlow inbox and replayer", "exactly once in Kafka; one broker"),
    SPRING("Spring @RetryableTopic", "at least once; one broker"),
    BULLMQ("BullMQ 5.81 on Redis 7", "at least once; append-only file flushed each second"),
    DB_SCHEDULER("db-scheduler 16.12 on PostgreSQL 18", "at least once; fsync at each commit");

    private final String title;
    private final String durability;

    Competitor(String title, String durability) {
      this.title = title;
      this.durability = durability;
    }
  }

  /// One reading.
  ///
  /// @param cpuMillis of the competitor's processes, servers left out
  private record Reading(JsonNode late, double cpuMillis) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    int count = quick ? 200 : works;
    int burst = quick ? 100 : 2_000;
    Results results = new Results("retries-w9", quick);
    results.put("repeat", "retries --works %d --pace %d".formatted(count, pace));
    results.put("works", count);
    results.put("works a second", pace);
    results.put("works of the burst", burst);
    for (Competitor competitor : only.isEmpty() ? List.of(Competitor.values()) : only) {
      try (Ground ground = Ground.prepare(List.of(RetryRacer.AGENT));
          @Nullable Child replayer =
              competitor == Competitor.RAPTOR ? Child.replayer(ground, List.of("1")) : null) {
        Optional<Reading> paced = run(ground, competitor, replayer, count, pace);
        if (paced.isEmpty()) {
          results.put(competitor.title, "not raced: its server or packages cannot be had");
          continue;
        }
        ground.say("%s: %s", competitor.title, paced.get());
        Reading crowded = run(ground, competitor, replayer, burst, PACE_OF_A_BURST).orElseThrow();
        ground.say("%s, in a burst: %s", competitor.title, crowded);
        row(results, competitor, paced.get(), crowded, topics(ground, competitor));
      }
    }
    return results.conclude();
  }

  private static void row(
      Results results, Competitor competitor, Reading paced, Reading crowded, long topics) {
    JsonNode late = paced.late();
    results.require(competitor.title + ": no retry came early", 0, late.path("early").asLong());
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put("late p50, ms", one(late.path("lateP50").asDouble()));
    numbers.put(LATE_P99, one(late.path("lateP99").asDouble()));
    numbers.put("late p99 in the burst, ms", one(crowded.late().path("lateP99").asDouble()));
    numbers.put("burst done after, s", one(crowded.late().path("seconds").asDouble()));
    numbers.put(
        "CPU, ms/retry", one(paced.cpuMillis() / Math.max(1, late.path("retries").asInt() * 1.25)));
    if (topics > 0) {
      numbers.put("topics for retries", one(topics));
    }
    results.row("W9", competitor.title, competitor.durability, numbers);
    if (!late.path("complete").asBoolean() || !crowded.late().path("complete").asBoolean()) {
      results.put(competitor.title, "did not end its works in time");
    }
    if (competitor == Competitor.RAPTOR) {
      results.goal("W9", LATE_P99, late.path("lateP99").asDouble(), 150, true);
    }
  }

  private static double[] one(double value) {
    return new double[] {value};
  }

  /// @param replayer of RaptorFlow, which serves the burst as well
  private Optional<Reading> run(
      Ground ground, Competitor competitor, @Nullable Child replayer, int count, int pace)
      throws IOException, InterruptedException {
    return switch (competitor) {
      case RAPTOR -> {
        Child serving = Objects.requireNonNull(replayer);
        serving.awaitReady(START);
        yield Optional.of(java(ground, Kind.RAPTOR, count, pace, "-", List.of(serving.pid())));
      }
      case SPRING -> {
        create(ground);
        yield Optional.of(java(ground, Kind.SPRING, count, pace, "-", List.of()));
      }
      case DB_SCHEDULER -> {
        try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start()) {
          String address = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
          yield Optional.of(java(ground, Kind.DB_SCHEDULER, count, pace, address, List.of()));
        }
      }
      case BULLMQ -> bullmq(ground, count, pace);
    };
  }

  private Reading java(
      Ground ground, Kind kind, int count, int pace, String database, List<Long> beside)
      throws IOException, InterruptedException {
    try (Child racer =
        Child.java(
            ground.directory(),
            "retries",
            READY,
            RetryRacer.class,
            List.of(
                kind.name(),
                ground.bus().settings().bootstrapServers(),
                ground.bus().settings().schemaRegistryUrl(),
                Integer.toString(count),
                Integer.toString(pace),
                Long.toString(last().toSeconds()),
                database))) {
      List<Long> processes = new ArrayList<>(beside);
      processes.add(racer.pid());
      return finished(racer, new ProcessTree(processes), count, pace);
    }
  }

  private Optional<Reading> bullmq(Ground ground, int count, int pace)
      throws IOException, InterruptedException {
    Optional<NodePeer> node = NodePeer.install("bullmq");
    Optional<RedisServer> redis =
        node.isEmpty() ? Optional.empty() : RedisServer.start(ground.directory());
    if (node.isEmpty() || redis.isEmpty()) {
      return Optional.empty();
    }
    String course =
        CanonicalJson.write(
            Map.of(
                "port",
                redis.get().port(),
                "queue",
                "retries-" + UUID.randomUUID(),
                "works",
                count,
                "pace",
                pace,
                "seconds",
                last().toSeconds()));
    try (RedisServer _ = redis.get();
        Child racer = node.get().start(ground, "retries.js", READY, course)) {
      return Optional.of(finished(racer, new ProcessTree(List.of(racer.pid())), count, pace));
    }
  }

  /// Time is read as long as the racer lives, because an ended process says no more.
  private Reading finished(Child racer, ProcessTree processes, int count, int pace)
      throws IOException, InterruptedException {
    racer.awaitReady(START);
    long before = processes.cpuMillis();
    long cpu = before;
    long end = System.nanoTime() + last().plus(START).plusSeconds(count / pace).toNanos();
    while (!racer.ends(Duration.ofMillis(100))) {
      cpu = Math.max(cpu, processes.cpuMillis());
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the racer does not end: " + racer.complaint());
      }
    }
    if (racer.exitCode() != 0) {
      throw new IllegalStateException("the racer failed: " + racer.complaint());
    }
    return new Reading(CanonicalJson.read(racer.lastLine()), cpu - before);
  }

  private Duration last() {
    return quick ? LAST_WHEN_QUICK : LAST;
  }

  private static void create(Ground ground) throws InterruptedException {
    try {
      ground
          .bus()
          .admin()
          .createTopics(List.of(new NewTopic(SpringRetries.TOPIC, 1, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException known) {
      // The burst comes second, on the same topics.
    }
  }

  /// Topics that one queue needs for its retries; those of the replayer serve all queues.
  private static long topics(Ground ground, Competitor competitor) throws InterruptedException {
    try {
      return ground.bus().admin().listTopics().names().get().stream()
          .filter(
              name ->
                  switch (competitor) {
                    case RAPTOR ->
                        name.startsWith(Topic.DLQ_STATE.topicName().replaceFirst("[^.]*$", ""));
                    case SPRING -> name.startsWith(SpringRetries.TOPIC + "-");
                    case BULLMQ, DB_SCHEDULER -> false;
                  })
          .count();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("topics cannot be listed", failed);
    }
  }
}
