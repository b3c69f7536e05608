package io.raptorflow.dlq.view;

import io.raptorflow.bus.RetryRow;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/// Place of a work in a list: the last failure first, works that failed in the same millisecond in
/// the order of their ids.
///
/// @param lastFailedMillis since the epoch, UTC
record PageKey(long lastFailedMillis, long high, long low) implements Comparable<PageKey> {
  private static final int BYTES = 3 * Long.BYTES;

  static PageKey of(RetryRow row) {
    UUID work = row.work().value();
    return new PageKey(
        row.lastFailedAt().toEpochMilli(),
        work.getMostSignificantBits(),
        work.getLeastSignificantBits());
  }

  /// @throws IllegalArgumentException when [#cursor] did not make the text
  static PageKey read(String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException wrong) {
      throw noCursor(cursor);
    }
    if (bytes.length != BYTES) {
      throw noCursor(cursor);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new PageKey(buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /// Opaque text that [#read] takes.
  String cursor() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(BYTES)
                .putLong(lastFailedMillis)
                .putLong(high)
                .putLong(low)
                .array());
  }

  /// The key that comes earlier in a list is the smaller one; ids are compared as their texts are.
  @Override
  public int compareTo(PageKey other) {
    return compare(lastFailedMillis, high, low, other);
  }

  static int compare(long lastFailedMillis, long high, long low, PageKey other) {
    int later = Long.compare(other.lastFailedMillis, lastFailedMillis);
    if (later != 0) {
      return later;
    }
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  private static IllegalArgumentException noCursor(String text) {
    return new IllegalArgumentException(
        "a cursor is the 'next' of an earlier page, was '%s'"
            .formatted(text.length() <= 80 ? text : text.substring(0, 80) + "…"));
  }
}
