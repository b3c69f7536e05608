package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.dlq.Edits;
import io.raptorflow.dlq.exchange.ExportedLetter.ExportedHeader;
import io.raptorflow.dlq.exchange.ExportedLetter.Facts;
import io.raptorflow.dlq.foreign.Adoption;
import io.raptorflow.dlq.foreign.AdoptionReport;
import io.raptorflow.dlq.foreign.AdoptionRun;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/// Takes dead letters of a file in: each becomes a row that is PARKED, unless its failure is known;
/// one that was edited is edited again. Importing twice imports once, as with
/// [io.raptorflow.dlq.foreign.Adopter]. Thread-safe.
public final class Importer {
  private final Bus bus;

  public Importer(Bus bus) {
    this.bus = bus;
  }

  /// Imports what can be read; the report names every line that cannot.
  ///
  /// @param name of the file, for the rows' history
  /// @throws java.io.UncheckedIOException when the input fails; importing again is safe
  public AdoptionReport read(String name, InputStream input) {
    AdoptionRun run = new AdoptionRun(bus);
    for (Iterator<FileLine> lines = DeadLetterFile.read(input).iterator(); lines.hasNext(); ) {
      FileLine line = lines.next();
      String from = name + " line " + line.number();
      switch (line) {
        case FileLine.Broken broken -> run.refuse(from, broken.why());
        case FileLine.Read read -> {
          ConsumerRecord<byte[], byte[]> letter = record(read.letter());
          run.adopt(Adoption.of(letter, Adoption.origin(letter), from), from);
        }
      }
    }
    return run.end();
  }

  /// The dead letter as it lay in the log. What an incomplete letter's row knew better than its
  /// headers goes into the headers.
  static ConsumerRecord<byte[], byte[]> record(ExportedLetter exported) {
    Facts facts = exported.facts();
    RecordHeaders headers = new RecordHeaders();
    for (ExportedHeader header : exported.headers()) {
      headers.add(header.name(), header.value());
    }
    if (exported.key() != null) {
      headers.add(DeadLetters.ORIGINAL_KEY, exported.key());
    }
    if (exported.edited() != null) {
      headers.add(Edits.HEADER, exported.edited());
    }
    byte[] work = utf8(facts.work().toString());
    headers.remove(Headers.WORK_ID);
    headers.add(Headers.WORK_ID, work);
    addIfMissing(headers, Headers.FINGERPRINT, facts.fingerprint());
    addIfMissing(headers, Headers.FIRST_FAILED_AT, millis(facts.firstFailedAt()));
    addIfMissing(headers, DeadLetters.FAILED_AT, millis(facts.lastFailedAt()));
    addIfMissing(headers, Headers.REASON_CLASS, facts.failure().name());
    return new ConsumerRecord<>(
        exported.letter().topic(),
        exported.letter().partition(),
        exported.letter().offset(),
        facts.lastFailedAt().toEpochMilli(),
        TimestampType.CREATE_TIME,
        work.length,
        exported.value() == null ? 0 : exported.value().length,
        work,
        exported.value(),
        headers,
        Optional.empty());
  }

  private static void addIfMissing(RecordHeaders headers, String name, String value) {
    if (headers.lastHeader(name) == null) {
      headers.add(name, utf8(value));
    }
  }

  private static String millis(Instant time) {
    return Long.toString(time.toEpochMilli());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
