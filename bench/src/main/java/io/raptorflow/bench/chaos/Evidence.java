package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that a campaign left behind: the topics as a reader of committed records sees them, the
/// sink's file, what was acknowledged, and the history.
final class Evidence {
  /// One record of an agent's inbox.
  ///
  /// @param attempt 0 for the first delivery, more for a retry
  record Delivery(String topic, int partition, long offset, int attempt, long at, String group) {}

  /// A work, with every delivery in the order of the log.
  record Task(String work, String run, String workspace, String agent, List<Delivery> deliveries) {}

  /// An answer of an agent, or of the replayer when it gave up.
  record Answer(String run, String workspace, String agent, String outcome, long at) {
    boolean isFinal() {
      return !outcome.equals(Outcome.GAVE_UP.name());
    }
  }

  /// A dead letter.
  record DeadLetter(String position, String run, String workspace, int attempt, long at) {}

  /// A version of what is known of a failed work.
  record Row(
      int version,
      RetryRow.Status status,
      int failures,
      long dueAt,
      String letter,
      long at,
      String workspace) {}

  /// What a Lord decided.
  record Decision(String lord, int sequence, CouncilDecision.Kind kind, String hash) {}

  /// A call at the sink, whatever came of it.
  record Call(
      String kind,
      String key,
      String body,
      int attempt,
      long begun,
      long ended,
      int status,
      String effect) {}

  /// What a group had committed at a time.
  record Sample(long at, String topic, int partition, long offset, String note) {}

  /// A fault from its begin to its end.
  record Disturbance(Fault fault, long begun, long ended, String who) {}

  final Map<String, Task> tasks = new HashMap<>();
  final Map<String, List<Answer>> answers = new HashMap<>();
  final Map<String, List<DeadLetter>> letters = new HashMap<>();
  final Map<String, List<Row>> rows = new HashMap<>();
  final Map<String, List<Decision>> decisions = new HashMap<>();
  final List<Call> calls = new ArrayList<>();
  final Map<String, JsonNode> given = new HashMap<>();
  final Set<String> acknowledged = new HashSet<>();
  final Set<String> requests = new HashSet<>();
  final List<Sample> samples = new ArrayList<>();
  final List<JsonNode> history = new ArrayList<>();
  final List<Disturbance> disturbances = new ArrayList<>();
  private final Bus bus;

  private Evidence(Bus bus) {
    this.bus = bus;
  }

  static Evidence read(Bus bus, Path directory) throws IOException {
    Evidence evidence = new Evidence(bus);
    evidence.readTopics();
    evidence.readFiles(directory);
    return evidence;
  }

  Bus bus() {
    return bus;
  }

  private void readTopics() {
    List<AgentId> agents = new ArrayList<>(Cast.TOOL_USERS);
    agents.add(Cast.WRITER);
    try (LogReader log = bus.newLogReader()) {
      for (AgentId agent : agents) {
        log.scan(Topic.inbox(agent), this::delivered);
      }
      for (Guild guild : Guild.values()) {
        log.scan(Topic.broadcast(guild), this::answered);
      }
      for (Topic topic :
          List.of(
              Topic.DLQ_PROCESSING_ERROR,
              Topic.DLQ_PROCESSING_TIMEOUT,
              Topic.DLQ_SCHEMA_VIOLATION,
              Topic.DLQ_ROUTING_ERROR)) {
        log.scan(topic.topicName(), this::failed);
      }
      log.scan(Topic.DLQ_STATE.topicName(), this::noted);
      log.scan(Topic.DECISIONS.topicName(), this::decided);
    }
  }

  private void delivered(ConsumerRecord<byte[], byte[]> record) {
    String work = header(record, Headers.WORK_ID);
    tasks
        .computeIfAbsent(
            work,
            _ ->
                new Task(
                    work,
                    header(record, Headers.RUN_ID),
                    header(record, Headers.WORKSPACE),
                    header(record, Headers.AGENT),
                    new ArrayList<>()))
        .deliveries()
        .add(
            new Delivery(
                record.topic(),
                record.partition(),
                record.offset(),
                attempt(record),
                record.timestamp(),
                header(record, Headers.ONLY_GROUP)));
  }

  private void answered(ConsumerRecord<byte[], byte[]> record) {
    answers
        .computeIfAbsent(header(record, Headers.WORK_ID), _ -> new ArrayList<>())
        .add(
            new Answer(
                header(record, Headers.RUN_ID),
                header(record, Headers.WORKSPACE),
                header(record, Headers.AGENT),
                header(record, Headers.OUTCOME),
                record.timestamp()));
  }

  private void failed(ConsumerRecord<byte[], byte[]> record) {
    letters
        .computeIfAbsent(header(record, Headers.WORK_ID), _ -> new ArrayList<>())
        .add(
            new DeadLetter(
                record.topic() + ":" + record.partition() + ":" + record.offset(),
                header(record, Headers.RUN_ID),
                header(record, Headers.WORKSPACE),
                attempt(record),
                record.timestamp()));
  }

  private void noted(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null
        || !(bus.codec().decode(record.topic(), record.value()) instanceof RetryRow row)) {
      return;
    }
    Instant due = row.dueAt();
    rows.computeIfAbsent(row.work().toString(), _ -> new ArrayList<>())
        .add(
            new Row(
                row.version(),
                row.status(),
                row.failures(),
                due == null ? 0 : due.toEpochMilli(),
                row.letter().topic() + ":" + row.letter().partition() + ":" + row.letter().offset(),
                row.at().toEpochMilli(),
                row.workspace()));
  }

  private void decided(ConsumerRecord<byte[], byte[]> record) {
    if (bus.codec().decode(record.topic(), record.value()) instanceof CouncilDecision decision) {
      decisions
          .computeIfAbsent(decision.run().toString(), _ -> new ArrayList<>())
          .add(
              new Decision(
                  decision.lord().value(), decision.sequence(), decision.kind(), decision.hash()));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Progress.header(record, name);
  }

  private static int attempt(ConsumerRecord<byte[], byte[]> record) {
    String text = header(record, Headers.ATTEMPT);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private void readFiles(Path directory) throws IOException {
    each(directory.resolve("load.jsonl"), this::given);
    each(directory.resolve("sink.jsonl"), this::called);
    each(
        directory.resolve("samples.jsonl"),
        line ->
            samples.add(
                new Sample(
                    line.path("at").asLong(),
                    line.path("topic").asString(),
                    line.path("partition").asInt(),
                    line.path("offset").asLong(),
                    line.path("note").asString(""))));
    each(directory.resolve("history.jsonl"), this::happened);
  }

  private void given(JsonNode line) {
    if (line.has("request")) {
      requests.add(line.path("request").asString());
      return;
    }
    String work = line.path("work").asString();
    given.put(work, line);
    if (line.path("acknowledged").asBoolean()) {
      acknowledged.add(work);
    }
  }

  private void called(JsonNode line) {
    calls.add(
        new Call(
            line.path("kind").asString(),
            line.path("key").asString(),
            line.path("body").asString(line.path("work").asString("")),
            Integer.parseInt(line.path("attempt").asString("0")),
            line.path("begun").asLong(),
            line.path("ended").asLong(),
            line.path("status").asInt(),
            line.path("effect").asString("")));
  }

  private void happened(JsonNode line) {
    history.add(line);
    if (line.path("event").asString().equals("fault ends") && !line.has("skipped")) {
      disturbances.add(
          new Disturbance(
              Fault.of(line.path("kind").asString()),
              line.path("begun").asLong(),
              line.path("at").asLong(),
              line.path("who").toString()));
    }
  }

  /// The last line of the history that tells of an event.
  @Nullable JsonNode last(String event) {
    JsonNode found = null;
    for (JsonNode line : history) {
      if (line.path("event").asString().equals(event)) {
        found = line;
      }
    }
    return found;
  }

  private static void each(Path file, Consumer<JsonNode> reading) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      lines
          .filter(line -> !line.isBlank())
          .forEach(line -> reading.accept(CanonicalJson.read(line)));
    }
  }
}
