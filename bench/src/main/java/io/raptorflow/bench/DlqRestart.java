package io.raptorflow.bench;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Retries that wait while the replayer is killed, and again while it fires them.
@Command(
    name = "dlq-restart",
    description =
        "100,000 waiting retries, due over --seconds 120, and a replayer that is killed before and"
            + " in the middle: none lost, none early, their order kept.")
final class DlqRestart implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration RESTART = Duration.ofSeconds(45);

  @Mixin private Scale scale = new Scale();

  @Option(
      names = "--intake",
      paramLabel = "N",
      description = "Letters a second that this machine takes in at least (default: 400).")
  private int intake = 400;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int items = scale.items(100_000);
    int seconds = scale.seconds(120);
    Results results = new Results("dlq-restart");
    results.put("items", items);
    results.put("seconds over which they are due", seconds);
    try (Ground ground = Ground.prepare(List.of(AGENT))) {
      Workload workload = new Workload(ground.bus(), AGENT);
      Duration takeIn = Duration.ofSeconds(20 + items / intake);
      Instant first = Instant.ofEpochMilli(ground.bus().time().millis()).plus(takeIn).plus(RESTART);
      long[] due = new long[items];
      for (int number = 0; number < items; number++) {
        // Neighbours in the log are far apart in time, so that order is the scheduler's own.
        long place = (number * 7_919L) % items;
        due[number] = first.toEpochMilli() + place * seconds * 1_000L / items;
      }
      schedule(ground, workload, due, results);
      fire(ground, first, items, seconds, results);
      judge(ground, workload, due, results);
    }
    return results.conclude();
  }

  private static void schedule(Ground ground, Workload workload, long[] due, Results results)
      throws IOException, InterruptedException {
    ground.say("scheduling %d retries", due.length);
    Child replayer = Child.replayer(ground);
    replayer.awaitReady(PATIENCE);
    long began = System.nanoTime();
    workload.fail(
        due.length,
        number ->
            new Workload.Failure(
                FailureClass.TRANSIENT,
                "down " + Workload.word(number),
                Instant.ofEpochMilli(due[number])));
    // Each has one row while nothing is due.
    try (Follower rows = Follower.fromBeginning(ground, Topic.DLQ_STATE.topicName(), _ -> {})) {
      rows.await(due.length, PATIENCE);
    }
    results.put("letters taken in per second", due.length / ((System.nanoTime() - began) / 1e9));
    results.put("resident MB with all waiting", replayer.residentMegabytes());
    results.put("live heap MB with all waiting", replayer.liveHeapMegabytes());
    replayer.kill();
    ground.say("all wait; killed");
  }

  private static void fire(Ground ground, Instant first, int items, int seconds, Results results)
      throws IOException, InterruptedException {
    results.put(
        "seconds left when it was killed",
        Duration.between(ground.bus().time().instant(), first).toMillis() / 1e3);
    Child replayer = Child.replayer(ground);
    results.put("ready after restart, seconds", replayer.awaitReady(PATIENCE));
    ground.await("half is fired", PATIENCE, () -> ground.end(Topic.inbox(AGENT)) >= items / 2);
    replayer.kill();
    ground.say("half is fired; killed");
    long killed = System.nanoTime();
    long before = ground.end(Topic.inbox(AGENT));
    try (Child last = Child.replayer(ground)) {
      results.put("ready after restart while firing, seconds", last.awaitReady(PATIENCE));
      ground.await("it fires again", PATIENCE, () -> ground.end(Topic.inbox(AGENT)) > before);
      results.put("fires again after, seconds", (System.nanoTime() - killed) / 1e9);
      try (Follower fired = Follower.fromBeginning(ground, Topic.inbox(AGENT), _ -> {})) {
        fired.await(items, PATIENCE.plusSeconds(seconds));
      }
      // What fires more than it should needs a moment to show.
      Ground.pause(Duration.ofSeconds(5));
    }
  }

  private static void judge(Ground ground, Workload workload, long[] due, Results results) {
    Map<String, Long> dueOf = new HashMap<>();
    for (int number = 0; number < due.length; number++) {
      dueOf.put(workload.work(number).toString(), due[number]);
    }
    Handed handed = Handed.read(ground, Topic.inbox(AGENT), workload.run());
    results.require("works fired", due.length, handed.distinct());
    results.require("fired more than once", 0, handed.duplicates());
    long[] lastDue = new long[Topic.DLQ_STATE.partitions()];
    long[] counts = new long[2];
    long[] late = new long[due.length];
    int[] seen = new int[1];
    ground.scan(
        Topic.inbox(AGENT),
        record -> {
          String work = Handed.text(record, Headers.WORK_ID);
          Long at = dueOf.get(work);
          if (at == null) {
            return;
          }
          if (record.timestamp() < at) {
            counts[0]++;
          }
          int partition = Ground.partition(work);
          if (at < lastDue[partition]) {
            counts[1]++;
          }
          lastDue[partition] = Math.max(at, lastDue[partition]);
          if (seen[0] < late.length) {
            late[seen[0]++] = record.timestamp() - at;
          }
        });
    results.require("fired early", 0, counts[0]);
    results.require("fired out of order in their partition", 0, counts[1]);
    long[] all = Arrays.copyOf(late, seen[0]);
    results.put("late, ms, p50", Results.percentile(all, 0.5));
    results.put("late, ms, p99 (the restart is in it)", Results.percentile(all, 0.99));
  }
}
