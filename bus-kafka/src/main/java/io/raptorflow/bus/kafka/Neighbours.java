package io.raptorflow.bus.kafka;

import io.raptorflow.bus.Coordinates;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Records that a fetch brought along with the one that was asked for; the oldest are dropped
/// first. A committed record never changes, so what is remembered is what the log holds or held.
final class Neighbours {
  static final long BYTES_MAX = 2 * 1024 * 1024;

  private final Map<Coordinates, ConsumerRecord<byte[], byte[]>> records = new LinkedHashMap<>();
  private long bytes;

  Optional<ConsumerRecord<byte[], byte[]>> find(Coordinates at) {
    return Optional.ofNullable(records.get(at));
  }

  /// Keeps a batch whole, whatever its size: the record that was asked for is in it.
  void keep(Iterable<ConsumerRecord<byte[], byte[]>> batch) {
    Iterator<ConsumerRecord<byte[], byte[]>> oldest = records.values().iterator();
    while (bytes > BYTES_MAX && oldest.hasNext()) {
      bytes -= size(oldest.next());
      oldest.remove();
    }
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      bytes += size(record);
      drop(records.put(at(record), record));
    }
  }

  private void drop(@Nullable ConsumerRecord<byte[], byte[]> replaced) {
    if (replaced != null) {
      bytes -= size(replaced);
    }
  }

  private static Coordinates at(ConsumerRecord<byte[], byte[]> record) {
    return new Coordinates(record.topic(), record.partition(), record.offset());
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    long size = (long) Math.max(0, record.serializedKeySize());
    size += Math.max(0, record.serializedValueSize());
    for (Header header : record.headers()) {
      size += header.value() == null ? 0 : header.value().length;
    }
    return size;
  }
}
