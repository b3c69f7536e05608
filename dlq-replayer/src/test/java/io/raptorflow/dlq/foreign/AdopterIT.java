package io.raptorflow.dlq.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.ReplayOutcome;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BusFixture.class)
class AdopterIT {
  private static final List<String> FAMILIES =
      List.of("spring", "spring-retry", "connect", "streams", "share-group");

  @TempDir private Path directory = Path.of("");
  private LiveBus live;
  private DeadLetterDesk desk;
  private Adopter adopter;
  private final List<Replayer> replayers = new ArrayList<>();

  @BeforeEach
  void connect(LiveBus bus) {
    live = bus;
    desk = new DeadLetterDesk(live.bus());
    adopter = new Adopter(live.bus());
  }

  @AfterEach
  void stop() {
    replayers.forEach(Replayer::stop);
  }

  @Test
  void adoptsTheLettersOfAllFamiliesOnceAndReplaysThemAsTheyWere() throws InterruptedException {
    startReplayer();
    create("all.families.dlq");
    create("golden.share.tasks");
    create("golden.connect.clicks");
    publish(original());
    FAMILIES.forEach(name -> publish(Golden.read(name).to("all.families.dlq")));
    publish(Golden.read("connect-without-headers").to("all.families.dlq"));

    AdoptionReport first = adopter.adopt("all.families.dlq");
    live.await().untilAsserted(() -> assertThat(rows("all.families.dlq")).hasSize(5));
    AdoptionReport second = adopter.adopt("all.families.dlq");

    assertThat(first.adopted()).isEqualTo(5);
    assertThat(first.known()).isZero();
    assertThat(first.refusals())
        .singleElement()
        .asString()
        .startsWith("all.families.dlq:0:5: ")
        .contains("no headers of a known dead-letter writer");
    assertThat(second.adopted()).isZero();
    assertThat(second.known()).isEqualTo(5);
    assertThat(rows("all.families.dlq"))
        .hasSize(5)
        .allMatch(row -> row.status() == Status.PARKED)
        .allMatch(row -> row.history().getLast().contains("replay it when its cause is gone"));
    for (String name : FAMILIES) {
      Golden golden = Golden.read(name);
      byte[] value = desk.show(work(golden)).orElseThrow().value();
      assertThat(value).as(name).isEqualTo(name.equals("share-group") ? bytes() : golden.value());
    }

    replaysAsItWas(Golden.read("connect"), "golden.connect.clicks", "clicks-sink");
    replaysAsItWas(
        new Golden("", 0, "task-1".getBytes(UTF_8), bytes(), Golden.read("share-group").headers()),
        "golden.share.tasks",
        "golden-share");
  }

  private void replaysAsItWas(Golden golden, String topic, String group) {
    int before = live.records(topic).size();

    ReplayOutcome outcome = desk.replay(work(golden), "ann", "the sink is mended");

    assertThat(outcome).isInstanceOf(ReplayOutcome.Accepted.class);
    live.await().untilAsserted(() -> assertThat(live.records(topic)).hasSize(before + 1));
    ConsumerRecord<byte[], byte[]> replayed =
        live.records(topic).stream()
            .filter(record -> !LiveBus.header(record, Headers.WORK_ID).isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(replayed.key()).isEqualTo(golden.key());
    assertThat(replayed.value()).isEqualTo(golden.value());
    assertThat(replayed.headers())
        .extracting(Header::key)
        .containsExactlyInAnyOrder(
            "tenant",
            Headers.WORK_ID,
            Headers.ATTEMPT,
            Headers.FIRST_FAILED_AT,
            Headers.ONLY_GROUP,
            Headers.DEADLINE);
    assertThat(LiveBus.header(replayed, "tenant")).isEqualTo("tarn");
    assertThat(LiveBus.header(replayed, Headers.ONLY_GROUP)).isEqualTo(group);
  }

  @Test
  void adoptsLettersWithoutHeadersWhenToldWhereTheyCameFrom() throws InterruptedException {
    startReplayer();
    create("plain.connect.dlq");
    create("plain.connect.clicks");
    publish(Golden.read("connect-without-headers").to("plain.connect.dlq"));

    AdoptionReport report = adopter.adopt("plain.connect.dlq", "plain.connect.clicks");

    assertThat(report.adopted()).isEqualTo(1);
    live.await().untilAsserted(() -> assertThat(rows("plain.connect.dlq")).hasSize(1));
    assertThat(rows("plain.connect.dlq").getFirst().originalTopic())
        .isEqualTo("plain.connect.clicks");
  }

  @Test
  void showsBrokenLettersAndRefusesThoseThatNameNoTopic() throws InterruptedException {
    startReplayer();
    create("broken.dlq");
    publish(Golden.read("connect-broken").to("broken.dlq"));
    publish(Golden.read("spring-broken").to("broken.dlq"));
    publish(Golden.read("streams-broken").to("broken.dlq"));
    RecordHeaders narrow = new RecordHeaders(Golden.read("spring-broken").headers());
    narrow.add("kafka_dlt-original-topic", "golden.spring.orders".getBytes(UTF_8));
    publish(new ProducerRecord<>("broken.dlq", 0, 0L, null, null, narrow));

    AdoptionReport report = adopter.adopt("broken.dlq");

    assertThat(report.adopted()).isEqualTo(2);
    assertThat(report.unreadable()).isEqualTo(2);
    assertThat(report.refusals())
        .extracting(AdoptionReport.Refusal::from)
        .containsExactly("broken.dlq:0:1", "broken.dlq:0:2");
    live.await().untilAsserted(() -> assertThat(rows("broken.dlq")).hasSize(2));
    Map<String, String> shown =
        rows("broken.dlq").stream()
            .map(row -> desk.show(row.work()).orElseThrow())
            .map(DeadLetterDetails::headers)
            .filter(headers -> headers.containsKey("kafka_dlt-original-partition"))
            .findFirst()
            .orElseThrow();
    assertThat(shown)
        .containsEntry("kafka_dlt-original-partition", "not a number: 0001")
        .containsEntry("kafka_dlt-original-offset", "not a number: 00000007");
    assertThat(shown.get(Adoption.NOTES)).contains("kafka_dlt-original-partition has 2 bytes");
  }

  @Test
  void saysWhenAShareGroupsLetterHasNoCopyAndTheOriginalIsGone() {
    create("share.gone.dlq");
    RecordHeaders headers = new RecordHeaders(Golden.read("share-group").headers());
    headers.remove("__dlq.errors.topic");
    headers.add("__dlq.errors.topic", "never.was".getBytes(UTF_8));
    publish(new ProducerRecord<>("share.gone.dlq", 0, 0L, null, null, headers));

    AdoptionReport report = adopter.adopt("share.gone.dlq");

    assertThat(report.adopted()).isZero();
    assertThat(report.refusals())
        .singleElement()
        .asString()
        .isEqualTo(
            "share.gone.dlq:0:0: it holds no copy of the record,"
                + " and the original is gone from the log");
  }

  @Test
  void adoptsTheOthersWhenTheClusterRefusesOne() {
    create("large.dlq", Map.of("max.message.bytes", "8000000", "retention.ms", "-1"));
    RecordHeaders headers = Golden.read("connect").headers();
    int others = 300;
    for (Header header : headers) {
      others += header.key().length() + header.value().length;
    }
    byte[] justFits = new byte[4 * 1024 * 1024 - others];
    publish(with(headers, 1, new byte[] {1}));
    publish(with(headers, 2, justFits));
    publish(with(headers, 3, new byte[] {3}));

    AdoptionReport report = adopter.adopt("large.dlq");

    assertThat(report.adopted()).isEqualTo(2);
    assertThat(report.refusals())
        .singleElement()
        .asString()
        .startsWith("large.dlq:0:1: the cluster refuses it: ");
  }

  private static ProducerRecord<byte[], byte[]> with(
      RecordHeaders headers, int offset, byte[] value) {
    RecordHeaders changed = new RecordHeaders(headers);
    changed.remove("__connect.errors.offset");
    changed.add("__connect.errors.offset", Integer.toString(900 + offset).getBytes(UTF_8));
    return new ProducerRecord<>("large.dlq", 0, GoldenLettersIT.TIME, null, value, changed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys.dlq.processing_error",
        "sys.guild.muse.muse-001",
        "sys.no.such",
        "raptor.dlq-replayer-rows-changelog",
        "__consumer_offsets",
        "no.such.topic",
        "no topic"
      })
  void refusesTopicsThatHoldNoForeignLetters(String topic) {
    assertThatThrownBy(() -> adopter.adopt(topic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(topic);
  }

  private static byte[] bytes() {
    return new byte[] {1, 2, 3, (byte) 0x80};
  }

  private static ProducerRecord<byte[], byte[]> original() {
    return new ProducerRecord<>(
        "golden.share.tasks",
        1,
        GoldenLettersIT.TIME,
        "task-1".getBytes(UTF_8),
        bytes(),
        new RecordHeaders().add("tenant", "tarn".getBytes(UTF_8)));
  }

  private static WorkId work(Golden golden) {
    ConsumerRecord<byte[], byte[]> letter = golden.at("all.families.dlq", 0, 0);
    return Adoption.work(letter, Adoption.origin(letter));
  }

  private void startReplayer() throws InterruptedException {
    Replayer replayer =
        new Replayer(live.bus(), ReplayerSettings.standard(directory), InstantSource.system());
    replayers.add(replayer);
    replayer.start();
    assertThat(replayer.awaitReady(Duration.ofSeconds(60))).isTrue();
  }

  private List<RetryRow> rows(String adoptedFrom) {
    return desk.list(DeadLetterQuery.everything()).stream()
        .filter(
            row ->
                row.history().stream()
                    .anyMatch(line -> line.contains("adopted from " + adoptedFrom + ":")))
        .toList();
  }

  private void publish(ProducerRecord<byte[], byte[]> record) {
    live.bus().outbox().publishRecords(List.of(record));
  }

  private void create(String topic) {
    create(topic, Map.of("retention.ms", "-1"));
  }

  private void create(String topic, Map<String, String> configuration) {
    assertThat(
            live.bus()
                .admin()
                .createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(configuration)))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .handle((_, failed) -> failed == null || failed instanceof TopicExistsException))
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(true);
    live.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(live.records(topic)).isNotNull());
  }
}
