package io.raptorflow.bus.kafka;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/// Builds dead letters: the original value and headers unchanged, Spring's `kafka_dlt-*` headers in
/// Spring's encodings, and our `raptor-*`. The key is the work id, so that all failures of a work
/// meet in one partition; the original key goes along as a header.
public final class DeadLetters {
  /// Original record key, as raw bytes; missing when the record had none.
  public static final String ORIGINAL_KEY = "raptor-original-key";

  /// Epoch milliseconds of this failure.
  public static final String FAILED_AT = "raptor-failed-at";

  private static final int MESSAGE_CHARS_MAX = 1_024;
  private static final int STACK_CHARS_MAX = 8_192;
  private static final int FINGERPRINT_DIGITS = 16;
  private static final String OWN_FRAMES = "io.raptorflow.";

  /// What varies between two failures of the same cause: ids, hosts, hex and numbers.
  private static final Pattern VARIABLE =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}"
              + "|(?:[a-zA-Z][\\w-]*\\.)+[a-zA-Z][\\w-]*(?::\\d+)?"
              + "|\\b[0-9a-fA-F]{16,}\\b"
              + "|\\d+");

  private final InstantSource time;
  private final String host;

  /// @param host name of the process, by which operators and the replayer tell where work failed
  public DeadLetters(InstantSource time, String host) {
    this.time = time;
    this.host = host;
  }

  /// The dead letter of a record, on the topic of its failure class.
  public ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> record, String group, WorkResult.Failed failed) {
    return on(failed.failure().deadLetterTopic(), record, group, failed);
  }

  /// The dead letter of a record on a given topic.
  public ProducerRecord<byte[], byte[]> on(
      Topic topic, ConsumerRecord<byte[], byte[]> record, String group, WorkResult.Failed failed) {
    String work = workId(record).toString();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            topic.topicName(),
            null,
            work.getBytes(StandardCharsets.UTF_8),
            record.value(),
            record.headers());
    var headers = letter.headers();
    if (record.key() != null) {
      RecordHeaders.set(headers, ORIGINAL_KEY, record.key());
    }
    springHeaders(headers, record, group, failed);
    long now = time.instant().toEpochMilli();
    RecordHeaders.set(headers, Headers.WORK_ID, work);
    RecordHeaders.set(headers, Headers.REASON_CLASS, failed.failure().name());
    RecordHeaders.set(headers, Headers.FINGERPRINT, fingerprint(failed));
    RecordHeaders.set(headers, Headers.HOST, host);
    RecordHeaders.set(headers, FAILED_AT, Long.toString(now));
    if (headers.lastHeader(Headers.FIRST_FAILED_AT) == null) {
      RecordHeaders.set(headers, Headers.FIRST_FAILED_AT, Long.toString(now));
    }
    if (headers.lastHeader(Headers.ATTEMPT) == null) {
      RecordHeaders.set(headers, Headers.ATTEMPT, "0");
    }
    headers.remove(Headers.NOT_BEFORE);
    if (failed.retryAfter() != null) {
      long notBefore = now + failed.retryAfter().toMillis();
      RecordHeaders.set(headers, Headers.NOT_BEFORE, Long.toString(notBefore));
    }
    return letter;
  }

  /// Identity of the work in a record: its header, or its place in the log when it has none.
  public static UUID workId(ConsumerRecord<byte[], byte[]> record) {
    Optional<String> header = RecordHeaders.text(record.headers(), Headers.WORK_ID);
    if (header.isPresent()) {
      try {
        return UUID.fromString(header.get());
      } catch (IllegalArgumentException foreign) {
        // Somebody else's header; the place is as good an identity.
      }
    }
    return NameUuid.of(
        "record",
        record.topic(),
        Integer.toString(record.partition()),
        Long.toString(record.offset()));
  }

  /// A hash that is the same for the same cause: class of the root cause, message without ids,
  /// hosts and numbers, and the first of our own stack frames.
  public static String fingerprint(WorkResult.Failed failed) {
    Throwable root = root(failed.cause());
    String type = root == null ? failed.failure().name() : root.getClass().getName();
    String message = root == null ? failed.message() : String.valueOf(root.getMessage());
    String frame = "";
    if (root != null) {
      for (StackTraceElement element : root.getStackTrace()) {
        if (element.getClassName().startsWith(OWN_FRAMES)) {
          frame = element.getClassName() + "." + element.getMethodName();
          break;
        }
      }
    }
    return fingerprint(type, message, frame);
  }

  /// The same of a failure that is only known by its words.
  ///
  /// @param type class of the exception
  /// @param frame where it was thrown; empty when that is unknown
  public static String fingerprint(String type, String message, String frame) {
    String same = VARIABLE.matcher(message).replaceAll("#");
    return Sha256.hex(String.join("\n", type, same, frame)).substring(0, FINGERPRINT_DIGITS);
  }

  private static void springHeaders(
      org.apache.kafka.common.header.Headers headers,
      ConsumerRecord<byte[], byte[]> record,
      String group,
      WorkResult.Failed failed) {
    RecordHeaders.set(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, record.topic());
    RecordHeaders.set(
        headers,
        KafkaHeaders.DLT_ORIGINAL_PARTITION,
        ByteBuffer.allocate(4).putInt(record.partition()).array());
    RecordHeaders.set(
        headers,
        KafkaHeaders.DLT_ORIGINAL_OFFSET,
        ByteBuffer.allocate(8).putLong(record.offset()).array());
    RecordHeaders.set(
        headers,
        KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
        ByteBuffer.allocate(8).putLong(record.timestamp()).array());
    RecordHeaders.set(
        headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE, record.timestampType().toString());
    RecordHeaders.set(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, group);
    Throwable thrown = failed.cause();
    Throwable root = root(thrown);
    RecordHeaders.set(
        headers,
        KafkaHeaders.DLT_EXCEPTION_FQCN,
        thrown == null ? WorkResult.Failed.class.getName() : thrown.getClass().getName());
    headers.remove(KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN);
    if (root != null) {
      RecordHeaders.set(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, root.getClass().getName());
    }
    RecordHeaders.set(
        headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, cut(failed.message(), MESSAGE_CHARS_MAX));
    RecordHeaders.set(
        headers,
        KafkaHeaders.DLT_EXCEPTION_STACKTRACE,
        cut(thrown == null ? "" : stack(thrown), STACK_CHARS_MAX));
  }

  private static @Nullable Throwable root(@Nullable Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root != null && root.getCause() != null && depth < 50; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String cut(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars);
  }
}
