package io.raptorflow.bench;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/// One way to work on the records of a topic, in a process of its own, from an empty group to the
/// last record. Prints `begun` with the first record and a line of JSON after the last one.
final class Racer {
  /// Who competes.
  enum Kind {
    /// This project's inbox: exactly once within Kafka, each value decoded with its schema.
    RAPTOR,
    /// Spring Kafka's record listener with four threads: at least once.
    SPRING_RECORD,
    /// Confluent's Parallel Consumer, unordered: at least once. With Kafka's clients 4.3.1 it does
    /// not fill its buffer again in time, so it gets one for all items.
    PARALLEL_CONSUMER,
    /// A consumer that polls and commits: at least once.
    PLAIN
  }

  private static final int SPRING_THREADS = 4;
  private static final int WINDOW = 10_000;
  private static final Duration COMMITS = Duration.ofMillis(50);

  private final Bus bus;
  private final String topic;
  private final String group;
  private final int concurrency;
  private final Optional<String> model;
  private final Stopwatch watch;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private Racer(
      Bus bus,
      String topic,
      String group,
      int concurrency,
      Optional<String> model,
      Stopwatch watch) {
    this.bus = bus;
    this.topic = topic;
    this.group = group;
    this.concurrency = concurrency;
    this.model = model;
    this.watch = watch;
  }

  /// @param arguments kind, bootstrap servers, registry, topic, group, works at once, address of
  ///   the model or `-`, items, most seconds
  public static void main(String[] arguments) throws InterruptedException {
    Stopwatch watch = new Stopwatch(Integer.parseInt(arguments[7]));
    Racer racer =
        new Racer(
            Bus.connect(BusSettings.at(arguments[1], arguments[2]), InstantSource.system()),
            arguments[3],
            arguments[4],
            Integer.parseInt(arguments[5]),
            Optional.of(arguments[6]).filter(url -> !url.equals("-")),
            watch);
    racer.start(Kind.valueOf(arguments[0]));
    System.out.println(watch.await(Long.parseLong(arguments[8])));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void start(Kind kind) {
    switch (kind) {
      case RAPTOR -> raptor();
      case SPRING_RECORD -> spring();
      case PARALLEL_CONSUMER -> parallel();
      case PLAIN -> Thread.ofPlatform().start(this::plain);
    }
  }

  private void raptor() {
    InboxSettings usual = InboxSettings.standard();
    InboxSettings wide =
        new InboxSettings(
            WINDOW,
            usual.windowBytes(),
            concurrency,
            usual.recordBytesMax(),
            usual.ageing(),
            usual.drain(),
            usual.deathsMax(),
            Optional.empty());
    new Inbox(
            bus,
            wide,
            topic,
            group,
            work -> {
              AgentTask task = (AgentTask) work.event();
              boolean newcomer = task.seed() >= QueueRace.NEWCOMERS_FROM;
              watch.begins(newcomer, task.at().toEpochMilli());
              work(work.at().partition() + "/" + work.at().offset());
              return new WorkResult.Done(List.of());
            },
            new RunControl(bus))
        .start();
  }

  private void spring() {
    ContainerProperties properties = new ContainerProperties(topic);
    properties.setGroupId(group);
    properties.setMessageListener((MessageListener<byte[], byte[]>) this::work);
    ConcurrentMessageListenerContainer<byte[], byte[]> container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(consumerProperties()), properties);
    container.setConcurrency(SPRING_THREADS);
    container.start();
  }

  private void parallel() {
    ParallelStreamProcessor<byte[], byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<byte[], byte[]>builder()
                .ordering(ProcessingOrder.UNORDERED)
                .maxConcurrency(concurrency)
                .messageBufferSize(watch.items())
                .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                .commitInterval(COMMITS)
                .consumer(bus.consumer(group, Map.of()))
                .build());
    processor.subscribe(List.of(topic));
    processor.poll(context -> work(context.getSingleConsumerRecord()));
  }

  private void plain() {
    try (Consumer<byte[], byte[]> consumer = bus.consumer(group, Map.of())) {
      consumer.subscribe(List.of(topic));
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
        records.forEach(this::work);
        if (!records.isEmpty()) {
          consumer.commitSync();
        }
      }
    }
  }

  private Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>(bus.settings().clientProperties());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return properties;
  }

  private void work(ConsumerRecord<byte[], byte[]> record) {
    watch.begins(false, record.timestamp());
    work(record.partition() + "/" + record.offset());
  }

  private void work(String place) {
    model.ifPresent(url -> ask(URI.create(url + "/" + place)));
    watch.ends();
  }

  private void ask(URI question) {
    try {
      byte[] answer =
          http.send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofByteArray()).body();
      if (answer.length != 800) {
        throw new IllegalStateException("an answer of " + answer.length + " bytes");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
