package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class InboxIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Inbox> inboxes = new ArrayList<>();
  private final RunId run = Samples.run();
  private Bus bus;
  private AgentId agent;
  private RunControl control;

  @BeforeEach
  void connect(Bus connected) {
    bus = connected;
    agent = LocalBus.newAgent(bus);
    control = new RunControl(bus);
    control.start();
  }

  @AfterEach
  void stop() {
    inboxes.forEach(Inbox::stop);
    control.close();
  }

  @Test
  void answersEveryTaskOnce() {
    start(work -> done(work));

    publish(0, 300);

    await().atMost(SOON).untilAsserted(() -> assertThat(answers()).hasSize(300));
    await().atMost(SOON).untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
    assertThat(answers().values()).allMatch(count -> count == 1);
  }

  @Test
  void worksOnManyRecordsAtOnceWhateverTheirOrder() throws InterruptedException {
    int items = 100;
    CountDownLatch allRunning = new CountDownLatch(items);
    start(
        work -> {
          allRunning.countDown();
          assertThat(allRunning.await(20, TimeUnit.SECONDS)).isTrue();
          return done(work);
        });

    publish(0, items);

    assertThat(allRunning.await(20, TimeUnit.SECONDS)).isTrue();
    await().atMost(SOON).untilAsserted(() -> assertThat(answers()).hasSize(items));
  }

  @Test
  void doesNotRepeatFinishedWorkAboveTheWatermarkAfterARestart() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    WorkHandler stuckOnTheFirst =
        work -> {
          int number = number(work);
          begun.add(number);
          if (number == 0) {
            never.await();
          }
          return done(work);
        };
    Inbox first =
        start(stuckOnTheFirst, InboxSettings.standard().withDrain(Duration.ofMillis(500)));
    publish(0, 40);
    await().atMost(SOON).untilAsserted(() -> assertThat(answers()).hasSize(39));
    first.stop();
    begun.clear();

    start(
        work -> {
          begun.add(number(work));
          return done(work);
        });

    await().atMost(SOON).untilAsserted(() -> assertThat(answers()).hasSize(40));
    assertThat(begun).containsExactly(0);
    assertThat(answers().values()).allMatch(count -> count == 1);
  }

  @Test
  void makesDeadLettersOfFailuresWithOriginalBytes() {
    start(
        work -> {
          if (number(work) == 1) {
            return new WorkResult.Failed(
                FailureClass.RATE_LIMITED, "429 from model", null, Duration.ofSeconds(30));
          }
          if (number(work) == 2) {
            throw new IllegalStateException("a bug");
          }
          return done(work);
        });
    ConsumerRecord<byte[], byte[]> original = bus.log().read(publish(1, 2).getFirst());
    publish(0, 1);
    publish(2, 3);

    await().atMost(SOON).untilAsserted(() -> assertThat(deadLetters()).hasSize(2));

    ConsumerRecord<byte[], byte[]> limited = deadLetter("RATE_LIMITED");
    assertThat(limited.value()).isEqualTo(original.value());
    assertThat(limited.headers().lastHeader(DeadLetters.ORIGINAL_KEY).value())
        .isEqualTo(original.key());
    assertThat(text(limited, Headers.CE_ID)).isEqualTo(text(original, Headers.CE_ID));
    assertThat(Long.parseLong(text(limited, Headers.NOT_BEFORE)))
        .isGreaterThan(Instant.now().plusSeconds(5).toEpochMilli());
    assertThat(text(deadLetter("TRANSIENT"), "kafka_dlt-exception-fqcn"))
        .isEqualTo(IllegalStateException.class.getName());
  }

  @Test
  void keepsNeighboursRunningWhenRecordsAreBad() {
    start(work -> done(work));
    String inbox = Topic.inbox(agent);
    byte[] good = bus.codec().encode(inbox, Samples.task(agent, run, 7));
    byte[] unknownSchema = good.clone();
    unknownSchema[3] = 99;
    byte[] cut = java.util.Arrays.copyOf(good, good.length / 2);
    String key = Samples.task(agent, run, 7).key();

    sendRaw(inbox, key, "not avro".getBytes(StandardCharsets.UTF_8));
    sendRaw(inbox, key, unknownSchema);
    sendRaw(inbox, key, cut);
    sendRaw(inbox, key, null);
    sendRaw(inbox, key, new byte[1_010_000]);
    sendRaw(inbox, "another key", good);
    sendRaw(
        inbox,
        run.toString(),
        bus.codec()
            .encode(Topic.broadcast(agent.guild()), Samples.answer(Samples.task(agent, run, 1))));
    AgentTask foreign = Samples.task(new AgentId("RES-001"), run, 1);
    sendRaw(inbox, foreign.key(), bus.codec().encode(inbox, foreign));
    publish(0, 5);

    await().atMost(SOON).untilAsserted(() -> assertThat(answers()).hasSize(5));
    await().atMost(SOON).untilAsserted(() -> assertThat(deadLetters()).hasSize(8));
    assertThat(deadLetters())
        .allMatch(letter -> text(letter, Headers.REASON_CLASS).equals("POISON"));
    assertThat(deadLetters().stream().filter(l -> l.topic().endsWith("routing_error"))).hasSize(3);
    assertThat(deadLetters().stream().filter(l -> l.topic().endsWith("schema_violation")))
        .hasSize(5);
  }

  @Test
  void stopsWorkOfACancelledRun() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    start(
        work -> {
          begun.incrementAndGet();
          never.await();
          return done(work);
        });
    publish(0, 3);
    await().atMost(SOON).untilAsserted(() -> assertThat(begun).hasValue(3));

    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.CONTROL,
                new ControlFlag(run, ControlFlag.RunFlag.CANCELLED, "asked", Instant.now())));

    await().atMost(SOON).untilAsserted(() -> assertThat(deadLetters()).hasSize(3));
    assertThat(deadLetters())
        .allMatch(letter -> text(letter, Headers.REASON_CLASS).equals("CANCELLED"));
    await().atMost(SOON).untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
  }

  @Test
  void doesNotBeginWorkAfterItsDeadline() {
    AtomicInteger begun = new AtomicInteger();
    start(
        work -> {
          begun.incrementAndGet();
          return done(work);
        });
    AgentTask late = Samples.task(agent, run, 1);
    AgentTask expired =
        new AgentTask(
            late.work(),
            late.run(),
            late.workspace(),
            late.node(),
            late.agent(),
            0,
            late.lane(),
            Instant.now().minusSeconds(1),
            1,
            List.of(),
            List.of(),
            late.budgetUsd(),
            late.at());

    bus.outbox().publish(Samples.sent(expired));

    await().atMost(SOON).untilAsserted(() -> assertThat(deadLetters()).hasSize(1));
    assertThat(text(deadLetters().getFirst(), Headers.REASON_CLASS)).isEqualTo("EXPIRED");
    assertThat(deadLetters().getFirst().topic()).isEqualTo("sys.dlq.processing_timeout");
    assertThat(begun).hasValue(0);
  }

  @Test
  void makesADeadLetterOfAResultThatNobodyTakes() {
    start(
        work ->
            new WorkResult.Done(
                List.of(Outgoing.to("sys.guild.muse.muse-999", (AgentTask) work.event()))));

    publish(0, 1);

    await().atMost(SOON).untilAsserted(() -> assertThat(deadLetters()).hasSize(1));
    assertThat(text(deadLetters().getFirst(), Headers.REASON_CLASS)).isEqualTo("BAD_OUTPUT");
  }

  @Test
  void sharesPartitionsWithASecondInboxWithoutRepeatingResults() {
    WorkHandler brief =
        work -> {
          var _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
          return done(work);
        };
    start(brief);
    publish(0, 200);

    start(brief);
    publish(200, 400);

    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(answers()).hasSize(400));
    assertThat(answers().values()).allMatch(count -> count == 1);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(inboxes).allMatch(inbox -> inbox.status().assigned().size() == 1));
  }

  private Inbox start(WorkHandler handler) {
    return start(handler, InboxSettings.standard());
  }

  private Inbox start(WorkHandler handler, InboxSettings settings) {
    Inbox inbox = new Inbox(bus, settings, Topic.inbox(agent), agent.group(), handler, control);
    inboxes.add(inbox);
    inbox.start();
    return inbox;
  }

  private List<io.raptorflow.bus.Coordinates> publish(int from, int to) {
    return bus.outbox()
        .publishAll(
            IntStream.range(from, to)
                .mapToObj(n -> Samples.sent(Samples.task(agent, run, n)))
                .toList());
  }

  private void sendRaw(String topic, String key, byte @Nullable [] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bus.settings().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      assertThat(
              producer.send(
                  new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)))
          .succeedsWithin(SOON);
    }
  }

  private static WorkResult done(Work work) {
    return new WorkResult.Done(List.of(Samples.sent(Samples.answer((AgentTask) work.event()))));
  }

  private static int number(Work work) {
    return (int) ((AgentTask) work.event()).seed();
  }

  /// How often each work of this run was answered.
  private Map<String, Integer> answers() {
    Map<String, Integer> counts = new HashMap<>();
    bus.log()
        .scan(
            Topic.broadcast(agent.guild()),
            record -> {
              AgentAnswer answer = (AgentAnswer) bus.codec().decode(record.topic(), record.value());
              if (answer.run().equals(run)) {
                counts.merge(answer.work().toString(), 1, Integer::sum);
              }
            });
    return counts;
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    for (Topic topic :
        List.of(
            Topic.DLQ_PROCESSING_ERROR,
            Topic.DLQ_PROCESSING_TIMEOUT,
            Topic.DLQ_SCHEMA_VIOLATION,
            Topic.DLQ_ROUTING_ERROR)) {
      bus.log()
          .scan(
              topic.topicName(),
              record -> {
                if (text(record, "kafka_dlt-original-topic").equals(Topic.inbox(agent))) {
                  letters.add(record);
                }
              });
    }
    return letters;
  }

  private ConsumerRecord<byte[], byte[]> deadLetter(String reason) {
    return deadLetters().stream()
        .filter(letter -> text(letter, Headers.REASON_CLASS).equals(reason))
        .findFirst()
        .orElseThrow();
  }

  private Map<Integer, Long> committed() throws Exception {
    Map<Integer, Long> offsets = new HashMap<>();
    bus.admin()
        .listConsumerGroupOffsets(agent.group())
        .partitionsToOffsetAndMetadata()
        .get(10, TimeUnit.SECONDS)
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }

  /// Offset after the last task of each partition that has any.
  private Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new HashMap<>();
    bus.log().scan(Topic.inbox(agent), record -> ends.put(record.partition(), record.offset() + 1));
    return ends;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    return RecordHeaders.text(record.headers(), header).orElse("");
  }
}
