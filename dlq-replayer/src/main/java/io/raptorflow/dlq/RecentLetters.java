package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// The letters that came last, as they lie in the log, so that a retry which is soon due is not
/// fetched one by one. The oldest make room. Not thread-safe.
final class RecentLetters {
  private static final int OVERHEAD_BYTES = 400;

  private final long bytesMax;
  private final Map<Coordinates, ConsumerRecord<byte[], byte[]>> letters = new LinkedHashMap<>();
  private long bytes;

  /// @param bytesMax bytes of keys, values and headers that are kept, about
  RecentLetters(long bytesMax) {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("bytesMax must be positive, was " + bytesMax);
    }
    this.bytesMax = bytesMax;
  }

  void keep(ConsumerRecord<byte[], byte[]> letter) {
    long size = size(letter);
    if (size > bytesMax) {
      return;
    }
    ConsumerRecord<byte[], byte[]> before = letters.put(at(letter), letter);
    bytes += size - (before == null ? 0 : size(before));
    var oldest = letters.values().iterator();
    while (bytes > bytesMax) {
      bytes -= size(oldest.next());
      oldest.remove();
    }
  }

  Optional<ConsumerRecord<byte[], byte[]>> find(Coordinates at) {
    return Optional.ofNullable(letters.get(at));
  }

  private static Coordinates at(ConsumerRecord<byte[], byte[]> letter) {
    return new Coordinates(letter.topic(), letter.partition(), letter.offset());
  }

  private static long size(ConsumerRecord<byte[], byte[]> letter) {
    long size = OVERHEAD_BYTES;
    size += letter.key() == null ? 0 : letter.key().length;
    size += letter.value() == null ? 0 : letter.value().length;
    for (Header header : letter.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }
}
