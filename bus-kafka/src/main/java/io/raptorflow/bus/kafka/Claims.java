package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.ClaimRef;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Bodies that are too large for an event, stored by content on `sys.claims` in chunks.
/// Thread-safe. Bodies that were fetched lately are kept in memory, up to a limit, and a body that
/// was stored lately is not stored again: a brief goes to twenty agents and lies on the topic once.
public final class Claims {
  /// Largest chunk: 256 KiB.
  public static final int CHUNK_BYTES_MAX = Payload.INLINE_BYTES_MAX;

  private static final String CHUNK = "raptor-chunk";
  private static final int CACHE_BYTES_MAX = 16 * 1024 * 1024;
  private static final int STORED_MAX = 1_000;

  /// Far below the topic's retention, so that a reference never outlives its body by much.
  private static final Duration STORED_AGE_MAX = Duration.ofDays(1);

  private record Stored(ClaimRef claim, Instant at) {}

  private final Producer<byte[], byte[]> producer;
  private final LogReader log;
  private final Map<String, String> recent = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Stored> stored = new LinkedHashMap<>();
  private final ReentrantLock fetching = new ReentrantLock();
  private final InstantSource time;
  private int recentBytes;

  Claims(Producer<byte[], byte[]> producer, LogReader log, InstantSource time) {
    this.producer = producer;
    this.log = log;
    this.time = time;
  }

  /// The body that a reference names is not there, or is another one.
  public static final class ClaimLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimLost(String message) {
      super(message);
    }
  }

  /// Writes the body of a payload and returns the payload by reference. One that already travels by
  /// reference is returned as it is.
  public Payload store(Payload payload) {
    if (payload.claim() != null) {
      return payload;
    }
    Optional<ClaimRef> before = storedLately(payload.sha256());
    if (before.isPresent()) {
      return payload.claimedAt(before.get());
    }
    byte[] body = payload.text().getBytes(StandardCharsets.UTF_8);
    byte[] key = payload.sha256().getBytes(StandardCharsets.UTF_8);
    List<Future<RecordMetadata>> chunks = new ArrayList<>();
    for (int from = 0, n = 0; from < body.length || n == 0; from += CHUNK_BYTES_MAX, n++) {
      int to = Math.min(body.length, from + CHUNK_BYTES_MAX);
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              Topic.CLAIMS.topicName(), null, key, Arrays.copyOfRange(body, from, to));
      RecordHeaders.set(record.headers(), CHUNK, Integer.toString(n));
      chunks.add(producer.send(record));
    }
    List<RecordMetadata> acks = Outbox.await(chunks);
    RecordMetadata first = acks.getFirst();
    remember(payload.sha256(), payload.text());
    ClaimRef claim = new ClaimRef(first.partition(), first.offset(), acks.size(), payload.sha256());
    rememberStored(payload.sha256(), claim);
    return payload.claimedAt(claim);
  }

  /// The body of a payload, checked against its length and SHA-256.
  ///
  /// @throws ClaimLost when the body is gone or is not what the payload says
  public String fetch(Payload payload) {
    if (payload.claim() == null) {
      return payload.text();
    }
    fetching.lock();
    try {
      Optional<String> known = recall(payload.sha256());
      if (known.isPresent()) {
        return known.get();
      }
      byte[] body = read(payload.claim());
      if (body.length != payload.bytes() || !Sha256.hex(body).equals(payload.sha256())) {
        throw new ClaimLost(
            "claim %s holds %d bytes with another hash than the payload's %d"
                .formatted(payload.sha256(), body.length, payload.bytes()));
      }
      String text = new String(body, StandardCharsets.UTF_8);
      remember(payload.sha256(), text);
      return text;
    } finally {
      fetching.unlock();
    }
  }

  /// The event with all its bodies inside.
  ///
  /// @throws ClaimLost when one is gone
  @SuppressWarnings("unchecked") // Replacing payloads keeps the type of the event.
  public <E extends BusEvent> E resolve(E event) {
    return (E)
        ClaimCheck.replace(
            event,
            payload ->
                payload.claim() == null
                    ? payload
                    : new Payload(payload.sha256(), payload.bytes(), fetch(payload), null));
  }

  private byte[] read(ClaimRef claim) {
    byte[][] chunks = new byte[claim.chunks()][];
    int[] missing = {claim.chunks()};
    Coordinates from = new Coordinates(Topic.CLAIMS.topicName(), claim.partition(), claim.offset());
    log.scanWhile(
        from,
        record -> {
          if (isOf(claim, record)) {
            int n = RecordHeaders.number(record.headers(), CHUNK).map(Long::intValue).orElse(-1);
            if (n >= 0 && n < chunks.length && chunks[n] == null) {
              chunks[n] = record.value();
              missing[0]--;
            }
          }
          return missing[0] > 0;
        });
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      if (chunk == null) {
        throw new ClaimLost(
            "claim %s misses %d of %d chunks from %s on"
                .formatted(claim.key(), missing[0], claim.chunks(), from));
      }
      body.writeBytes(chunk);
    }
    return body.toByteArray();
  }

  private static boolean isOf(ClaimRef claim, ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null
        && record.value() != null
        && claim.key().equals(new String(record.key(), StandardCharsets.UTF_8));
  }

  private synchronized Optional<ClaimRef> storedLately(String sha256) {
    Stored known = stored.get(sha256);
    return known == null || known.at().plus(STORED_AGE_MAX).isBefore(time.instant())
        ? Optional.empty()
        : Optional.of(known.claim());
  }

  private synchronized void rememberStored(String sha256, ClaimRef claim) {
    stored.remove(sha256);
    stored.put(sha256, new Stored(claim, time.instant()));
    if (stored.size() > STORED_MAX) {
      stored.remove(stored.keySet().iterator().next());
    }
  }

  private synchronized Optional<String> recall(String sha256) {
    return Optional.ofNullable(recent.get(sha256));
  }

  private synchronized void remember(String sha256, String text) {
    if (text.length() > CACHE_BYTES_MAX / 4 || recent.put(sha256, text) != null) {
      return;
    }
    recentBytes += text.length();
    var eldest = recent.entrySet().iterator();
    while (recentBytes > CACHE_BYTES_MAX && eldest.hasNext()) {
      recentBytes -= eldest.next().getValue().length();
      eldest.remove();
    }
  }
}
