package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Publishes events and waits until the cluster has acknowledged them. Thread-safe.
///
/// An event larger than [#EVENT_BYTES_MAX] has its payloads moved out, the largest first, until it
/// fits. Headers come from the event, so a retry sends the same `ce_id`; headers that the caller
/// gives win.
public final class Outbox {
  /// Largest value of a record: below the broker's default limit, with room for headers.
  public static final int EVENT_BYTES_MAX = 900_000;

  private static final int SMALLEST_CLAIM_BYTES = 1024;

  private final BusCodec codec;
  private final Claims claims;
  private final Producer<byte[], byte[]> producer;

  Outbox(BusCodec codec, Claims claims, Producer<byte[], byte[]> producer) {
    this.codec = codec;
    this.claims = claims;
    this.producer = producer;
  }

  /// The cluster did not acknowledge; the event may be there or not, and may be published again.
  public static final class NotPublished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPublished(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Publishes one event and waits for its acknowledgement.
  ///
  /// @throws NotPublished when the cluster does not acknowledge
  /// @throws IllegalArgumentException when the event does not belong on the topic or is too large
  public Coordinates publish(Outgoing out) {
    return publishAll(List.of(out)).getFirst();
  }

  /// Publishes events, in this order per key, and waits for all acknowledgements.
  public List<Coordinates> publishAll(List<Outgoing> all) {
    return publishRecords(all.stream().map(this::record).toList());
  }

  /// Publishes records whose bytes are not events, such as dead letters, as they are; in this order
  /// per key, and waits for all acknowledgements.
  ///
  /// @throws NotPublished when the cluster does not acknowledge one of them; others may be there
  public List<Coordinates> publishRecords(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      sent.add(producer.send(record));
    }
    return await(sent).stream()
        .map(ack -> new Coordinates(ack.topic(), ack.partition(), ack.offset()))
        .toList();
  }

  /// The record of an event, ready for any producer; large payloads are already stored.
  public ProducerRecord<byte[], byte[]> record(Outgoing out) {
    BusEvent event = claimed(out.event(), Payload.INLINE_BYTES_MAX);
    byte[] value = codec.encode(out.topic(), event);
    for (int limit = Payload.INLINE_BYTES_MAX / 2;
        value.length > EVENT_BYTES_MAX && limit >= SMALLEST_CLAIM_BYTES;
        limit /= 2) {
      event = claimed(event, limit);
      value = codec.encode(out.topic(), event);
    }
    if (value.length > EVENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s has %d bytes without its payloads, at most %d may travel"
              .formatted(event.getClass().getSimpleName(), value.length, EVENT_BYTES_MAX));
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            out.topic(), null, event.key().getBytes(StandardCharsets.UTF_8), value);
    Map<String, String> headers = EventFacts.headers(event);
    headers.putAll(out.headers());
    headers.computeIfAbsent(Headers.TRACEPARENT, _ -> RecordHeaders.newTraceparent());
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private BusEvent claimed(BusEvent event, int inlineBytesMax) {
    return ClaimCheck.replace(
        event,
        payload ->
            payload.claim() == null && payload.bytes() > inlineBytesMax
                ? claims.store(payload)
                : payload);
  }

  static List<RecordMetadata> await(List<Future<RecordMetadata>> sent) {
    List<RecordMetadata> acks = new ArrayList<>(sent.size());
    RuntimeException failed = null;
    for (Future<RecordMetadata> future : sent) {
      try {
        acks.add(future.get());
      } catch (ExecutionException refused) {
        failed = new NotPublished("the cluster did not acknowledge", refused);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new NotPublished("interrupted while waiting for acknowledgement", stopped);
      }
    }
    if (failed != null) {
      throw failed;
    }
    return acks;
  }
}
