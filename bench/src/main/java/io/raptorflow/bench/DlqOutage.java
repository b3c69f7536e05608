package io.raptorflow.bench;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A provider that is down for a while under load. Judges outcomes only.
@Command(
    name = "dlq-outage",
    description =
        "200 works around a provider outage of --seconds 60: all are answered, none is given up.")
final class DlqOutage implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @Mixin private Scale scale = new Scale();

  @Override
  public Integer call() throws IOException, InterruptedException {
    int items = scale.items(200);
    int seconds = scale.seconds(60);
    Results results = new Results("dlq-outage");
    results.put("items", items);
    results.put("outage, seconds", seconds);
    AtomicBoolean down = new AtomicBoolean();
    AtomicLong calls = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    try (Ground ground = Ground.prepare(List.of(AGENT))) {
      Workload workload = new Workload(ground.bus(), AGENT);
      Inbox inbox =
          new Inbox(
              ground.bus(),
              InboxSettings.standard(),
              Topic.inbox(AGENT),
              AGENT.group(),
              work -> {
                calls.incrementAndGet();
                if (down.get()) {
                  refused.incrementAndGet();
                  return WorkResult.Failed.because(
                      FailureClass.TRANSIENT, "the provider does not answer");
                }
                return Workload.answer((AgentTask) work.event(), ground.bus().time().instant());
              },
              new RunControl(ground.bus()));
      inbox.start();
      try (Child replayer = Child.replayer(ground)) {
        replayer.awaitReady(PATIENCE);
        workload.send(0, items / 4);
        ground.await(
            "the first are answered", PATIENCE, () -> answered(ground).size() >= items / 4);
        down.set(true);
        ground.say("the provider is down");
        int steps = Math.max(1, seconds / 2);
        for (int step = 0; step < steps; step++) {
          int left = items - items / 4;
          workload.send(items / 4 + left * step / steps, items / 4 + left * (step + 1) / steps);
          Ground.pause(Duration.ofMillis(seconds * 1_000L / steps));
        }
        down.set(false);
        long healed = System.nanoTime();
        ground.say("the provider is back after %d refused calls", refused.get());
        ground.await("all are answered", PATIENCE, () -> answered(ground).size() >= items);
        results.put("seconds from the end of the outage to the last answer", since(healed));
        ground.await(
            "all rows are resolved", PATIENCE, () -> rows(ground, "status!=RESOLVED") == 0);
      }
      inbox.stop();
      results.put("calls", calls.get());
      results.put("calls refused", refused.get());
      results.require("works answered", items, answered(ground).size());
      for (Status status : List.of(Status.PARKED, Status.QUARANTINED, Status.DISCARDED)) {
        results.require("rows " + status, 0, rows(ground, "status=" + status));
      }
      results.require(
          "letters on " + Topic.DLQ_MAX_RETRIES_EXCEEDED.topicName(),
          0,
          ground.end(Topic.DLQ_MAX_RETRIES_EXCEEDED.topicName()));
    }
    return results.conclude();
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static int rows(Ground ground, String query) {
    return new DeadLetterDesk(ground.bus()).list(DeadLetterQuery.parse(query)).size();
  }

  private static Set<UUID> answered(Ground ground) {
    Set<UUID> works = new HashSet<>();
    ground.scan(
        Topic.broadcast(AGENT.guild()),
        record -> {
          AgentAnswer answer =
              (AgentAnswer) ground.bus().codec().decode(record.topic(), record.value());
          if (answer.outcome() == AgentAnswer.Outcome.ANSWERED) {
            works.add(answer.work().value());
          }
        });
    return works;
  }
}
