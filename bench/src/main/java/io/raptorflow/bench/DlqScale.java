package io.raptorflow.bench;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.DeadLetterView;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A great many dead letters: looking at them, replaying a tenth of them, starting with them.
@Command(
    name = "dlq-scale",
    description =
        "1,000,000 dead letters (--items): looks, groups, a replay of a tenth, a restart.")
final class DlqScale implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final int CAUSES = 50;
  private static final int PAGE = 50;
  private static final int LOOKS = 20;
  private static final int LOOKS_AT_MEMORY = 200;

  @Mixin private Scale scale = new Scale();

  @Override
  public Integer call() throws Exception {
    int items = scale.items(1_000_000);
    Results results = new Results("dlq-scale");
    results.put("items", items);
    try (Ground ground = Ground.prepare(List.of(AGENT))) {
      Workload workload = new Workload(ground.bus(), AGENT);
      Child replayer = Child.replayer(ground);
      results.put("ready on an empty log, seconds", replayer.awaitReady(PATIENCE));
      takeIn(ground, workload, items, results);
      double copy = PlainCopy.run(ground, letters(), items);
      results.put("copy, records/s", copy);
      look(Looking.desk(ground.bus()), items > 200_000 ? 3 : LOOKS, ground, results);
      lookFromMemory(ground, items, results);
      replay(ground, Math.max(1, items / 10), copy, results);
      results.put("resident MB", replayer.residentMegabytes());
      results.put("live heap MB", replayer.liveHeapMegabytes());
      replayer.kill();
      ground.say("killed with all rows");
      try (Child again = Child.replayer(ground)) {
        results.put("ready after kill -9, seconds", again.awaitReady(PATIENCE));
        results.put("live heap MB after restart", again.liveHeapMegabytes());
        results.put("resident MB after restart", again.residentMegabytes());
      }
    }
    return results.conclude();
  }

  private static void takeIn(Ground ground, Workload workload, int items, Results results)
      throws InterruptedException {
    ground.say("writing %d dead letters", items);
    long began = System.nanoTime();
    workload.fail(
        items,
        number ->
            new Workload.Failure(
                number % 5 == 0 ? FailureClass.BUDGET : FailureClass.AUTH,
                "refused for cause " + Workload.word(number % CAUSES),
                null));
    results.put("letters written per second", items / seconds(began));
    Set<String> rows = new HashSet<>();
    long[] looked = new long[1];
    ground.await(
        "all have rows",
        PATIENCE,
        () -> {
          // Ends count the marks of transactions too, so there may still be rows to come.
          long end = ground.end(state());
          if (end < items || end == looked[0]) {
            return false;
          }
          looked[0] = end;
          rows.clear();
          ground.scan(state(), record -> rows.add(new String(record.key(), UTF)));
          return rows.size() >= items;
        });
    results.put("letters taken in per second", items / seconds(began));
    results.require("rows", items, rows.size());
    ground.say("all have rows");
  }

  private static void lookFromMemory(Ground ground, int items, Results results)
      throws InterruptedException {
    try (DeadLetterView view = new DeadLetterView(ground.bus())) {
      long began = System.nanoTime();
      view.start();
      ground.await("the view has all", PATIENCE, () -> view.isReady() && view.size() >= items);
      results.put("DeadLetterView: ready after, seconds", seconds(began));
      look(Looking.view(view), LOOKS_AT_MEMORY, ground, results);
    }
  }

  private static void look(Looking looking, int looks, Ground ground, Results results) {
    String through = looking.name() + ": ";
    long[] pages = new long[looks];
    for (int n = 0; n < pages.length; n++) {
      long began = System.nanoTime();
      if (looking.page(PAGE) == 0) {
        throw new IllegalStateException("the first page is empty");
      }
      pages[n] = (System.nanoTime() - began) / 1_000;
    }
    results.put(through + "first page, ms, p50", Results.percentile(pages, 0.5) / 1e3);
    results.put(through + "first page, ms, p99", Results.percentile(pages, 0.99) / 1e3);
    long began = System.nanoTime();
    int matched =
        looking.count(
            DeadLetterQuery.parse("reason=BUDGET and message~\"" + Workload.word(5) + "\""));
    results.put(through + "filter over all, seconds", seconds(began));
    results.put(through + "filter matched", matched);
    began = System.nanoTime();
    int groups = looking.groups();
    results.put(through + "groups, seconds", seconds(began));
    results.put(through + "groups", groups);
    ground.say("looked through %s", looking.name());
  }

  private static void replay(Ground ground, int count, double copy, Results results)
      throws InterruptedException {
    List<RetryRow> rows =
        new DeadLetterDesk(ground.bus())
            .list(DeadLetterQuery.parse("status=PARKED")).stream().limit(count).toList();
    ReplayJobs jobs = new ReplayJobs(ground.bus());
    long before = ground.end(Topic.inbox(AGENT));
    ground.say("replaying %d", rows.size());
    long began = System.nanoTime();
    UUID job =
        jobs.start(
            JobPlan.of(Verb.REPLAY, "", rows), ReplayJobs.Pace.unlimited(), "bench", "bench");
    ground.await(
        "all handed back",
        PATIENCE,
        () ->
            ground.end(Topic.inbox(AGENT)) >= before + rows.size()
                && jobs.find(job).filter(state -> state.sent() == rows.size()).isPresent()
                && handed(ground) >= rows.size());
    double rate = rows.size() / seconds(began);
    JobState state = jobs.find(job).orElseThrow();
    results.put("replayed", rows.size());
    results.put("replay, works/s", rate);
    results.require("refused in the replay", 0, state.refused());
    results.put("ratio of replay to copy", rate / copy);
    ground.say("replayed at %.0f works/s", rate);
  }

  private static int handed(Ground ground) {
    int[] count = new int[1];
    ground.scan(Topic.inbox(AGENT), _ -> count[0]++);
    return count[0];
  }

  private static String letters() {
    return FailureClass.AUTH.deadLetterTopic().topicName();
  }

  private static String state() {
    return Topic.DLQ_STATE.topicName();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;
}
