package io.raptorflow.bench;

import io.raptorflow.bench.Racer.Kind;
import io.raptorflow.bench.Racer.Waits;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.ProducerPerformance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The outbox and the inbox beside what Kafka's own tools get out of the same broker.
@Command(
    name = "raw",
    description =
        "W11: kafka-producer-perf-test and kafka-consumer-perf-test beside the outbox and the inbox,"
            + " on as many records of the same size.")
final class RawRace implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");
  private static final String RAW = "raw";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern ANY = Pattern.compile(".");

  /// As many at a time as the outbox is given by those who have many.
  private static final int BATCH = 2_000;

  @Option(names = "--items", description = "Records (default: ${DEFAULT-VALUE}).")
  private int items = 500_000;

  @Option(names = "--rounds", description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(names = "--quick", description = "100,000 records, one round.")
  private boolean quick;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int count = quick ? 100_000 : items;
    int turns = quick ? 1 : rounds;
    Results results = new Results("raw-w11", quick);
    results.put("repeat", "raw");
    results.put("records", count);
    double[] rawOut = new double[turns];
    double[] rawIn = new double[turns];
    double[] out = new double[turns];
    double[] in = new double[turns];
    try (Ground ground = Ground.prepare(List.of(AGENT))) {
      int bytes = recordBytes(ground);
      results.put("bytes of a value", bytes);
      create(ground);
      for (int round = 0; round < turns; round++) {
        rawOut[round] = produced(ground, count, bytes);
        rawIn[round] = consumed(ground, count * (round + 1));
        out[round] = published(ground, count);
        in[round] = worked(ground, count * (round + 1));
        ground.say(
            "raw out %.0f/s, in %.0f/s; outbox %.0f/s, inbox %.0f/s",
            rawOut[round], rawIn[round], out[round], in[round]);
      }
    }
    row(results, "kafka-producer-perf-test, acks=all", "one broker", "records out/s", rawOut);
    row(results, "RaptorFlow outbox", "idempotent; one broker", "records out/s", out);
    row(results, "kafka-consumer-perf-test", "no offsets kept", "records in/s", rawIn);
    row(results, "RaptorFlow inbox", "exactly once in Kafka; one broker", "records in/s", in);
    results.put("outbox / raw, %", 100 * Results.median(out) / Results.median(rawOut));
    results.put("inbox / raw, %", 100 * Results.median(in) / Results.median(rawIn));
    return results.conclude();
  }

  private static void row(
      Results results, String competitor, String durability, String number, double[] values) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(number, values);
    results.row("W11", competitor, durability, numbers);
  }

  private static int recordBytes(Ground ground) {
    new Workload(ground.bus(), AGENT).send(0, 1);
    int[] bytes = new int[1];
    ground.scan(Topic.inbox(AGENT), record -> bytes[0] = record.value().length);
    return bytes[0];
  }

  private static double published(Ground ground, int count) {
    Workload workload = new Workload(ground.bus(), AGENT);
    long begun = System.nanoTime();
    for (int from = 0; from < count; from += BATCH) {
      workload.send(from, Math.min(count, from + BATCH));
    }
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  private static double worked(Ground ground, int count) throws IOException, InterruptedException {
    Racer.Course course =
        new Racer.Course(
            Kind.RAPTOR,
            ground.bus().settings().bootstrapServers(),
            ground.bus().settings().schemaRegistryUrl(),
            Topic.inbox(AGENT),
            "raw-" + UUID.randomUUID(),
            200,
            Optional.empty(),
            new Works(count, count / 4),
            PATIENCE.toSeconds(),
            Waits.NOBODYS);
    try (Child racer = Child.racer(ground, course.words())) {
      if (!racer.ends(PATIENCE)) {
        throw new IllegalStateException("the inbox does not end: " + racer.complaint());
      }
      return CanonicalJson.read(racer.lastLine()).path("perSecond").asDouble();
    }
  }

  private static double produced(Ground ground, int count, int bytes)
      throws IOException, InterruptedException {
    String last =
        tool(
            ground,
            ProducerPerformance.class,
            List.of(
                "--topic",
                RAW,
                "--num-records",
                Integer.toString(count),
                "--record-size",
                Integer.toString(bytes),
                "--throughput",
                "-1",
                "--producer-props",
                "bootstrap.servers=" + ground.bus().settings().bootstrapServers(),
                "acks=all"));
    Matcher rate = Pattern.compile("([\\d.]+) records/sec").matcher(last);
    if (!rate.find()) {
      throw new IllegalStateException("the producer's tool says: " + last);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static double consumed(Ground ground, int count)
      throws IOException, InterruptedException {
    String last =
        tool(
            ground,
            ConsumerPerformance.class,
            List.of(
                "--bootstrap-server",
                ground.bus().settings().bootstrapServers(),
                "--topic",
                RAW,
                "--num-records",
                Integer.toString(count),
                "--group",
                "raw-" + UUID.randomUUID()));
    String[] fields = last.split(",");
    // The rate while it fetches, without the time to join the group.
    return Double.parseDouble(fields[fields.length - 1].strip());
  }

  private static String tool(Ground ground, Class<?> tool, List<String> arguments)
      throws IOException, InterruptedException {
    try (Child child = Child.java(ground.directory(), tool.getSimpleName(), ANY, tool, arguments)) {
      if (!child.ends(PATIENCE) || child.exitCode() != 0) {
        throw new IllegalStateException(tool.getSimpleName() + " failed: " + child.complaint());
      }
      return child.lastLine();
    }
  }

  private static void create(Ground ground) throws InterruptedException {
    int partitions = Topic.DLQ_STATE.partitions();
    try {
      ground
          .bus()
          .admin()
          .createTopics(List.of(new NewTopic(RAW, partitions, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the topic cannot be made", failed);
    }
  }
}
