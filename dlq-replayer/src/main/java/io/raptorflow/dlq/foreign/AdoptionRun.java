package io.raptorflow.dlq.foreign;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.Outbox;
import io.raptorflow.bus.kafka.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of adoption: passes over failures that already have a row, publishes the others in
/// batches, and counts. If it is broken off, running again adopts the rest. Not thread-safe.
public final class AdoptionRun {
  private static final Logger LOG = LoggerFactory.getLogger(AdoptionRun.class);
  private static final int BATCH_LETTERS_MAX = 500;
  private static final long BATCH_BYTES_MAX = 8 * 1024 * 1024;

  private record Waiting(ProducerRecord<byte[], byte[]> record, String from) {}

  private final Bus bus;
  private final Map<String, Integer> failures = new HashMap<>();
  private final Set<String> offered = new HashSet<>();
  private final List<Waiting> batch = new ArrayList<>();
  private final List<AdoptionReport.Refusal> refusals = new ArrayList<>();
  private long batchBytes;
  private long adopted;
  private long known;
  private long unreadable;

  /// Begins with what the rows say now.
  public AdoptionRun(Bus bus) {
    this.bus = bus;
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(Topic.DLQ_STATE.topicName(), this::learn);
    }
  }

  /// Takes one letter that [Adoption] made.
  ///
  /// @param from where it came from, for the report
  /// @throws Outbox.NotPublished when the cluster does not acknowledge; running again is safe
  public void adopt(ProducerRecord<byte[], byte[]> letter, String from) {
    String work = new String(letter.key(), StandardCharsets.UTF_8);
    int attempt = attempt(letter);
    if (failures.getOrDefault(work, 0) > attempt || !offered.add(work + "/" + attempt)) {
      known++;
      return;
    }
    batch.add(new Waiting(letter, from));
    batchBytes += bytes(letter);
    if (batch.size() >= BATCH_LETTERS_MAX || batchBytes >= BATCH_BYTES_MAX) {
      publish();
    }
  }

  /// Counts a letter that cannot be adopted.
  public void refuse(String from, String why) {
    unreadable++;
    if (refusals.size() < AdoptionReport.REFUSALS_MAX) {
      refusals.add(new AdoptionReport.Refusal(from, why));
    }
  }

  /// Publishes what waits and says what became of all.
  ///
  /// @throws Outbox.NotPublished when the cluster does not acknowledge; running again is safe
  public AdoptionReport end() {
    publish();
    return new AdoptionReport(adopted, known, unreadable, refusals);
  }

  private void learn(ConsumerRecord<byte[], byte[]> record) {
    String work = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      failures.remove(work);
      return;
    }
    try {
      RetryRow row = (RetryRow) bus.codec().decode(record.topic(), record.value());
      failures.put(work, row.failures());
    } catch (UndecodableRecord foreign) {
      LOG.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("offset", record.offset())
          .addKeyValue("error", foreign.getMessage())
          .log("adoption skips a row that it cannot read");
    }
  }

  private void publish() {
    if (batch.isEmpty()) {
      return;
    }
    List<Waiting> all = List.copyOf(batch);
    batch.clear();
    batchBytes = 0;
    try {
      bus.outbox().publishRecords(all.stream().map(Waiting::record).toList());
      adopted += all.size();
    } catch (Outbox.NotPublished failed) {
      if (refusal(failed).isEmpty()) {
        throw failed;
      }
      // What was acknowledged is sent twice then, and still counts once.
      all.forEach(this::publishAlone);
    }
  }

  private void publishAlone(Waiting one) {
    try {
      bus.outbox().publishRecords(List.of(one.record()));
      adopted++;
    } catch (Outbox.NotPublished failed) {
      String why = refusal(failed);
      if (why.isEmpty()) {
        throw failed;
      }
      refuse(one.from(), "the cluster refuses it: " + why);
    }
  }

  /// The cluster's definite no; empty for a fault that may pass.
  private static String refusal(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException || cause instanceof InvalidRecordException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return "";
  }

  private static int attempt(ProducerRecord<byte[], byte[]> letter) {
    Header header = letter.headers().lastHeader(Headers.ATTEMPT);
    String text =
        header == null || header.value() == null
            ? ""
            : new String(header.value(), StandardCharsets.UTF_8);
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static long bytes(ProducerRecord<byte[], byte[]> letter) {
    long bytes = letter.value() == null ? 0 : letter.value().length;
    for (Header header : letter.headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }
}
