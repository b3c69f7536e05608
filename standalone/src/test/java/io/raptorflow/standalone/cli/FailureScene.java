package io.raptorflow.standalone.cli;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.dlq.RetryRule;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;

/// An agent that fails as a test says, a replayer, and an operator at the command line. Unless a
/// test says otherwise, what is transient is tried once more after 50 ms and waits for the operator
/// then.
final class FailureScene implements AutoCloseable {
  private final LiveBus live;
  private final AgentId agent;
  private final RunId run;
  private final Replayer replayer;
  private final Inbox inbox;
  private int sent;

  FailureScene(LiveBus live, Path directory, WorkHandler handler) {
    this(
        live,
        directory,
        handler,
        new RetryRule(Duration.ofMillis(50), Duration.ofMinutes(1), 1, Status.PARKED));
  }

  /// @param transients what is done about transient failures
  FailureScene(LiveBus live, Path directory, WorkHandler handler, RetryRule transients) {
    this.live = live;
    this.agent = live.newAgent(Guild.MUSE);
    this.run = live.newRun();
    this.replayer =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(directory.resolve("state"))
                .withRule(FailureClass.TRANSIENT, transients),
            InstantSource.system());
    replayer.start();
    this.inbox =
        new Inbox(
            live.bus(),
            InboxSettings.standard(),
            Topic.inbox(agent),
            agent.group(),
            handler,
            new RunControl(live.bus()));
    inbox.start();
  }

  /// What a command printed and returned.
  record Told(int exitCode, String text) {}

  /// Types a command, `raptor dlq` before it and the address of the bus behind it.
  Told raptor(String... words) {
    StringWriter text = new StringWriter();
    int exitCode = raptor(text, words);
    return new Told(exitCode, text.toString());
  }

  int raptor(Writer to, String... words) {
    CommandLine line = Raptor.commandLine();
    line.setOut(new PrintWriter(to, true));
    line.setErr(new PrintWriter(to, true));
    BusSettings settings = live.bus().settings();
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(words));
    all.addAll(
        List.of(
            "--bootstrap-servers",
            settings.bootstrapServers(),
            "--schema-registry",
            settings.schemaRegistryUrl()));
    return line.execute(all.toArray(String[]::new));
  }

  /// The filter that means the work of this scene.
  String mine() {
    return "topic=\"" + Topic.inbox(agent) + "\"";
  }

  String inboxTopic() {
    return Topic.inbox(agent);
  }

  /// Sends tasks; their seeds say how they fail.
  void send(IntStream seeds) {
    live.bus()
        .outbox()
        .publishAll(
            seeds.mapToObj(seed -> Outgoing.to(Topic.inbox(agent), task(sent++, seed))).toList());
  }

  /// Sends bytes that are no task, under the key that a task would have.
  void sendRaw(String text, int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", live.bus().settings().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    Topic.inbox(agent),
                    task(i, 0).key().getBytes(StandardCharsets.UTF_8),
                    text.getBytes(StandardCharsets.UTF_8)));
      }
      producer.flush();
    }
  }

  List<RetryRow> rows(String more) {
    return new DeadLetterDesk(live.bus()).list(DeadLetterQuery.parse(mine() + " and " + more));
  }

  void awaitRows(String which, int count) {
    live.await().atMost(Duration.ofSeconds(90)).until(() -> rows(which).size() == count);
  }

  @Override
  public void close() {
    inbox.stop();
    replayer.stop();
  }

  AgentTask task(int number, long seed) {
    return Tasks.task(run, agent, number, seed);
  }
}
