package io.raptorflow.bench;

import io.raptorflow.bus.kafka.Bus;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListener;

/// Listeners of Spring Kafka with its own defaults, one thread for each of the four partitions.
final class SpringListeners {
  private static final int THREADS = 4;

  private SpringListeners() {}

  static void record(Bus bus, Racer.Course course, Consumer<ConsumerRecord<byte[], byte[]>> work) {
    start(bus, course, (MessageListener<byte[], byte[]>) work::accept, AckMode.BATCH);
  }

  static void batch(Bus bus, Racer.Course course, Consumer<ConsumerRecord<byte[], byte[]>> work) {
    start(
        bus,
        course,
        (BatchMessageListener<byte[], byte[]>) records -> records.forEach(work),
        AckMode.BATCH);
  }

  /// Each record goes to a virtual thread, which acknowledges it: the listener returns at once, and
  /// the container stops polling while acknowledgements of a poll are missing.
  static void async(Bus bus, Racer.Course course, Consumer<ConsumerRecord<byte[], byte[]>> work) {
    start(
        bus,
        course,
        (AcknowledgingMessageListener<byte[], byte[]>)
            (record, acknowledgment) ->
                Thread.ofVirtual()
                    .start(
                        () -> {
                          work.accept(record);
                          Objects.requireNonNull(acknowledgment).acknowledge();
                        }),
        AckMode.MANUAL);
  }

  private static void start(Bus bus, Racer.Course course, Object listener, AckMode mode) {
    ContainerProperties properties = new ContainerProperties(course.topic());
    properties.setGroupId(course.group());
    properties.setMessageListener(listener);
    properties.setAckMode(mode);
    properties.setAsyncAcks(mode == AckMode.MANUAL);
    ConcurrentMessageListenerContainer<byte[], byte[]> container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(consumerProperties(bus)), properties);
    container.setConcurrency(THREADS);
    container.start();
  }

  static Map<String, Object> consumerProperties(Bus bus) {
    Map<String, Object> properties = new HashMap<>(bus.settings().clientProperties());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return properties;
  }
}
