package io.raptorflow.dlq;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.codec.StoredEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// A row as it lies in the store: the two times that the scheduler looks at, and the rest, which is
/// read only when it is wanted, because an index over a million rows needs only their heads.
///
/// Not thread-safe; lives on one Streams thread.
final class StoredRow {
  /// Stands for "no retry waits".
  static final long NEVER = Long.MAX_VALUE;

  /// Stands for "a rule holds it".
  static final long HELD = NEVER - 1;

  private static final byte FORMAT = 2;

  /// Rows that an earlier version wrote have JSON behind the same head.
  private static final byte FORMAT_JSON = 1;

  private static final int HEAD_BYTES = 1 + 2 * Long.BYTES + Integer.BYTES;

  private final long due;
  private final long at;
  private final int lane;
  private final @Nullable Stored stored;
  private @Nullable RetryRow row;

  /// Bytes that begin with the head, and what reads the rest.
  private record Stored(byte[] bytes, StoredEvent<RetryRow> rows) {
    RetryRow row() {
      int length = bytes.length - HEAD_BYTES;
      return bytes[0] == FORMAT_JSON
          ? CanonicalJson.MAPPER.readValue(bytes, HEAD_BYTES, length, RetryRow.class)
          : rows.read(bytes, HEAD_BYTES, length);
    }
  }

  private StoredRow(long due, long at, int lane, @Nullable Stored stored, @Nullable RetryRow row) {
    this.due = due;
    this.at = at;
    this.lane = lane;
    this.stored = stored;
    this.row = row;
  }

  static StoredRow of(RetryRow row) {
    Instant due = row.dueAt();
    long ended = row.status() == RetryRow.Status.HELD ? HELD : NEVER;
    return new StoredRow(
        due == null ? ended : millis(due), millis(row.at()), row.agent().hashCode(), null, row);
  }

  /// When it is tried again, in epoch milliseconds rounded up so that it is never early; or
  /// [#NEVER], or [#HELD].
  long due() {
    return due;
  }

  /// When the row was written, in epoch milliseconds rounded up.
  long at() {
    return at;
  }

  /// The same for all work of one agent; rarely, two agents share one.
  int lane() {
    return lane;
  }

  RetryRow row() {
    RetryRow read = row;
    if (read == null) {
      if (stored == null) {
        throw new AssertionError("a row is given as a row or as bytes");
      }
      read = stored.row();
      row = read;
    }
    return read;
  }

  private byte[] bytes(StoredEvent<RetryRow> rows) {
    if (stored != null) {
      return stored.bytes();
    }
    byte[] written = rows.write(row());
    return ByteBuffer.allocate(HEAD_BYTES + written.length)
        .put(FORMAT)
        .putLong(due)
        .putLong(at)
        .putInt(lane)
        .put(written)
        .array();
  }

  private static StoredRow read(byte[] bytes, StoredEvent<RetryRow> rows) {
    if (bytes.length < HEAD_BYTES || bytes[0] != FORMAT && bytes[0] != FORMAT_JSON) {
      throw new IllegalStateException(
          "a stored row begins with %d and has at least %d bytes, this begins with %s and has %d"
              .formatted(
                  FORMAT,
                  HEAD_BYTES,
                  Arrays.toString(Arrays.copyOf(bytes, Math.min(1, bytes.length))),
                  bytes.length));
    }
    ByteBuffer head = ByteBuffer.wrap(bytes, 1, HEAD_BYTES - 1);
    return new StoredRow(
        head.getLong(), head.getLong(), head.getInt(), new Stored(bytes, rows), null);
  }

  /// Rows as Avro behind their head: the store is private to the replayer and must be readable
  /// without the registry.
  static Serde<StoredRow> serde() {
    StoredEvent<RetryRow> rows = new StoredEvent<>(RetryRow.class);
    Serializer<@Nullable StoredRow> serializer = (_, row) -> row == null ? null : row.bytes(rows);
    Deserializer<@Nullable StoredRow> deserializer =
        (_, bytes) -> bytes == null ? null : read(bytes, rows);
    return Serdes.serdeFrom(serializer, deserializer);
  }

  static long millis(Instant time) {
    try {
      long millis = time.toEpochMilli();
      return time.getNano() % 1_000_000 == 0 ? millis : millis + 1;
    } catch (ArithmeticException farOff) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : HELD - 1;
    }
  }
}
