package io.raptorflow.bench;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.bus.kafka.WorkResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// The works of one run of one agent, as tasks and as dead letters.
final class Workload {
  private static final int BATCH = 2_000;

  private final Bus bus;
  private final AgentId agent;
  private final WorkspaceId workspace;
  private final RunId run = new RunId(UUID.randomUUID());
  private final DeadLetters letters;

  Workload(Bus bus, AgentId agent) {
    this(bus, agent, new WorkspaceId("tarn"));
  }

  Workload(Bus bus, AgentId agent, WorkspaceId workspace) {
    this.bus = bus;
    this.agent = agent;
    this.workspace = workspace;
    this.letters = new DeadLetters(bus.time(), "bench");
  }

  /// How one work failed.
  ///
  /// @param notBefore when it may be tried again, or null
  record Failure(FailureClass kind, String message, @Nullable Instant notBefore) {}

  RunId run() {
    return run;
  }

  WorkId work(int number) {
    return new WorkId(NameUuid.of(run.toString(), Integer.toString(number)));
  }

  /// Writes dead letters as a consumer does whose works `0 .. count-1` failed.
  void fail(int count, IntFunction<Failure> failure) {
    for (int from = 0; from < count; from += BATCH) {
      List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
      for (int number = from; number < Math.min(count, from + BATCH); number++) {
        batch.add(letter(number, failure.apply(number)));
      }
      bus.outbox().publishRecords(batch);
    }
  }

  /// Hands works `from .. to-1` to the agent.
  void send(int from, int to) {
    List<Outgoing> tasks = new ArrayList<>();
    for (int number = from; number < to; number++) {
      tasks.add(Outgoing.to(Topic.inbox(agent), task(number)));
    }
    bus.outbox().publishAll(tasks);
  }

  private ProducerRecord<byte[], byte[]> letter(int number, Failure failure) {
    ProducerRecord<byte[], byte[]> sent =
        bus.outbox().record(Outgoing.to(Topic.inbox(agent), task(number)));
    long now = bus.time().millis();
    ConsumerRecord<byte[], byte[]> failed =
        new ConsumerRecord<>(
            sent.topic(),
            0,
            number,
            now,
            TimestampType.CREATE_TIME,
            sent.key().length,
            sent.value().length,
            sent.key(),
            sent.value(),
            sent.headers(),
            Optional.empty());
    Instant notBefore = failure.notBefore();
    ProducerRecord<byte[], byte[]> letter =
        letters.of(
            failed, agent.group(), WorkResult.Failed.because(failure.kind(), failure.message()));
    if (notBefore != null) {
      letter
          .headers()
          .add(
              io.raptorflow.bus.Headers.NOT_BEFORE,
              Long.toString(notBefore.toEpochMilli())
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return letter;
  }

  private AgentTask task(int number) {
    Instant now = Instant.ofEpochMilli(bus.time().millis());
    return new AgentTask(
        work(number),
        run,
        workspace,
        "node",
        agent,
        0,
        Lane.NORMAL,
        now.plus(Duration.ofHours(6)),
        number,
        List.of(),
        List.of(),
        BigDecimal.ONE,
        now);
  }

  /// What the agent says when it can.
  static WorkResult answer(AgentTask task, Instant at) {
    Instant now = Instant.ofEpochMilli(at.toEpochMilli());
    return new WorkResult.Done(
        List.of(
            new Outgoing(
                Topic.broadcast(task.agent().guild()),
                new AgentAnswer(
                    NameUuid.of("answer", task.work().toString()),
                    task.work(),
                    task.run(),
                    task.workspace(),
                    task.node(),
                    task.agent(),
                    task.round(),
                    AgentAnswer.Outcome.ANSWERED,
                    "Text",
                    Payload.inline("{}"),
                    List.of(),
                    "",
                    "none",
                    AgentAnswer.Authorship.COMPUTATION,
                    Spend.NOTHING,
                    now,
                    now),
                Map.of())));
  }

  /// A word without digits for each number, so that two failures have two fingerprints.
  static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number; word.length() < 5; rest /= 20) {
      word.append((char) ('g' + rest % 20));
    }
    return word.toString();
  }
}
