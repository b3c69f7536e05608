package io.raptorflow.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where operators look at failed work and command the replayer. Reads the log at each call, so it
/// needs no running replayer to look; commands wait on their topic until one runs. Thread-safe.
public final class DeadLetterDesk {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDesk.class);

  private final Bus bus;

  public DeadLetterDesk(Bus bus) {
    this.bus = bus;
  }

  /// Failed work, the last failure first.
  public List<RetryRow> list(DeadLetterQuery query) {
    Instant now = bus.time().instant();
    return rows().values().stream()
        .filter(row -> query.admits(new LoggedCandidate(row, bus), now))
        .sorted(Comparator.comparing(RetryRow::lastFailedAt).reversed())
        .toList();
  }

  /// One failed work with its reason, headers, bytes and history; empty when it never failed.
  public Optional<DeadLetterDetails> show(WorkId work) {
    return Optional.ofNullable(rows().get(work.toString())).map(this::show);
  }

  /// One failed work whose row is known already.
  public DeadLetterDetails show(RetryRow row) {
    Optional<ConsumerRecord<byte[], byte[]>> letter = bus.log().find(row.letter());
    return new DeadLetterDetails(
        row,
        letter.map(DeadLetterDesk::readable).orElse(Map.of()),
        letter.map(ConsumerRecord::value).orElse(new byte[0]),
        letter.flatMap(found -> event(row, found)));
  }

  /// Why one work stands where it stands, and what to do about it; empty when it never failed.
  ///
  /// @param replaysMax operators' replays without force, at most; see [ReplayerSettings]
  public Optional<Explanation> explain(WorkId work, int replaysMax) {
    Map<String, RetryRow> rows = rows();
    RetryRow row = rows.get(work.toString());
    if (row == null) {
      return Optional.empty();
    }
    FailureGroup cause =
        FailureGroup.of(
                rows.values().stream()
                    .filter(other -> other.failure() == row.failure())
                    .filter(other -> other.fingerprint().equals(row.fingerprint()))
                    .filter(other -> other == row || !isOver(other))
                    .toList(),
                bus.time().instant())
            .getFirst();
    Explanation.Bytes bytes =
        bus.log().find(row.letter()).isPresent() ? Explanation.Bytes.KEPT : Explanation.Bytes.GONE;
    return Optional.of(
        Explanation.of(
            row,
            new Explanation.Circumstances(cause.suspect(), cause.count(), bytes, replaysMax),
            bus.time().instant()));
  }

  private static boolean isOver(RetryRow row) {
    return row.status() == RetryRow.Status.RESOLVED || row.status() == RetryRow.Status.DISCARDED;
  }

  /// Has one work tried once more.
  ///
  /// @param by name of the operator
  /// @param why reason, for the audit
  public ReplayOutcome replay(WorkId work, String by, String why) {
    return command(rows().get(work.toString()), work, Verb.REPLAY, by, why);
  }

  /// Takes a discard back; the work waits for an operator then.
  public ReplayOutcome restore(WorkId work, String by, String why) {
    return command(rows().get(work.toString()), work, Verb.RESTORE, by, why);
  }

  /// Has other bytes sent in place of the original ones, from the next try on. The original stays.
  ///
  /// @param newValue a record value as its topic takes it, schema id and all
  public ReplayOutcome edit(WorkId work, byte[] newValue, String by, String why) {
    RetryRow row = rows().get(work.toString());
    return row == null
        ? new ReplayOutcome.Refused(work, "no failure of this work is known")
        : edit(row, newValue, by, why);
  }

  /// Has other bytes sent for a work whose row is known already; refused later when the row has
  /// changed since.
  public ReplayOutcome edit(RetryRow row, byte[] newValue, String by, String why) {
    WorkId work = row.work();
    if (!JobPlan.fits(Verb.EDIT, row.status())) {
      return new ReplayOutcome.Refused(work, "it is " + row.status());
    }
    if (newValue.length > Edits.BYTES_MAX) {
      return new ReplayOutcome.Refused(
          work,
          "an edited value has at most %d bytes, was %d"
              .formatted(Edits.BYTES_MAX, newValue.length));
    }
    try {
      bus.codec().decode(row.originalTopic(), newValue);
    } catch (UndecodableRecord wrong) {
      return new ReplayOutcome.Refused(
          work,
          "the new bytes do not fit %s: %s".formatted(row.originalTopic(), wrong.getMessage()));
    }
    UUID id = UUID.randomUUID();
    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.DLQ_OPS,
                new ReplayOperation(
                    id,
                    work,
                    Verb.EDIT,
                    by,
                    why,
                    bus.time().instant(),
                    null,
                    row.version(),
                    false,
                    Edits.text(newValue),
                    null)));
    return new ReplayOutcome.Accepted(work, id);
  }

  /// Gives one work up for good; it may still be replayed later.
  public ReplayOutcome discard(WorkId work, String by, String why) {
    return command(rows().get(work.toString()), work, Verb.DISCARD, by, why);
  }

  private ReplayOutcome command(
      @Nullable RetryRow row, WorkId work, Verb verb, String by, String why) {
    if (row == null) {
      return new ReplayOutcome.Refused(work, "no failure of this work is known");
    }
    if (!JobPlan.fits(verb, row.status())) {
      return new ReplayOutcome.Refused(work, "it is " + row.status());
    }
    UUID id = UUID.randomUUID();
    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.DLQ_OPS,
                ReplayOperation.single(id, work, verb, by, why, bus.time().instant())));
    return new ReplayOutcome.Accepted(work, id);
  }

  private Map<String, RetryRow> rows() {
    Map<String, RetryRow> rows = new LinkedHashMap<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          Topic.DLQ_STATE.topicName(),
          record -> {
            if (record.value() == null) {
              rows.remove(new String(record.key(), StandardCharsets.UTF_8));
              return;
            }
            try {
              RetryRow row = (RetryRow) bus.codec().decode(record.topic(), record.value());
              rows.put(row.key(), row);
            } catch (UndecodableRecord foreign) {
              LOG.atWarn()
                  .addKeyValue("topic", record.topic())
                  .addKeyValue("offset", record.offset())
                  .addKeyValue("error", foreign.getMessage())
                  .log("the desk skips a row that it cannot read");
            }
          });
    }
    return rows;
  }

  private Optional<BusEvent> event(RetryRow row, ConsumerRecord<byte[], byte[]> letter) {
    try {
      return Optional.of(bus.codec().decode(row.originalTopic(), letter.value()));
    } catch (UndecodableRecord poison) {
      return Optional.empty();
    }
  }

  /// Spring writes some headers as binary numbers; of another width they are taken as text.
  static Map<String, String> readable(ConsumerRecord<byte[], byte[]> letter) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : letter.headers()) {
      byte[] value = header.value();
      if (value != null) {
        headers.put(header.key(), readable(header.key(), value));
      }
    }
    return headers;
  }

  private static String readable(String name, byte[] value) {
    return switch (name) {
      case "kafka_dlt-original-partition" -> number(value, Integer.BYTES);
      case "kafka_dlt-original-offset", "kafka_dlt-original-timestamp" -> number(value, Long.BYTES);
      default -> new String(value, StandardCharsets.UTF_8);
    };
  }

  /// Foreign letters may have numbers of a wrong width.
  private static String number(byte[] value, int width) {
    return value.length == width
        ? new BigInteger(value).toString()
        : "not a number: " + HexFormat.of().formatHex(value);
  }
}
