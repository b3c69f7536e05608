package io.raptorflow.bus.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenTransactionsIT {
  private static final TopicPartition WORK = new TopicPartition("work", 0);
  private static final String GROUP = "workers";

  @TempDir Path directory;

  @Test
  void aRestartedBrokerHidesNothingBehindTransactionsOfTheDead() throws Exception {
    EmbeddedBroker before = EmbeddedBroker.start(EmbeddedBroker.Settings.in(directory));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", before.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(WORK.topic(), 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    Producer<byte[], byte[]> committing = producer(before, "commits");
    committing.initTransactions();
    committing.beginTransaction();
    committing.send(record("kept")).get(30, TimeUnit.SECONDS);
    committing.sendOffsetsToTransaction(
        Map.of(WORK, new OffsetAndMetadata(1)), new ConsumerGroupMetadata(GROUP));
    committing.commitTransaction();
    committing.close();
    Producer<byte[], byte[]> dying = producer(before, "dies");
    dying.initTransactions();
    dying.beginTransaction();
    dying.send(record("never seen")).get(30, TimeUnit.SECONDS);
    dying.sendOffsetsToTransaction(
        Map.of(WORK, new OffsetAndMetadata(2)), new ConsumerGroupMetadata(GROUP));
    before.close();
    dying.close(Duration.ZERO);

    EmbeddedBroker after = EmbeddedBroker.start(EmbeddedBroker.Settings.in(directory));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", after.bootstrapServers()))) {
      assertThat(end(admin, IsolationLevel.READ_COMMITTED))
          .isEqualTo(end(admin, IsolationLevel.READ_UNCOMMITTED));
      assertThat(
              admin
                  .listConsumerGroupOffsets(
                      GROUP, new ListConsumerGroupOffsetsOptions().requireStable(true))
                  .partitionsToOffsetAndMetadata()
                  .get(30, TimeUnit.SECONDS))
          .containsEntry(WORK, new OffsetAndMetadata(1));
    } finally {
      after.close();
    }
  }

  private static long end(Admin admin, IsolationLevel level) throws Exception {
    return admin
        .listOffsets(Map.of(WORK, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(WORK)
        .get(30, TimeUnit.SECONDS)
        .offset();
  }

  /// With a timeout that the test does not live to see.
  private static Producer<byte[], byte[]> producer(EmbeddedBroker broker, String id) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 900_000);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> record(String text) {
    return new ProducerRecord<>(WORK.topic(), WORK.partition(), null, text.getBytes(UTF_8));
  }
}
