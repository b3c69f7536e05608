package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.Work;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The replayer is killed without warning while retries wait and while it fires.
@ExtendWith(BusFixture.class)
class ReplayerCrashGuarantee {
  private static final int ITEMS = 60;

  @Test
  void firesEveryRetryOnceAlthoughItIsKilled(LiveBus live, @TempDir Path directory)
      throws Exception {
    AgentId agent = live.newAgent(Guild.MATRIX);
    RunId run = live.newRun();
    Inbox inbox =
        new Inbox(
            live.bus(),
            InboxSettings.standard(),
            Topic.inbox(agent),
            agent.group(),
            work ->
                WorkResult.Failed.because(
                    FailureClass.TRANSIENT, "down " + "x".repeat(number(work))),
            new RunControl(live.bus()));
    inbox.start();
    DeadLetterDesk desk = new DeadLetterDesk(live.bus());
    live.bus()
        .outbox()
        .publishAll(
            IntStream.range(0, ITEMS)
                .mapToObj(n -> Outgoing.to(Topic.inbox(agent), task(agent, run, n)))
                .toList());

    for (int kills = 0; kills < 2; kills++) {
      int before = live.records(Topic.inbox(agent)).size();
      ForkedReplayer replayer = ForkedReplayer.start(live.bus().settings(), directory);
      try {
        live.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> live.records(Topic.inbox(agent)).size() > before);
      } finally {
        replayer.kill();
      }
    }
    try (ForkedReplayer _ = ForkedReplayer.start(live.bus().settings(), directory)) {
      live.await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(desk.list(DeadLetterQuery.parse("status=PARKED and run=" + run)))
                      .hasSize(ITEMS));
    } finally {
      inbox.stop();
    }

    assertThat(live.records(Topic.inbox(agent))).hasSize(ITEMS * (1 + ForkedReplayer.RETRIES));
    List<AgentAnswer> givenUp =
        live.events(Topic.broadcast(Guild.MATRIX), AgentAnswer.class).stream()
            .filter(answer -> answer.run().equals(run))
            .toList();
    assertThat(givenUp).hasSize(ITEMS);
    assertThat(desk.list(DeadLetterQuery.parse("run=" + run)))
        .extracting(RetryRow::failures)
        .containsOnly(1 + ForkedReplayer.RETRIES);
  }

  /// Each work fails in a way of its own, so that together they are no outage.
  private static int number(Work work) {
    return (int) ((AgentTask) work.event()).seed();
  }

  private static AgentTask task(AgentId agent, RunId run, int number) {
    Instant now = Instant.ofEpochMilli(Instant.now().toEpochMilli());
    return new AgentTask(
        new WorkId(NameUuid.of(run.toString(), Integer.toString(number))),
        run,
        new WorkspaceId("tarn"),
        "node",
        agent,
        0,
        Lane.NORMAL,
        now.plus(Duration.ofHours(1)),
        number,
        List.of(),
        List.of(),
        BigDecimal.ONE,
        now);
  }
}
