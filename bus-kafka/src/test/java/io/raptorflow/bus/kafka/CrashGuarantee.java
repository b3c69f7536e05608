package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes are killed without warning; every task is still answered, and its answer visible once.
class CrashGuarantee {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final AgentId AGENT = new AgentId("MUSE-001");

  /// Number of the task that ends its process.
  private static final int KILLER = 23;

  @TempDir private Path directory = Path.of("");
  private final List<Process> processes = new ArrayList<>();
  private final RunId run = Samples.run();
  private int port;
  private int controllerPort;

  @BeforeEach
  void choosePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = one.getLocalPort();
      controllerPort = other.getLocalPort();
    }
  }

  @AfterEach
  void stopProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void answersEveryTaskOnceAlthoughTheBrokerIsKilled() throws Exception {
    Process broker = broker();
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(bootstrap(), 0);
        Bus bus =
            Bus.connect(BusSettings.at(bootstrap(), registry.url()), InstantSource.system())) {
      new TopicCatalogue(bus, 1).create(List.of(AGENT));
      Inbox inbox = inbox(bus, "worker");
      inbox.start();
      publish(bus, 0, 150);
      await().atMost(LONG).until(() -> inbox.status().done() > 20);

      broker.destroyForcibly().waitFor();
      broker();

      publish(bus, 150, 200);
      await().atMost(LONG).untilAsserted(() -> assertThat(answers(bus)).hasSize(200));
      assertThat(answers(bus).values()).allMatch(count -> count == 1);
      assertThat(inbox.status().failed()).isZero();
      inbox.stop();
    }
  }

  @Test
  void answersEveryTaskOnceAlthoughAWorkerIsKilledAgainAndAgain() throws Exception {
    broker();
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(bootstrap(), 0);
        Bus bus =
            Bus.connect(BusSettings.at(bootstrap(), registry.url()), InstantSource.system())) {
      new TopicCatalogue(bus, 1).create(List.of(AGENT));
      publish(bus, 0, 200);
      for (int kills = 1; kills <= 3; kills++) {
        Process worker = fork(Worker.class.getName(), bootstrap(), registry.url());
        int before = answers(bus).size();
        await().atMost(LONG).until(() -> answers(bus).size() > before + 10);
        worker.destroyForcibly().waitFor();
      }

      fork(Worker.class.getName(), bootstrap(), registry.url());

      await().atMost(LONG).untilAsserted(() -> assertThat(answers(bus)).hasSize(200));
      assertThat(answers(bus).values()).allMatch(count -> count == 1);
    }
  }

  @Test
  void quarantinesTheWorkThatKillsItsProcessAndAnswersAllOthers() throws Exception {
    broker();
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(bootstrap(), 0);
        Bus bus =
            Bus.connect(BusSettings.at(bootstrap(), registry.url()), InstantSource.system())) {
      new TopicCatalogue(bus, 1).create(List.of(AGENT));
      publish(bus, 0, 60);
      int deaths = 0;

      for (; deaths < 10 && killers(bus).isEmpty(); deaths++) {
        Process worker = fork(KilledWorker.class.getName(), bootstrap(), registry.url());
        await().atMost(LONG).until(() -> !worker.isAlive() || !killers(bus).isEmpty());
      }

      await().atMost(LONG).untilAsserted(() -> assertThat(answers(bus)).hasSize(59));
      assertThat(answers(bus).values()).allMatch(count -> count == 1);
      assertThat(killers(bus)).as("deaths: %d", deaths).hasSize(1);
      assertThat(killers(bus).getFirst())
          .isEqualTo(Samples.task(AGENT, run, KILLER).work().toString());
    }
  }

  @Test
  void blamesNoWorkForADeathThatItsNeighbourBrought() throws Exception {
    broker();
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(bootstrap(), 0);
        Bus bus =
            Bus.connect(BusSettings.at(bootstrap(), registry.url()), InstantSource.system())) {
      new TopicCatalogue(bus, 1).create(List.of(AGENT));
      Process first = fork(PatientWorker.class.getName(), bootstrap(), registry.url(), "600", "0");
      publish(bus, 1, 10);
      await().atMost(LONG).until(() -> answers(bus).size() == 9);
      publish(bus, 0, 1);
      await().atMost(LONG).until(() -> atWork(bus) == 1);
      // Too quick to be written down, so that its neighbour is the only one that was at work.
      publish(bus, KILLER, KILLER + 1);
      await().atMost(LONG).until(() -> !first.isAlive());

      int deaths = 1;
      for (; deaths < 10 && killers(bus).isEmpty(); deaths++) {
        Process next = fork(PatientWorker.class.getName(), bootstrap(), registry.url(), "3", "1");
        await().atMost(LONG).until(() -> !next.isAlive() || !killers(bus).isEmpty());
      }

      await().atMost(LONG).untilAsserted(() -> assertThat(answers(bus)).hasSize(10));
      assertThat(killers(bus))
          .as("deaths: %d", deaths)
          .containsExactly(Samples.task(AGENT, run, KILLER).work().toString());
    }
  }

  /// Records of which a commit says that they are at work.
  private static int atWork(Bus bus) throws Exception {
    int sum = 0;
    for (OffsetAndMetadata commit :
        bus.admin()
            .listConsumerGroupOffsets(AGENT.group())
            .partitionsToOffsetAndMetadata()
            .get()
            .values()) {
      sum += CommitNote.read(commit.metadata(), commit.offset()).begun().cardinality();
    }
    return sum;
  }

  /// A process that answers tasks, some quickly and some slowly.
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws InterruptedException {
      Bus bus = Bus.connect(BusSettings.at(arguments[0], arguments[1]), InstantSource.system());
      inbox(bus, "worker").start();
      new CountDownLatch(1).await();
    }
  }

  /// The same, but one task ends the process without a word, as a crash of the machine's code does.
  static final class KilledWorker {
    private KilledWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
      workUntilKilled(arguments, CrashGuarantee::answeredIfHarmless);
    }
  }

  /// The same, but task 0 takes some seconds, and so does the one that ends the process.
  static final class PatientWorker {
    private PatientWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
      Map<Integer, String> seconds = Map.of(0, arguments[2], KILLER, arguments[3]);
      workUntilKilled(
          arguments,
          task -> {
            int patience = Integer.parseInt(seconds.getOrDefault((int) task.seed(), "0"));
            var _ = new CountDownLatch(1).await(patience, TimeUnit.SECONDS);
            return answeredIfHarmless(task);
          });
    }
  }

  private interface Answering {
    WorkResult answer(AgentTask task) throws InterruptedException;
  }

  private static void workUntilKilled(String[] arguments, Answering answering)
      throws InterruptedException {
    Bus bus = Bus.connect(BusSettings.at(arguments[0], arguments[1]), InstantSource.system());
    new Inbox(
            bus,
            InboxSettings.standard().withInstance("worker").withConcurrency(8),
            Topic.inbox(AGENT),
            AGENT.group(),
            work -> answering.answer((AgentTask) work.event()),
            new RunControl(bus))
        .start();
    new CountDownLatch(1).await();
  }

  private static Inbox inbox(Bus bus, String instance) {
    return new Inbox(
        bus,
        // Here processes are killed from outside, so no work is to blame, however often it strikes.
        InboxSettings.standard()
            .withInstance(instance)
            .withConcurrency(8)
            .withDeathsMax(Integer.MAX_VALUE),
        Topic.inbox(AGENT),
        AGENT.group(),
        work -> answered((AgentTask) work.event()),
        new RunControl(bus));
  }

  private static WorkResult answeredIfHarmless(AgentTask task) throws InterruptedException {
    if (task.seed() == KILLER) {
      Runtime.getRuntime().halt(137);
    }
    return answered(task);
  }

  private static WorkResult answered(AgentTask task) throws InterruptedException {
    var _ = new CountDownLatch(1).await(20 + task.seed() % 7 * 40, TimeUnit.MILLISECONDS);
    return new WorkResult.Done(List.of(Samples.sent(Samples.answer(task))));
  }

  private void publish(Bus bus, int from, int to) {
    bus.outbox()
        .publishAll(
            IntStream.range(from, to)
                .mapToObj(n -> Samples.sent(Samples.task(AGENT, run, n)))
                .toList());
  }

  private static Map<String, Integer> answers(Bus bus) {
    Map<String, Integer> counts = new HashMap<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          Topic.broadcast(AGENT.guild()),
          record -> {
            AgentAnswer answer = (AgentAnswer) bus.codec().decode(record.topic(), record.value());
            counts.merge(answer.work().toString(), 1, Integer::sum);
          });
    }
    return counts;
  }

  /// Works that became dead letters of class KILLER.
  private static List<String> killers(Bus bus) {
    List<String> works = new ArrayList<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          FailureClass.KILLER.deadLetterTopic().topicName(),
          record -> {
            assertThat(RecordHeaders.text(record.headers(), Headers.REASON_CLASS))
                .contains(FailureClass.KILLER.name());
            works.add(RecordHeaders.text(record.headers(), Headers.WORK_ID).orElseThrow());
          });
    }
    return works;
  }

  private String bootstrap() {
    return "127.0.0.1:" + port;
  }

  private Process broker() throws IOException, InterruptedException {
    Process broker =
        fork(
            EmbeddedBroker.class.getName(),
            directory.resolve("kafka").toString(),
            Integer.toString(port),
            Integer.toString(controllerPort));
    Path output = output(broker);
    await()
        .atMost(LONG)
        .until(
            () ->
                Files.readString(output, StandardCharsets.UTF_8).contains("broker 127.0.0.1")
                    || !broker.isAlive());
    assertThat(broker.isAlive()).as(Files.readString(output)).isTrue();
    return broker;
  }

  private Process fork(String main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("process-" + processes.size() + ".log").toFile())
            .directory(new File("").getAbsoluteFile())
            .start();
    processes.add(process);
    return process;
  }

  private Path output(Process process) {
    return directory.resolve("process-" + processes.indexOf(process) + ".log");
  }
}
