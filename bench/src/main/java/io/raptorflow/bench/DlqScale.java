package io.raptorflow.bench;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.Topic;
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

  /// The desk holds every row with its history; a million of them do not fit a command line.
  private static final int DESK_ITEMS_MAX = 200_000;

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
      if (items <= DESK_ITEMS_MAX) {
        look(Looking.desk(ground.bus()), LOOKS, ground, results);
      }
      replay(ground, lookFromMemory(ground, items, results), copy, results);
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
    long[] rows = new long[1];
    // Each letter makes one row, and that row is its first version.
    try (Follower follower = Follower.fromBeginning(ground, state(), _ -> rows[0]++)) {
      follower.await(items, PATIENCE);
    }
    results.put("letters taken in per second", items / seconds(began));
    results.require("rows", items, rows[0]);
    ground.say("all have rows");
  }

  /// @return the plan of a replay of a tenth
  private static JobPlan lookFromMemory(Ground ground, int items, Results results)
      throws InterruptedException {
    try (DeadLetterView view = new DeadLetterView(ground.bus())) {
      long began = System.nanoTime();
      view.start();
      ground.await("the view has all", PATIENCE, () -> view.isReady() && view.size() >= items);
      results.put("DeadLetterView: ready after, seconds", seconds(began));
      look(Looking.view(view), LOOKS_AT_MEMORY, ground, results);
      return view.plan(
          Verb.REPLAY, DeadLetterQuery.parse("status=PARKED"), Math.max(1, items / 10));
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

  private static void replay(Ground ground, JobPlan plan, double copy, Results results)
      throws InterruptedException {
    ReplayJobs jobs = new ReplayJobs(ground.bus());
    int works = plan.items().size();
    ground.say("replaying %d", works);
    Set<String> handed = new HashSet<>();
    try (Follower inbox =
        Follower.fromNow(
            ground,
            Topic.inbox(AGENT),
            record -> handed.add(Handed.text(record, Headers.WORK_ID)))) {
      long began = System.nanoTime();
      UUID job = jobs.start(plan, ReplayJobs.Pace.unlimited(), "bench", "bench");
      inbox.await(works, PATIENCE);
      double rate = works / seconds(began);
      ground.await(
          "the job knows",
          PATIENCE,
          () -> jobs.find(job).filter(state -> state.sent() == works).isPresent());
      results.put("replayed", works);
      results.put("replay, works/s", rate);
      results.put("ratio of replay to copy", rate / copy);
      results.require("works handed back", works, handed.size());
      results.require("refused in the replay", 0, jobs.find(job).orElseThrow().refused());
      ground.say("replayed at %.0f works/s", rate);
    }
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
}
