package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Work;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.FailureLog;
import io.raptorflow.standalone.cli.FailureScene.Told;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What operators see of failed work, on a real broker. The numbers are those of the features.
@ExtendWith(BusFixture.class)
class DlqLookIT {
  private static final Pattern CURSOR = Pattern.compile("(\\d+) more; go on with --cursor (\\S+)");

  private final AtomicBoolean mended = new AtomicBoolean();
  private LiveBus live;
  private FailureScene scene;

  @BeforeEach
  void start(LiveBus bus, @TempDir Path directory) {
    live = bus;
    scene = new FailureScene(bus, directory, this::work);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private WorkResult work(Work work) {
    AgentTask task = (AgentTask) work.event();
    if (mended.get()) {
      return Tasks.answered(task);
    }
    return switch ((int) task.seed()) {
      case 1 ->
          work.attempt() == 0
              ? WorkResult.Failed.because(FailureClass.TRANSIENT, "reset by peer")
              : WorkResult.Failed.because(
                  FailureClass.AUTH, "Bearer abc123def456ghi refused for ann@mail.example");
      case 3 -> WorkResult.Failed.because(FailureClass.AUTH, "nobody else has this cause");
      case 2 -> WorkResult.Failed.because(FailureClass.BUDGET, "no money left");
      default -> WorkResult.Failed.because(FailureClass.AUTH, "the key was refused");
    };
  }

  @Test
  void f01StatsEqualARecountOfTheTopics() {
    scene.send(
        IntStream.concat(IntStream.range(0, 3).map(_ -> 1), IntStream.range(0, 7).map(_ -> 2)));
    scene.sendRaw("no event", 5);
    scene.awaitRows("status in (PARKED, QUARANTINED)", 15);
    String given = scene.rows("reason=BUDGET").getFirst().work().toString();
    assertThat(scene.raptor("discard", given, "--by", "ann").exitCode()).isEqualTo(ExitCode.OK);

    Told told = scene.raptor("stats", "--where", scene.mine(), "--json");

    JsonNode stats = CanonicalJson.read(told.text());
    Map<String, RetryRow> rows = new HashMap<>();
    live.events(Topic.DLQ_STATE.topicName(), RetryRow.class).stream()
        .filter(row -> row.originalTopic().equals(scene.inboxTopic()))
        .forEach(row -> rows.put(row.key(), row));
    List<RetryRow> open =
        rows.values().stream().filter(row -> row.status() != Status.DISCARDED).toList();
    long letters =
        FailureLog.TOPICS.stream()
            .flatMap(topic -> live.records(topic.topicName()).stream())
            .filter(
                letter ->
                    LiveBus.header(letter, "kafka_dlt-original-topic").equals(scene.inboxTopic()))
            .count();
    assertThat(counts(stats.path("statuses")))
        .isEqualTo(recount(List.copyOf(rows.values()), row -> row.status().name()));
    assertThat(counts(stats.path("agents"))).isEqualTo(recount(open, DlqLookIT::who));
    assertThat(counts(stats.path("workspaces"))).isEqualTo(recount(open, RetryRow::workspace));
    assertThat(counts(stats.path("reasons"))).isEqualTo(recount(open, row -> row.failure().name()));
    assertThat(counts(stats.path("ages"))).isEqualTo(Map.of("MINUTES", 14L));
    Map<String, Long> causes = new HashMap<>();
    stats
        .path("causes")
        .forEach(
            cause ->
                causes.put(cause.path("fingerprint").asString(), cause.path("works").asLong()));
    assertThat(causes).isEqualTo(recount(open, RetryRow::fingerprint));
    assertThat(stats.path("open").asInt()).isEqualTo(14);
    assertThat(letters).as("three works failed twice").isEqualTo(18);
    assertThat(stats.path("arrivals").asLong()).isEqualTo(letters);
    assertThat(stats.path("arrivalsPerMinute").asDouble()).isEqualTo(letters / 60.0);
    assertThat(stats.path("drained").asInt()).isEqualTo(1);
    assertThat(Instant.parse(stats.path("oldest").path("since").asString()))
        .isEqualTo(
            open.stream().map(RetryRow::firstFailedAt).min(Instant::compareTo).orElseThrow());
    assertThat(scene.raptor("stats", "--where", scene.mine()).text())
        .contains("last hour         18 failures (0.3 a minute), 1 drained")
        .contains("      5  POISON");
    assertThat(scene.raptor("stats", "--where", "agent=nobody").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void f02GroupsSayHowEachCauseCameInOverTheLastHour() {
    scene.send(IntStream.range(0, 6).map(_ -> 2));
    scene.awaitRows("status=PARKED", 6);

    Told table = scene.raptor("groups", "--where", scene.mine());
    Told json = scene.raptor("groups", "--where", scene.mine(), "--json");

    JsonNode trend = CanonicalJson.read(json.text()).at("/groups/0/trend");
    assertThat(trend.path("direction").asString()).isEqualTo("NEW");
    assertThat(trend.path("arrivals")).hasSize(12);
    assertThat(trend.path("arrivals").valueStream().mapToInt(JsonNode::asInt).sum()).isEqualTo(6);
    assertThat(table.text())
        .containsPattern("last hour   new: 0 0 0 0 0 0 0 0 0 0 (0 6|\\d \\d)\n");
  }

  @Test
  void f03PagesAreStableWhileEntriesArrive() {
    scene.send(IntStream.range(0, 25).map(_ -> 2));
    scene.awaitRows("status=PARKED", 25);
    List<String> before =
        scene.rows("status=PARKED").stream().map(row -> row.work().toString()).toList();

    List<String> seen = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 3; page++) {
      List<String> words =
          new ArrayList<>(List.of("list", "--where", scene.mine(), "--limit", "10", "--jsonl"));
      if (page > 0) {
        words.addAll(List.of("--cursor", cursor));
      }
      Told told = scene.raptor(words.toArray(String[]::new));
      told.text()
          .lines()
          .filter(line -> line.startsWith("{"))
          .forEach(
              line -> seen.add(CanonicalJson.read(line).path("work").path("value").asString()));
      Matcher rest = CURSOR.matcher(told.text());
      if (page < 2) {
        assertThat(rest.find()).as(told.text()).isTrue();
        assertThat(rest.group(1))
            .as("entries that came are not counted")
            .isEqualTo(25 - 10 * (page + 1) + "");
        cursor = rest.group(2);
        scene.send(IntStream.of(2, 2));
        scene.awaitRows("status=PARKED", 25 + 2 * (page + 1));
      } else {
        assertThat(rest.find()).as("this is the last page").isFalse();
      }
    }

    assertThat(seen).hasSize(25).containsExactlyInAnyOrderElementsOf(before);
    assertThat(scene.raptor("list", "--cursor", cursor).text()).contains("another filter");
    assertThat(scene.raptor("list", "--cursor", "x").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void f04ShowsWhatChangedBetweenFailuresAndMasksSecrets() {
    scene.send(IntStream.of(1));
    scene.sendRaw("{\"apiKey\":\"geheim-1\",\"mail\":\"ben@mail.example\",\"n\":1}", 1);
    scene.awaitRows("status in (PARKED, QUARANTINED)", 2);
    String work = scene.rows("reason=AUTH").getFirst().work().toString();
    String raw = scene.rows("reason=POISON").getFirst().work().toString();

    String shown = scene.raptor("show", work).text();

    assertThat(shown)
        .contains("+ class    TRANSIENT")
        .contains("- class    TRANSIENT")
        .contains("+ class    AUTH")
        .contains("+ message  [masked:secret] refused for [masked:e-mail]")
        .containsPattern("trace     [0-9a-f]{32}\n")
        .contains("\"seed\" : 1")
        .contains(work)
        .doesNotContain("abc123def456ghi")
        .doesNotContain("ann@mail.example");
    assertThat(scene.raptor("show", work, "--json").text()).doesNotContain("abc123def456ghi");
    assertThat(scene.raptor("show", raw).text())
        .contains("\"apiKey\" : \"[masked:secret]\"")
        .contains("some values are masked")
        .doesNotContain("geheim-1")
        .doesNotContain("ben@mail.example");
    assertThat(scene.raptor("show", raw, "--unmasked").text())
        .contains("secrets and personal data are shown")
        .contains("\"apiKey\" : \"geheim-1\"");
    assertThat(scene.raptor("list", "--where", scene.mine(), "--json").text())
        .doesNotContain("ann@mail.example");
    assertThat(scene.raptor("groups", "--where", scene.mine()).text()).contains("[masked:e-mail]");
  }

  @Test
  void f05WhyNamesACommandThatWorks() {
    scene.send(IntStream.of(3));
    scene.awaitRows("status=PARKED", 1);
    String work = scene.rows("status=PARKED").getFirst().work().toString();

    String why = scene.raptor("why", work).text();

    assertThat(why)
        .contains("failed once at this work")
        .contains("the provider did not accept the credentials (AUTH)")
        .contains("It waits for you: failures of this class are not retried.");
    String next = why.lines().toList().getLast().strip();
    assertThat(next).startsWith("raptor dlq replay " + work);
    mended.set(true);
    String[] words =
        Arrays.stream(next.replace("\"Your Name\"", "ann").replace("\"", "").split(" "))
            .skip(2)
            .toArray(String[]::new);
    assertThat(scene.raptor(words).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(scene.raptor("why", work).text()).contains("It was answered after all");
    assertThat(scene.raptor("why", work, "--json").text()).contains("\"advice\":");
    assertThat(scene.raptor("why", "00000000-0000-0000-0000-000000000000").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  private static String who(RetryRow row) {
    return row.agent().isEmpty() ? row.group() : row.agent();
  }

  private static Map<String, Long> recount(List<RetryRow> rows, Function<RetryRow, String> by) {
    return rows.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }

  private static Map<String, Long> counts(JsonNode node) {
    Map<String, Long> counts = new HashMap<>();
    node.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
    return counts;
  }
}
