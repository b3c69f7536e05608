package io.raptorflow.bench;

import io.raptorflow.bus.kafka.Bus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationBuilder;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// Spring Kafka's non-blocking retries, as `@RetryableTopic` configures them: a topic and a
/// consumer for each backoff and for dead letters, the framework's own defaults else.
final class SpringRetries {
  static final String TOPIC = "retry-race";
  private static final String GROUP = "retry-race";

  private SpringRetries() {}

  /// A failure that is to be retried.
  static final class Again extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Again() {
      super("to be retried", null, false, false);
    }
  }

  /// What listens, and where.
  ///
  /// @param topic its name, which is its group's too
  public record Listening(String topic, Consumer<ConsumerRecord<byte[], byte[]>> work) {
    @KafkaListener(topics = "#{__listener.topic()}", groupId = "#{__listener.topic()}")
    public void on(ConsumerRecord<byte[], byte[]> record) {
      work.accept(record);
    }
  }

  /// Beans that every listener shares.
  @Configuration(proxyBeanMethods = false)
  @EnableKafka
  static class Plain {
    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> kafkaListenerContainerFactory(Bus bus) {
      ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory =
          new ConcurrentKafkaListenerContainerFactory<>();
      factory.setConsumerFactory(
          new DefaultKafkaConsumerFactory<>(SpringListeners.consumerProperties(bus)));
      return factory;
    }
  }

  /// What retry topics need beside them.
  @Configuration(proxyBeanMethods = false)
  @EnableKafkaRetryTopic
  static class Retryable {
    @Bean
    KafkaTemplate<byte[], byte[]> kafkaTemplate(Bus bus) {
      Map<String, Object> properties = new HashMap<>(bus.settings().clientProperties());
      properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(properties));
    }

    @Bean
    KafkaAdmin kafkaAdmin(Bus bus) {
      return new KafkaAdmin(new HashMap<>(bus.settings().clientProperties()));
    }

    @Bean
    TaskScheduler taskScheduler() {
      return new ThreadPoolTaskScheduler();
    }

    @Bean
    RetryTopicConfiguration backoff(KafkaTemplate<byte[], byte[]> template) {
      return RetryTopicConfigurationBuilder.newInstance()
          .maxAttempts(Retries.FAILURES + 1)
          .exponentialBackoff(Retries.FIRST_MILLIS, 2, Retries.LONGEST_MILLIS)
          .create(template);
    }
  }

  /// The defaults of `@RetryableTopic`: three attempts, a second apart.
  @Configuration(proxyBeanMethods = false)
  static class Usual {
    @Bean
    RetryTopicConfiguration backoff(KafkaTemplate<byte[], byte[]> template) {
      return RetryTopicConfigurationBuilder.newInstance().create(template);
    }
  }

  /// Starts one listener whose works are retried.
  ///
  /// @return sends the work of a number
  static IntConsumer start(Bus bus, Retries retries) {
    var _ =
        context(
            bus,
            List.of(
                new Listening(
                    TOPIC,
                    record -> {
                      String work = new String(record.value(), StandardCharsets.UTF_8);
                      if (retries.begins(Integer.parseInt(work), work).isPresent()) {
                        throw new Again();
                      }
                    })),
            List.of(Plain.class, Retryable.class));
    return number ->
        bus.outbox()
            .publishRecords(
                List.of(
                    new ProducerRecord<>(
                        TOPIC,
                        GROUP.getBytes(StandardCharsets.UTF_8),
                        Integer.toString(number).getBytes(StandardCharsets.UTF_8))));
  }

  /// A context with listeners, started.
  static AnnotationConfigApplicationContext context(
      Bus bus, List<Listening> listeners, List<Class<?>> configurations) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.setAllowBeanDefinitionOverriding(true);
    context.registerBean(
        "bus", Bus.class, () -> bus, definition -> definition.setDestroyMethodName(""));
    configurations.forEach(context::register);
    for (Listening listening : listeners) {
      context.registerBean(listening.topic(), Listening.class, () -> listening);
    }
    context.refresh();
    return context;
  }
}
