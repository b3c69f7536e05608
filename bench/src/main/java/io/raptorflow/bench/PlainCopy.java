package io.raptorflow.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The least that anything on Kafka costs: records of one topic to another, unchanged, exactly
/// once, 500 in a transaction.
final class PlainCopy {
  private static final String COPY = "bench.copy";

  private PlainCopy() {}

  /// @return records a second
  static double run(Ground ground, String topic, long records) throws Exception {
    ground
        .bus()
        .admin()
        .createTopics(
            List.of(
                new NewTopic(COPY, 4, (short) 1).configs(Map.of("max.message.bytes", "4194304"))))
        .all()
        .get();
    Map<String, Object> properties = new HashMap<>(ground.bus().settings().clientProperties());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench-" + UUID.randomUUID());
    properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    long copied = 0;
    try (Consumer<byte[], byte[]> consumer = ground.bus().consumer("bench-copy", Map.of());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      consumer.subscribe(List.of(topic));
      long began = 0;
      while (copied < records) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(Duration.ofSeconds(1));
        if (batch.isEmpty()) {
          continue;
        }
        began = began == 0 ? System.nanoTime() : began;
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
          var _ =
              producer.send(
                  new ProducerRecord<>(COPY, null, record.key(), record.value(), record.headers()));
          offsets.put(
              new TopicPartition(record.topic(), record.partition()),
              new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        copied += batch.count();
      }
      return copied / ((System.nanoTime() - began) / 1e9);
    }
  }
}
