package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.ClaimRef;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Topic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class OutboxIT {
  private Bus bus;
  private AgentTask task;

  @BeforeEach
  void connect(Bus connected) {
    bus = connected;
    task = Samples.task(LocalBus.newAgent(bus), Samples.run(), 1);
  }

  @Test
  void writesCloudEventsHeadersThatARetryRepeats() {
    ConsumerRecord<byte[], byte[]> first = published(task);

    ConsumerRecord<byte[], byte[]> second = published(task);

    Map<String, String> headers = RecordHeaders.texts(first.headers());
    assertThat(headers)
        .containsEntry(Headers.CE_SPECVERSION, "1.0")
        .containsEntry(Headers.CE_ID, task.work().toString())
        .containsEntry(Headers.CE_TYPE, "io.raptorflow.AgentTask.v1")
        .containsEntry(Headers.CONTENT_TYPE, "application/avro")
        .containsEntry(Headers.RUN_ID, task.run().toString())
        .containsEntry(Headers.PRIORITY, "NORMAL");
    assertThat(headers.get(Headers.TRACEPARENT)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(RecordHeaders.texts(second.headers()).get(Headers.CE_ID))
        .isEqualTo(headers.get(Headers.CE_ID));
  }

  @Test
  void movesLargeBodiesOutAndFetchesThemBack() {
    String large = text(3_000_000);
    AgentAnswer answer = Samples.answer(task, large);

    Coordinates at = bus.outbox().publish(Samples.sent(answer));

    ConsumerRecord<byte[], byte[]> record = bus.log().read(at);
    assertThat(record.value().length).isLessThan(2_000);
    AgentAnswer read = (AgentAnswer) bus.codec().decode(record.topic(), record.value());
    try (Bus other = Bus.connect(bus.settings(), bus.time())) {
      assertThat(other.claims().resolve(read)).isEqualTo(answer);
    }
  }

  @Test
  void movesManySmallBodiesOutWhenTogetherTheyAreTooMuch() {
    List<Attachment> inputs =
        IntStream.range(0, 20)
            .mapToObj(n -> Attachment.json("part-" + n, text(100_000 + n)))
            .toList();
    AgentTask wide =
        new AgentTask(
            task.work(),
            task.run(),
            task.workspace(),
            task.node(),
            task.agent(),
            0,
            task.lane(),
            task.deadline(),
            1,
            inputs,
            List.of(),
            task.budgetUsd(),
            task.at());

    ConsumerRecord<byte[], byte[]> record = published(wide);

    assertThat(record.value().length).isLessThanOrEqualTo(Outbox.EVENT_BYTES_MAX);
    AgentTask read = (AgentTask) bus.codec().decode(record.topic(), record.value());
    assertThat(bus.claims().resolve(read)).isEqualTo(wide);
  }

  @Test
  void storesABodyOnceHoweverOftenItIsSent() {
    Payload large = Payload.inline(text(400_001));

    Payload first = bus.claims().store(large);
    Payload second = bus.claims().store(large);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void refusesABodyThatIsNotWhatItsHashSays() {
    Payload stored = bus.claims().store(Payload.inline(text(300_000)));
    ClaimRef claim = stored.claim();
    assertThat(claim).isNotNull();
    Payload lying = new Payload("f".repeat(64), stored.bytes(), null, claim);
    Payload gone = new Payload("e".repeat(64), 10, null, new ClaimRef(0, 0, 1, "e".repeat(64)));

    assertThatThrownBy(() -> bus.claims().fetch(lying)).isInstanceOf(Claims.ClaimLost.class);
    assertThatThrownBy(() -> bus.claims().fetch(gone)).isInstanceOf(Claims.ClaimLost.class);
  }

  @Test
  void refusesAnEventOnATopicWhereItDoesNotBelong() {
    AgentAnswer answer = Samples.answer(task);

    assertThatThrownBy(
            () ->
                bus.outbox()
                    .publish(io.raptorflow.bus.Outgoing.to(Topic.inbox(task.agent()), answer)))
        .hasMessageContaining("does not belong");
  }

  @Test
  void keepsTheOrderOfOneKey() {
    List<AgentTask> tasks =
        IntStream.range(0, 100).mapToObj(n -> Samples.task(task.agent(), task.run(), n)).toList();

    List<Coordinates> at = bus.outbox().publishAll(tasks.stream().map(Samples::sent).toList());

    assertThat(at.stream().map(Coordinates::offset).toList()).isSorted();
    assertThat(
            Collections.frequency(
                at.stream().map(Coordinates::partition).toList(), at.getFirst().partition()))
        .isEqualTo(100);
  }

  private ConsumerRecord<byte[], byte[]> published(AgentTask sent) {
    return bus.log().read(bus.outbox().publish(Samples.sent(sent)));
  }

  private static String text(int length) {
    SplittableRandom random = new SplittableRandom(length);
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
