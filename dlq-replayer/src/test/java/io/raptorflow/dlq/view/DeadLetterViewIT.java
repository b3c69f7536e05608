package io.raptorflow.dlq.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusFixture.class)
class DeadLetterViewIT {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final LiveBus live;
  private final String workspace;
  private final RandomRows random;
  private final DeadLetterView view;
  private final DeadLetterDesk desk;

  DeadLetterViewIT(LiveBus live) {
    this.live = live;
    this.workspace = live.newWorkspace().value();
    this.random = new RandomRows(System.nanoTime(), workspace, now);
    this.view = new DeadLetterView(live.bus());
    this.desk = new DeadLetterDesk(live.bus());
  }

  @BeforeEach
  void start() {
    view.start();
    live.await().until(view::isReady);
  }

  @AfterEach
  void stop() {
    view.close();
  }

  @Test
  void answersWhatTheDeskReadsOutOfTheTopic() {
    publish(500);

    for (int i = 0; i < 25; i++) {
      DeadLetterQuery query = mine(random.filter());
      List<RetryRow> rows = sorted(desk.list(query));

      assertThat(all(query))
          .as("%s", query)
          .isEqualTo(rows.stream().map(DeadLetterLine::of).toList());
      assertThat(view.count(query)).isEqualTo(rows.size());
      assertThat(view.groups(query))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("trend")
          .isEqualTo(FailureGroup.of(rows, live.bus().time().instant()));
      assertThat(view.items(query))
          .containsExactlyInAnyOrderElementsOf(
              rows.stream().map(row -> new JobItem(row.work(), row.version())).toList());
      assertThat(view.plan(Verb.REPLAY, query, Integer.MAX_VALUE))
          .isEqualTo(JobPlan.of(Verb.REPLAY, query.toString(), rows));
    }
  }

  @Test
  void talliesWhatAPlainRecountOfTheTopicGives() {
    publish(300);
    DeadLetterQuery query = mine("");

    Tally tally = view.tally(query);

    List<RetryRow> rows = recount();
    List<RetryRow> open =
        rows.stream()
            .filter(
                row ->
                    List.of("SCHEDULED", "HELD", "PARKED", "QUARANTINED")
                        .contains(row.status().name()))
            .toList();
    assertThat(tally.works()).isEqualTo(rows.size());
    assertThat(tally.open()).isEqualTo(open.size()).isPositive();
    assertThat(tally.byStatus()).isEqualTo(counts(rows, RetryRow::status));
    assertThat(tally.byReason()).isEqualTo(counts(open, RetryRow::failure));
    assertThat(tally.byWorkspace()).containsOnlyKeys(workspace).containsValue(open.size());
    assertThat(tally.byAgent())
        .isEqualTo(counts(open, row -> row.agent().isEmpty() ? row.group() : row.agent()));
    assertThat(tally.oldest())
        .isEqualTo(
            open.stream().map(RetryRow::firstFailedAt).min(Instant::compareTo).orElseThrow());
    Instant hour = tally.lastHour().getFirst().from();
    assertThat(tally.lastHour()).hasSize(60);
    assertThat(tally.lastHour().stream().mapToInt(Tally.Minute::arrived).sum())
        .isEqualTo((int) rows.stream().filter(row -> !row.firstFailedAt().isBefore(hour)).count())
        .isPositive();
    assertThat(tally.lastHour().stream().mapToInt(Tally.Minute::drained).sum())
        .isEqualTo(
            (int)
                rows.stream()
                    .filter(row -> List.of("RESOLVED", "DISCARDED").contains(row.status().name()))
                    .filter(row -> !row.at().isBefore(hour))
                    .count())
        .isPositive();
  }

  @Test
  void readsTheBodiesAndHeadersOfWhatPassesEverythingElse() {
    List<RetryRow> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(
              Topic.DLQ_PROCESSING_ERROR.topicName(),
              "key".getBytes(StandardCharsets.UTF_8),
              "{\"n\":%d}".formatted(i).getBytes(StandardCharsets.UTF_8));
      letter.headers().add("odd", Integer.toString(i % 2).getBytes(StandardCharsets.UTF_8));
      Coordinates at = live.bus().outbox().publishRecords(List.of(letter)).getFirst();
      rows.add(row(at, i, List.of()));
    }
    send(rows);
    DeadLetterQuery query = mine("header.odd=1 and payload.$.n>=4 and failures>=0");

    assertThat(view.count(query)).isEqualTo(4);
    assertThat(all(query))
        .isEqualTo(sorted(desk.list(query)).stream().map(DeadLetterLine::of).toList());
  }

  @Test
  void findsTheWholeRowInTheLog() {
    RetryRow row =
        row(new Coordinates("gone", 0, 0), 3, List.of("failed", "replayed by Ann Example"));
    send(List.of(row));

    assertThat(view.find(row.work())).contains(row);
    assertThat(view.line(row.work())).contains(DeadLetterLine.of(row));
    assertThat(view.find(new WorkId(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void forgetsWorkWhoseRowIsRemovedFromTheTopic() {
    List<RetryRow> rows = publish(10);
    live.bus()
        .outbox()
        .publishRecords(
            rows.stream()
                .limit(4)
                .map(
                    row ->
                        new ProducerRecord<byte[], byte[]>(
                            Topic.DLQ_STATE.topicName(),
                            row.key().getBytes(StandardCharsets.UTF_8),
                            null))
                .toList());

    live.await().until(() -> view.count(mine("")) == 6);
    assertThat(view.find(rows.getFirst().work())).isEmpty();
    assertThat(view.find(rows.getLast().work())).isPresent();
  }

  @Test
  void measuresDepthAndAgeOfOpenWork() {
    RetryRow row = row(new Coordinates("gone", 0, 0), 3, List.of());
    send(List.of(row));

    live.await()
        .untilAsserted(
            () ->
                assertThat(
                        live.bus()
                            .meters()
                            .find("raptor.dlq.depth")
                            .tags("agent", "AGENT-" + workspace, "reason", "AUTH")
                            .gauges())
                    .singleElement()
                    .satisfies(depth -> assertThat(depth.value()).isEqualTo(1)));
    assertThat(
            live.bus()
                .meters()
                .get("raptor.dlq.oldest.seconds")
                .tag("reason", "AUTH")
                .gauge()
                .value())
        .isGreaterThanOrEqualTo(60);
  }

  @Test
  void refusesPagesAndCursorsThatAreNone() {
    assertThatThrownBy(() -> view.list(mine(""), 0, null)).hasMessageContaining("1 to 1,000");
    assertThatThrownBy(() -> view.list(mine(""), 10, "nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nonsense'");
  }

  private RetryRow row(Coordinates letter, int version, List<String> history) {
    return RandomRows.row(
        UUID.randomUUID(),
        Status.PARKED,
        FailureClass.AUTH,
        "AGENT-" + workspace,
        workspace,
        "the key was refused",
        now.minus(Duration.ofSeconds(60)),
        now,
        letter,
        version,
        null,
        history);
  }

  private DeadLetterQuery mine(String filter) {
    String only = "workspace=\"" + workspace + "\"";
    return DeadLetterQuery.parse(filter.isEmpty() ? only : only + " and (" + filter + ")");
  }

  private List<RetryRow> publish(int count) {
    List<RetryRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(random.row(random.work()));
    }
    send(rows);
    return rows;
  }

  /// Rows are there when the last of each partition is; each partition is read in order.
  private void send(List<RetryRow> rows) {
    live.bus()
        .outbox()
        .publishAll(rows.stream().map(row -> Outgoing.to(Topic.DLQ_STATE, row)).toList());
    live.await().until(() -> rows.stream().allMatch(row -> view.line(row.work()).isPresent()));
  }

  private List<DeadLetterLine> all(DeadLetterQuery query) {
    List<DeadLetterLine> lines = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      DeadLetterPage page = view.list(query, 7, cursor);
      lines.addAll(page.lines());
      cursor = page.next();
    } while (cursor != null);
    return lines;
  }

  private List<RetryRow> recount() {
    return live.events(Topic.DLQ_STATE.topicName(), RetryRow.class).stream()
        .filter(row -> row.workspace().equals(workspace))
        .toList();
  }

  private static List<RetryRow> sorted(List<RetryRow> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparing(RetryRow::lastFailedAt).reversed().thenComparing(RetryRow::key))
        .toList();
  }

  private static <K> java.util.Map<K, Integer> counts(
      List<RetryRow> rows, Function<RetryRow, K> by) {
    return rows.stream().collect(Collectors.groupingBy(by, Collectors.summingInt(_ -> 1)));
  }
}
