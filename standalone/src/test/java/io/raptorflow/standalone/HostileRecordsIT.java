package io.raptorflow.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records that a broken or hostile producer writes, straight onto every topic that somebody works
/// from.
class HostileRecordsIT {
  private static final int OVERSIZE = 1_500_000;
  private static final int LARGE = 1_048_000;
  private static final int UNKNOWN_SCHEMA = 987_654;
  private static final int UNASKED = 20;
  private static final List<Topic> LETTERS =
      List.of(
          Topic.DLQ_PROCESSING_ERROR,
          Topic.DLQ_PROCESSING_TIMEOUT,
          Topic.DLQ_SCHEMA_VIOLATION,
          Topic.DLQ_ROUTING_ERROR);

  /// A record as it was sent: `place` is topic, partition and offset.
  private record Sent(String kind, String place, byte[] value) {}

  /// A dead letter, and the reason that it names.
  private record Letter(String place, byte[] value, Map<String, String> headers) {
    boolean isPoison() {
      return "POISON".equals(headers.get(Headers.REASON_CLASS));
    }
  }

  @Test
  void makeOneDeadLetterEachWhileTheirNeighboursWorkOn(@TempDir Path data) throws Exception {
    try (Swarm swarm = Swarms.ready(data)) {
      Caller caller = new Caller(swarm.http());
      RunId run = caller.launch("tarnwell");

      List<Sent> sent = sendEverywhere(swarm);
      Forged.withLostBodies().forEach(swarm.bus().outbox()::publish);
      caller.finish(run);

      Map<String, List<Letter>> letters = new TreeMap<>();
      Awaitility.await()
          .atMost(Caller.STEP)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                letters.clear();
                letters.putAll(letters(swarm));
                assertThat(letters).containsKeys(places(sent));
              });
      assertThat(sent)
          .allSatisfy(
              record -> {
                assertThat(letters.get(record.place()))
                    .as(record.kind() + " at " + record.place())
                    .hasSize(1)
                    .allSatisfy(letter -> isOf(letter, record));
              });
      assertThat(letters.values().stream().flatMap(List::stream).filter(Letter::isPoison))
          .hasSize(sent.size());
      everyLetterCanBeShown(swarm, sent.size());
      List<String> unasked = answerUnasked(swarm);
      RunId next = caller.launch("quillstack");
      caller.finish(next);
      assertThat(runsOnTheDesk(swarm))
          .contains(next.toString())
          .doesNotContainAnyElementsOf(unasked);
    }
  }

  /// Answers of runs that no Lord leads, as they come of tasks that a producer wrote itself.
  private static List<String> answerUnasked(Swarm swarm) {
    List<String> runs = new ArrayList<>();
    for (int number = 0; number < UNASKED; number++) {
      String topic = Topic.broadcast(Guild.MUSE);
      BusEvent answer = Forged.event(topic);
      swarm.bus().outbox().publish(Outgoing.to(topic, answer));
      runs.add(answer.key());
    }
    return runs;
  }

  /// Runs that the Lord of the Muse guild keeps something of.
  private static List<String> runsOnTheDesk(Swarm swarm) {
    List<String> runs = new ArrayList<>();
    swarm
        .bus()
        .log()
        .scan(
            "lords.lord-004-desks-changelog", record -> runs.add(new String(record.key(), UTF_8)));
    return runs;
  }

  private static String[] places(List<Sent> sent) {
    return sent.stream().map(Sent::place).toArray(String[]::new);
  }

  private static void isOf(Letter letter, Sent record) {
    assertThat(letter.value()).isEqualTo(record.value());
    assertThat(letter.isPoison()).isTrue();
    assertThat(letter.headers().get("kafka_dlt-exception-message")).isNotBlank();
    assertThat(letter.headers()).containsKey(DeadLetters.FAILED_AT);
  }

  private static void everyLetterCanBeShown(Swarm swarm, int count) {
    DeadLetterDesk desk = new DeadLetterDesk(swarm.bus());
    DeadLetterQuery poison = DeadLetterQuery.parse("reason=POISON");
    Awaitility.await()
        .atMost(Caller.STEP)
        .untilAsserted(() -> assertThat(desk.list(poison)).hasSize(count));
    RetryRow row = desk.list(poison).getFirst();
    DeadLetterDetails shown = desk.show(row.work()).orElseThrow();

    assertThat(row.message()).isNotBlank();
    assertThat(shown.headers()).containsEntry(Headers.REASON_CLASS, "POISON");
  }

  private static List<Sent> sendEverywhere(Swarm swarm) throws InterruptedException {
    List<Sent> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(swarm.bootstrapServers())) {
      for (String topic : topics(swarm)) {
        for (Map.Entry<String, ProducerRecord<byte[], byte[]>> hostile :
            hostile(swarm, topic).entrySet()) {
          byte[] value = hostile.getValue().value();
          place(producer, hostile.getValue())
              .ifPresent(
                  place ->
                      sent.add(
                          new Sent(hostile.getKey(), place, value == null ? new byte[0] : value)));
        }
      }
    }
    return sent;
  }

  /// Where the record came to lie; empty when the broker refuses it, which it may do for size only.
  private static Optional<String> place(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
      throws InterruptedException {
    try {
      RecordMetadata at = producer.send(record).get();
      return Optional.of(at.topic() + ":" + at.partition() + ":" + at.offset());
    } catch (ExecutionException refused) {
      assertThat(refused).hasCauseInstanceOf(RecordTooLargeException.class);
      assertThat(record.value()).hasSize(OVERSIZE);
      return Optional.empty();
    }
  }

  private static List<String> topics(Swarm swarm) {
    List<String> topics = new ArrayList<>();
    topics.add(Topic.COMMANDS.topicName());
    topics.add(Topic.DIRECTIVES.topicName());
    topics.add(Topic.DECISIONS.topicName());
    for (Guild guild : Guild.values()) {
      topics.add(Topic.broadcast(guild));
    }
    swarm.agentIds().forEach(agent -> topics.add(Topic.inbox(agent)));
    return topics;
  }

  private static Map<String, ProducerRecord<byte[], byte[]>> hostile(Swarm swarm, String topic) {
    byte[] key = UUID.randomUUID().toString().getBytes(UTF_8);
    byte[] oversized = new byte[OVERSIZE];
    new Random(7).nextBytes(oversized);
    Map<String, ProducerRecord<byte[], byte[]>> records = new TreeMap<>();
    records.put("malformed bytes", record(topic, key, "{\"not\": \"avro\"}".getBytes(UTF_8)));
    records.put("no value", record(topic, key, null));
    records.put("no bytes", record(topic, null, new byte[0]));
    records.put("oversized", record(topic, key, oversized));
    records.put("as large as the topic takes", record(topic, key, Arrays.copyOf(oversized, LARGE)));
    records.put(
        "unknown schema",
        record(topic, key, ByteBuffer.allocate(16).put((byte) 0).putInt(UNKNOWN_SCHEMA).array()));
    records.put("wrong type", record(topic, key, foreign(swarm)));
    byte[] good = swarm.bus().codec().encode(topic, Forged.event(topic));
    records.put("wrong key", record(topic, "elsewhere".getBytes(UTF_8), good));
    records.put("no key", record(topic, null, good));
    return records;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, byte @Nullable [] key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, key, value);
  }

  /// An event of ours that none of these topics carries.
  private static byte[] foreign(Swarm swarm) {
    return swarm
        .bus()
        .codec()
        .encode(
            Topic.CONTROL.topicName(),
            new ControlFlag(
                new RunId(UUID.randomUUID()),
                ControlFlag.RunFlag.RUNNING,
                "nobody asked",
                Instant.EPOCH));
  }

  private static KafkaProducer<byte[], byte[]> producer(String servers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            4 * 1024 * 1024),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /// Every dead letter, by the place of the record that it was made of.
  private static Map<String, List<Letter>> letters(Swarm swarm) {
    Map<String, List<Letter>> letters = new HashMap<>();
    for (Topic topic : LETTERS) {
      swarm
          .bus()
          .log()
          .scan(
              topic.topicName(),
              record -> {
                Letter letter = letter(record);
                letters.computeIfAbsent(letter.place(), _ -> new ArrayList<>()).add(letter);
              });
    }
    return letters;
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    String place =
        "%s:%d:%d"
            .formatted(
                headers.get("kafka_dlt-original-topic"),
                ByteBuffer.wrap(record.headers().lastHeader("kafka_dlt-original-partition").value())
                    .getInt(),
                ByteBuffer.wrap(record.headers().lastHeader("kafka_dlt-original-offset").value())
                    .getLong());
    return new Letter(place, record.value() == null ? new byte[0] : record.value(), headers);
  }
}
