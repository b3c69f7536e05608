package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// An operator's night, on the command line and a real broker.
@ExtendWith(BusFixture.class)
class DlqOperatorIT {
  private LiveBus live;
  private AgentId agent;
  private Replayer replayer;
  private Inbox inbox;
  private String told = "";

  @BeforeEach
  void start(LiveBus bus, @TempDir Path directory) {
    live = bus;
    agent = live.newAgent(Guild.MUSE);
    replayer =
        new Replayer(
            live.bus(),
            ReplayerSettings.standard(directory.resolve("state")),
            InstantSource.system());
    replayer.start();
    inbox =
        new Inbox(
            live.bus(),
            InboxSettings.standard(),
            Topic.inbox(agent),
            agent.group(),
            _ -> WorkResult.Failed.because(FailureClass.AUTH, "the key was refused"),
            new RunControl(live.bus()));
    inbox.start();
  }

  @AfterEach
  void stop() {
    inbox.stop();
    replayer.stop();
  }

  @Test
  void finishesAnOperatorsNightAndTouchesNothingElse(@TempDir Path directory) throws Exception {
    malformed(25);
    awaitRows(Status.QUARANTINED, 25);

    assertThat(raptor("groups", "--where", mine())).isEqualTo(ExitCode.OK);
    assertThat(told).contains("25 x POISON").contains("the work itself");

    assertThat(raptor("discard", "--where", mine(), "--dry-run", "--json", "--by", "ann"))
        .isEqualTo(ExitCode.OK);
    JsonNode plan = CanonicalJson.read(told);
    assertThat(plan.path("works")).hasSize(25);
    assertThat(rows(Status.QUARANTINED)).as("a dry run changes nothing").hasSize(25);

    malformed(1);
    awaitRows(Status.QUARANTINED, 26);
    String hash = plan.path("plan").asString();
    assertThat(
            raptor("discard", "--where", mine(), "--plan", hash, "--by", "ann", "--why", "noise"))
        .isEqualTo(ExitCode.OK);
    assertThat(told).contains("1 works match since the plan was made").contains("25 done");
    assertThat(rows(Status.DISCARDED)).hasSize(25);
    assertThat(rows(Status.QUARANTINED)).as("what came later is not touched").hasSize(1);

    String back = rows(Status.DISCARDED).getFirst().work().toString();
    assertThat(raptor("restore", back, "--by", "ann")).isEqualTo(ExitCode.OK);
    assertThat(rows(Status.PARKED)).hasSize(1);
    assertThat(raptor("replay", back, "--by", "ann", "--canary", "1"))
        .as("a replay that fails again is no success")
        .isEqualTo(ExitCode.PARTIAL);
    assertThat(told).contains("1 failed again");

    assertThat(raptor("jobs")).isEqualTo(ExitCode.OK);
    assertThat(told).contains("discard FINISHED: 25 of 25").contains("by ann: noise");

    Path file = directory.resolve("letters.jsonl");
    assertThat(raptor("export", "--where", mine(), "--out", file.toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(Files.readAllLines(file)).hasSize(26);
    assertThat(raptor("import", file.toString())).isEqualTo(ExitCode.OK);
    assertThat(told).contains("0 taken in, 26 known already");
  }

  @Test
  void hasASecondPersonStartWhatOneProposed() {
    malformed(3);
    awaitRows(Status.QUARANTINED, 3);

    assertThat(raptor("discard", "--where", mine(), "--by", "ann", "--four-eyes-above", "2"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(told).contains("3 works are more than 2").contains("no plan was given");
    assertThat(raptor("discard", "--where", mine(), "--dry-run", "--json", "--by", "ann"))
        .isEqualTo(ExitCode.OK);
    String plan = CanonicalJson.read(told).path("plan").asString();
    assertThat(raptor("discard", "--plan", plan, "--by", "ann", "--four-eyes-above", "2"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(told).contains("made by ann");
    assertThat(rows(Status.QUARANTINED)).as("a refusal changes nothing").hasSize(3);

    assertThat(raptor("discard", "--plan", plan, "--by", "ben", "--four-eyes-above", "2"))
        .isEqualTo(ExitCode.OK);
    assertThat(rows(Status.DISCARDED)).hasSize(3);
  }

  @Test
  void refusesWhatNobodyCanHaveMeant() {
    malformed(1);
    awaitRows(Status.QUARANTINED, 1);

    assertThat(raptor("discard", "--all", "--by", "ann")).isEqualTo(ExitCode.REFUSED);
    assertThat(told).contains("--all is refused without --yes");
    assertThat(raptor("discard", "--by", "ann")).isEqualTo(ExitCode.USAGE);
    assertThat(raptor("discard", "--plan", "f00", "--by", "ann")).isEqualTo(ExitCode.REFUSED);
    assertThat(told).contains("there is no plan f00");
    assertThat(raptor("replay", "--where", mine() + " and status=PARKED", "--by", "ann"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(raptor("adopt", "--topic", Topic.DLQ_ROUTING_ERROR.topicName()))
        .isEqualTo(ExitCode.REFUSED);
    String work = rows(Status.QUARANTINED).getFirst().work().toString();
    assertThat(raptor("edit", work, "--set", "/seed=1", "--by", "ann")).isEqualTo(ExitCode.REFUSED);
    assertThat(told).contains("--event FILE");
    assertThat(rows(Status.QUARANTINED)).hasSize(1);
  }

  private int raptor(String verb, String... more) {
    StringWriter text = new StringWriter();
    CommandLine line = Raptor.commandLine();
    line.setOut(new PrintWriter(text, true));
    line.setErr(new PrintWriter(text, true));
    BusSettings settings = live.bus().settings();
    List<String> words = new ArrayList<>(List.of("dlq", verb));
    words.addAll(List.of(more));
    words.addAll(
        List.of(
            "--bootstrap-servers",
            settings.bootstrapServers(),
            "--schema-registry",
            settings.schemaRegistryUrl()));
    int exitCode = line.execute(words.toArray(String[]::new));
    told = text.toString();
    return exitCode;
  }

  private String mine() {
    return "topic=\"" + Topic.inbox(agent) + "\"";
  }

  private void awaitRows(Status status, int count) {
    live.await().until(() -> rows(status).size() == count);
  }

  private List<RetryRow> rows(Status status) {
    Bus bus = live.bus();
    return new DeadLetterDesk(bus).list(DeadLetterQuery.parse(mine() + " and status=" + status));
  }

  private void malformed(int count) {
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
                    ("k" + i).getBytes(StandardCharsets.UTF_8),
                    "no event".getBytes(StandardCharsets.UTF_8)));
      }
      producer.flush();
    }
  }
}
