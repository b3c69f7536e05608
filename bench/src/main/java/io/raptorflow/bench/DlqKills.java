package io.raptorflow.bench;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A replay job while the replayer and the operator's command line are killed again and again.
@Command(
    name = "dlq-kills",
    description =
        "A replay of 10,000 works while replayer and command line are killed 100 times (--kills):"
            + " each work is handed back exactly once.")
final class DlqKills implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /// One kill in so many strikes a process that is still starting.
  private static final int EARLY_ONE_IN = 4;

  private static final int EARLY_MILLIS = 6_000;
  private static final int WORKING_MILLIS = 8_000;

  /// About how long a process lives; the job's rate makes it last as long as the killing.
  private static final int LIFE_SECONDS = 8;

  @Mixin private Scale scale = new Scale();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    int items = scale.items(10_000);
    int kills = scale.kills(100);
    Results results = new Results("dlq-kills");
    results.put("items", items);
    results.put("kills", kills);
    results.put("seed", scale.seed());
    try (Ground ground = Ground.prepare(List.of(AGENT))) {
      Workload workload = new Workload(ground.bus(), AGENT);
      JobPlan plan = park(ground, workload, items);
      Inbox inbox =
          new Inbox(
              ground.bus(),
              InboxSettings.standard(),
              Topic.inbox(AGENT),
              AGENT.group(),
              work -> Workload.answer((AgentTask) work.event(), ground.bus().time().instant()),
              new RunControl(ground.bus()));
      inbox.start();
      long began = System.nanoTime();
      AtomicInteger killed = new AtomicInteger();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Integer> replayers =
            threads.submit(() -> killReplayers(ground, kills - kills / 2, killed));
        Future<Integer> operators =
            threads.submit(() -> killOperators(ground, plan, kills / 2, killed));
        results.require("exit code of the last command line", 0, operators.get());
        results.put("replayers killed", replayers.get());
      }
      results.put("processes killed", killed.get());
      results.put("seconds", (System.nanoTime() - began) / 1e9);
      judge(ground, workload, plan, items, results);
      inbox.stop();
    }
    return results.conclude();
  }

  private static JobPlan park(Ground ground, Workload workload, int items)
      throws IOException, InterruptedException {
    DeadLetterDesk desk = new DeadLetterDesk(ground.bus());
    DeadLetterQuery parked = DeadLetterQuery.parse("status=PARKED");
    ground.say("parking %d works", items);
    workload.fail(items, _ -> new Workload.Failure(FailureClass.AUTH, "the key was refused", null));
    try (Child replayer = Child.replayer(ground)) {
      replayer.awaitReady(PATIENCE);
      ground.await("all parked", PATIENCE, () -> ground.end(stateTopic()) >= items);
      ground.await("all parked", PATIENCE, () -> desk.list(parked).size() == items);
    }
    List<RetryRow> rows = desk.list(parked);
    JobPlan plan = JobPlan.of(Verb.REPLAY, "", rows);
    new ReplayJobs(ground.bus()).propose(plan, "bench");
    ground.say("parked; plan %s", plan.hash());
    return plan;
  }

  /// Starts replayers and kills them at moments that the seed chose; the last one lives on until
  /// the job is over.
  private int killReplayers(Ground ground, int kills, AtomicInteger killed)
      throws IOException, InterruptedException {
    Random random = new Random(scale.seed());
    ReplayJobs jobs = new ReplayJobs(ground.bus());
    for (int kill = 1; kill <= kills; kill++) {
      Child replayer = Child.replayer(ground);
      live(replayer, random);
      if (replayer.kill()) {
        killed.incrementAndGet();
      }
      if (kill % 10 == 0) {
        ground.say(
            "replayer killed %d times; %s",
            kill, jobs.list().stream().map(job -> job.done() + " done").toList());
      }
    }
    try (Child last = Child.replayer(ground)) {
      ground.say("the last replayer is ready after %.1f s", last.awaitReady(PATIENCE));
      ground.await(
          "the job is over",
          PATIENCE,
          () -> jobs.list().stream().anyMatch(job -> job.status().isOver()));
    }
    return kills;
  }

  /// Starts the operator's command again and again with the same plan, as somebody does whose
  /// terminal dies; the last one may see the end.
  ///
  /// @return exit code of the last one
  private int killOperators(Ground ground, JobPlan plan, int kills, AtomicInteger killed)
      throws IOException, InterruptedException {
    Random random = new Random(~scale.seed());
    List<String> command =
        List.of(
            "dlq",
            "replay",
            "--plan",
            plan.hash(),
            "--confirm",
            Integer.toString(plan.items().size()),
            "--rate",
            Integer.toString(Math.max(1, plan.items().size() / Math.max(1, kills * LIFE_SECONDS))),
            "--by",
            "bench");
    for (int kill = 0; kill < kills; kill++) {
      Child operator = Child.cli(ground, command);
      live(operator, random);
      if (operator.kill()) {
        killed.incrementAndGet();
      }
    }
    try (Child last = Child.cli(ground, command)) {
      return last.ends(PATIENCE) ? last.exitCode() : -1;
    }
  }

  /// Lets a process live: some are killed while they start, most while they work.
  private static void live(Child child, Random random) throws InterruptedException {
    boolean early = random.nextInt(EARLY_ONE_IN) == 0;
    int millis = random.nextInt(early ? EARLY_MILLIS : WORKING_MILLIS);
    if (!early) {
      child.awaitWord(PATIENCE);
    }
    Ground.pause(Duration.ofMillis(millis));
  }

  private static void judge(
      Ground ground, Workload workload, JobPlan plan, int items, Results results)
      throws InterruptedException {
    Handed handed = Handed.read(ground, Topic.inbox(AGENT), workload.run());
    results.require("works handed back", items, handed.distinct());
    results.require("handed back more than once", 0, handed.duplicates());

    Map<UUID, Integer> answers = new HashMap<>();
    ground.scan(
        Topic.broadcast(AGENT.guild()),
        record -> {
          AgentAnswer answer =
              (AgentAnswer) ground.bus().codec().decode(record.topic(), record.value());
          if (answer.outcome() == AgentAnswer.Outcome.ANSWERED) {
            answers.merge(answer.work().value(), 1, Integer::sum);
          }
        });
    results.require("works answered", items, answers.size());
    results.require(
        "answered more than once", 0, answers.values().stream().filter(n -> n > 1).count());

    Map<UUID, Integer> outcomes = new HashMap<>();
    ground.scan(
        Topic.DLQ_OUTCOMES.topicName(),
        record -> {
          OperationOutcome outcome =
              (OperationOutcome) ground.bus().codec().decode(record.topic(), record.value());
          if (outcome.kind() != OperationOutcome.Kind.OBEYED) {
            outcomes.merge(outcome.work().value(), 1, Integer::sum);
          }
        });
    results.require("works with an outcome", items, outcomes.size());
    results.require(
        "more than one outcome", 0, outcomes.values().stream().filter(n -> n > 1).count());

    List<JobState> jobs = new ReplayJobs(ground.bus()).list();
    results.require("jobs", 1, jobs.size());
    JobState job = jobs.getFirst();
    results.require(
        "status of the job", job.status() == JobState.Status.FINISHED, job.status().name());
    results.require("sent by the job", items, job.sent());
    results.require("counted as answered", items, job.succeeded());
    results.require("counted as refused", 0, job.refused());
    results.require("counted as failed again", 0, job.failed());
    results.require("the plan's job", job.job().equals(plan.job()), job.job().toString());
    DeadLetterDesk desk = new DeadLetterDesk(ground.bus());
    results.require(
        "rows " + Status.RESOLVED,
        items,
        desk.list(DeadLetterQuery.parse("status=RESOLVED")).size());
  }

  private static String stateTopic() {
    return Topic.DLQ_STATE.topicName();
  }
}
