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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/// One way to work on the records of a topic, in a process of its own, from an empty group to the
/// last record. Prints `begun` with the first record and a line of JSON after the last one.
final class Racer {
  /// Who competes.
  enum Kind {
    /// This project's inbox: exactly once within Kafka, each value decoded with its schema.
    RAPTOR,
    /// Spring Kafka's record listener with four threads: at least once.
    SPRING_RECORD,
    /// Spring Kafka's batch listener with four threads: at least once.
    SPRING_BATCH,
    /// Spring Kafka's listener with asynchronous acknowledgements, four threads that hand each
    /// record to a virtual thread: at least once.
    SPRING_ASYNC,
    /// A share group (KIP-932) of 200 members, one record at a time each: at least once.
    SHARE_GROUP,
    /// Confluent's Parallel Consumer, unordered: at least once. With Kafka's clients 4.3.1 it does
    /// not fill its buffer again in time, so it gets one for all items.
    PARALLEL_CONSUMER,
    /// A consumer that polls and commits: at least once.
    PLAIN
  }

  /// Whose waits are of interest.
  enum Waits {
    NOBODYS,
    /// Those of works that came late, from when they were sent.
    NEWCOMERS,
    /// Those of the fast works that count, from when the first of all that count began.
    FAST
  }

  private static final int WINDOW = 10_000;
  private static final Duration COMMITS = Duration.ofMillis(50);

  private final Course course;
  private final Bus bus;
  private final Stopwatch watch;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /// What is raced.
  ///
  /// @param model its address; empty for works of no time
  /// @param seconds after which the racer is stopped
  record Course(
      Kind kind,
      String bootstrapServers,
      String registry,
      String topic,
      String group,
      int concurrency,
      Optional<String> model,
      Works works,
      long seconds,
      Waits waits) {

    List<String> words() {
      return List.of(
          kind.name(),
          bootstrapServers,
          registry,
          topic,
          group,
          Integer.toString(concurrency),
          model.orElse("-"),
          Integer.toString(works.all()),
          Integer.toString(works.warmUp()),
          Long.toString(seconds),
          waits.name());
    }

    static Course of(String[] words) {
      return new Course(
          Kind.valueOf(words[0]),
          words[1],
          words[2],
          words[3],
          words[4],
          Integer.parseInt(words[5]),
          Optional.of(words[6]).filter(url -> !url.equals("-")),
          new Works(Integer.parseInt(words[7]), Integer.parseInt(words[8])),
          Long.parseLong(words[9]),
          Waits.valueOf(words[10]));
    }
  }

  private Racer(Course course) {
    this.course = course;
    this.bus =
        Bus.connect(
            BusSettings.at(course.bootstrapServers(), course.registry()), InstantSource.system());
    this.watch = new Stopwatch(course.works());
  }

  public static void main(String[] arguments) throws InterruptedException {
    Racer racer = new Racer(Course.of(arguments));
    racer.start();
    System.out.println(racer.watch.await(racer.course.seconds()));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void start() {
    switch (course.kind()) {
      case RAPTOR -> raptor();
      case SPRING_RECORD -> SpringListeners.record(bus, course, this::work);
      case SPRING_BATCH -> SpringListeners.batch(bus, course, this::work);
      case SPRING_ASYNC -> SpringListeners.async(bus, course, this::work);
      case SHARE_GROUP -> ShareGroup.start(bus, course, this::work);
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
            course.concurrency(),
            usual.recordBytesMax(),
            usual.ageing(),
            usual.drain(),
            usual.deathsMax(),
            Optional.empty());
    new Inbox(
            bus,
            wide,
            course.topic(),
            course.group(),
            work -> {
              AgentTask task = (AgentTask) work.event();
              if (course.waits() == Waits.NEWCOMERS && task.seed() >= QueueRace.NEWCOMERS_FROM) {
                watch.waited(System.currentTimeMillis() - task.at().toEpochMilli());
              }
              work(work.at().partition() + "/" + work.at().offset());
              return new WorkResult.Done(List.of());
            },
            new RunControl(bus))
        .start();
  }

  private void parallel() {
    ParallelStreamProcessor<byte[], byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<byte[], byte[]>builder()
                .ordering(ProcessingOrder.UNORDERED)
                .maxConcurrency(course.concurrency())
                .messageBufferSize(course.works().all())
                .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                .commitInterval(COMMITS)
                .consumer(bus.consumer(course.group(), Map.of()))
                .build());
    processor.subscribe(List.of(course.topic()));
    processor.poll(context -> work(context.getSingleConsumerRecord()));
  }

  private void plain() {
    try (Consumer<byte[], byte[]> consumer = bus.consumer(course.group(), Map.of())) {
      consumer.subscribe(List.of(course.topic()));
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
        records.forEach(this::work);
        if (!records.isEmpty()) {
          consumer.commitSync();
        }
      }
    }
  }

  private void work(ConsumerRecord<byte[], byte[]> record) {
    work(record.partition() + "/" + record.offset());
  }

  private void work(String place) {
    watch.begins();
    if (course.waits() == Waits.FAST && !course.works().warmsUp(place)) {
      long waited = watch.counts();
      if (LongTail.isFast(place)) {
        watch.waited(waited);
      }
    }
    course.model().ifPresent(url -> ask(URI.create(url + "/" + place)));
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
