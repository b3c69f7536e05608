package io.raptorflow.dlq.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.dlq.exchange.ExportedLetter.ExportedHeader;
import io.raptorflow.dlq.foreign.Adoption;
import io.raptorflow.dlq.foreign.AdoptionReport;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BusFixture.class)
class ImporterIT {
  @TempDir private Path directory = Path.of("");
  private LiveBus live;
  private DeadLetterDesk desk;
  private Exporter exporter;
  private Importer importer;
  private final List<Replayer> replayers = new ArrayList<>();

  @BeforeEach
  void connect(LiveBus bus) {
    live = bus;
    desk = new DeadLetterDesk(live.bus());
    exporter = new Exporter(live.bus());
    importer = new Importer(live.bus());
  }

  @AfterEach
  void stop() {
    replayers.forEach(Replayer::stop);
  }

  @Test
  void importsEachLetterOnceAsParkedWithAllItsBytes() throws IOException, InterruptedException {
    startReplayer();
    List<ExportedLetter> elsewhere =
        IntStream.range(0, 20).mapToObj(ImporterIT::lettersOfAnotherCluster).toList();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DeadLetterFile.write(elsewhere.stream(), file);
    file.write("{\"version\":7}\n".getBytes(UTF_8));

    AdoptionReport first = imported(file);
    live.await().untilAsserted(() -> assertThat(rows()).hasSize(20));
    AdoptionReport second = imported(file);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    Exporter.Report exported = exporter.export(rows(), again);

    assertThat(first.adopted()).isEqualTo(20);
    assertThat(first.refusals())
        .singleElement()
        .hasToString("old.jsonl line 21: version: is 7, only 1 and 2 are known");
    assertThat(second.adopted()).isZero();
    assertThat(second.known()).isEqualTo(20);
    assertThat(rows()).hasSize(20).allMatch(row -> row.status() == Status.PARKED);
    assertThat(exported.written()).isEqualTo(20);
    assertThat(exported.gone()).isEmpty();
    List<ExportedLetter> back =
        DeadLetterFile.read(new ByteArrayInputStream(again.toByteArray()))
            .map(line -> ((FileLine.Read) line).letter())
            .toList();
    for (ExportedLetter letter : elsewhere) {
      ExportedLetter found =
          back.stream()
              .filter(one -> one.facts().work().equals(letter.facts().work()))
              .findFirst()
              .orElseThrow();
      assertThat(found.key()).isEqualTo(letter.key());
      assertThat(found.value()).isEqualTo(letter.value());
      assertThat(found.edited()).isEqualTo(letter.edited());
      assertThat(found.original()).isEqualTo(letter.original());
      assertThat(found.headers().stream().filter(ImporterIT::isOriginal))
          .containsExactlyInAnyOrderElementsOf(letter.headers());
    }
  }

  @Test
  void saysWhichLettersAreGoneFromTheLog() throws IOException {
    ExportedLetter letter = lettersOfAnotherCluster(77);
    RetryRow row = row(letter, new Coordinates("sys.dlq.processing_error", 0, 1L << 40));

    Exporter.Report report = exporter.export(List.of(row), new ByteArrayOutputStream());

    assertThat(report.written()).isZero();
    assertThat(report.gone()).containsExactly(row.work());
  }

  private static boolean isOriginal(ExportedHeader header) {
    return !header.name().equals(Adoption.ADOPTED);
  }

  private AdoptionReport imported(ByteArrayOutputStream file) {
    return importer.read("old.jsonl", new ByteArrayInputStream(file.toByteArray()));
  }

  private void startReplayer() throws InterruptedException {
    Replayer replayer =
        new Replayer(live.bus(), ReplayerSettings.standard(directory), InstantSource.system());
    replayers.add(replayer);
    replayer.start();
    assertThat(replayer.awaitReady(Duration.ofSeconds(60))).isTrue();
  }

  private List<RetryRow> rows() {
    return desk.list(DeadLetterQuery.everything()).stream()
        .filter(row -> row.history().getLast().contains("adopted from old.jsonl line "))
        .toList();
  }

  /// A letter of our own writer, with random bytes, that lay in a log that is not here.
  private static ExportedLetter lettersOfAnotherCluster(int number) {
    ExportedLetter random = new RandomLetters(number).next(2_000);
    RecordHeaders headers = new RecordHeaders();
    headers.add("raw", new byte[] {(byte) number, (byte) 0xff}).add("none", (byte[]) null);
    ConsumerRecord<byte[], byte[]> original =
        new ConsumerRecord<>(
            "orders",
            1,
            number,
            99,
            TimestampType.CREATE_TIME,
            0,
            0,
            random.key(),
            random.value(),
            headers,
            Optional.empty());
    ProducerRecord<byte[], byte[]> letter =
        new DeadLetters(() -> Instant.ofEpochMilli(1_760_000_000_000L), "node-1")
            .of(original, "shop", WorkResult.Failed.because(FailureClass.TRANSIENT, "reset"));
    ConsumerRecord<byte[], byte[]> lay =
        new ConsumerRecord<>(
            letter.topic(),
            0,
            number,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            letter.key(),
            letter.value(),
            letter.headers(),
            Optional.empty());
    return ExportedLetter.of(
        row(random, new Coordinates(letter.topic(), 0, number), lay),
        lay,
        number % 2 == 0 ? null : ("edited " + number).getBytes(UTF_8));
  }

  private static RetryRow row(
      ExportedLetter random, Coordinates at, ConsumerRecord<byte[], byte[]> letter) {
    RetryRow row = row(random, at);
    return new RetryRow(
        new WorkId(UUID.fromString(new String(letter.key(), UTF_8))),
        row.status(),
        row.agent(),
        row.workspace(),
        row.run(),
        row.failure(),
        row.fingerprint(),
        row.message(),
        row.originalTopic(),
        row.group(),
        row.failures(),
        row.replays(),
        row.firstFailedAt(),
        row.lastFailedAt(),
        row.dueAt(),
        row.letter(),
        row.history(),
        row.operation(),
        row.job(),
        row.version(),
        row.edited(),
        row.heldBy(),
        row.terms(),
        row.sameCause(),
        row.hosts(),
        row.at());
  }

  private static RetryRow row(ExportedLetter random, Coordinates at) {
    Instant time = Instant.ofEpochMilli(1_760_000_000_000L);
    return new RetryRow(
        random.facts().work(),
        Status.PARKED,
        "",
        "",
        null,
        FailureClass.TRANSIENT,
        "f00",
        "reset",
        "orders",
        "shop",
        1,
        0,
        time,
        time,
        null,
        at,
        List.of(),
        null,
        null,
        1,
        null,
        null,
        null,
        1,
        List.of(),
        time);
  }
}
