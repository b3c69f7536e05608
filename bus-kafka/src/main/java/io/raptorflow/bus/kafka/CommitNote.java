package io.raptorflow.bus.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What goes with a committed offset: which records above it are finished, which are at work, and
/// which were at work when a process died. Places are distances from the offset.
///
/// The broker takes 4,096 bytes (`offset.metadata.max.bytes`). 24,000 bits are 3,000 bytes, 4,000
/// digits of base64; what is at work is left out when it does not fit beside them, and so is then
/// not known to have been at work.
///
/// @param process who wrote it: a number that a process draws at its start
/// @param finished records that need no work
/// @param begun records at work
/// @param deaths how many processes died while a record was at work, where there were any
record CommitNote(int process, BitSet finished, BitSet begun, Map<Integer, Integer> deaths) {
  static final int BITS_MAX = 24_000;
  static final CommitNote EMPTY = new CommitNote(0, new BitSet(), new BitSet(), Map.of());

  private static final int CHARS_MAX = 4_096;
  private static final String PREFIX = "r2:";

  /// A note of an earlier version: nothing but what is finished.
  private static final String PREFIX_FINISHED = "r1:";

  String write() {
    if (finished.isEmpty() && begun.isEmpty() && deaths.isEmpty()) {
      return "";
    }
    String whole = text(this);
    return whole.length() <= CHARS_MAX
        ? whole
        : text(new CommitNote(process, finished, new BitSet(), Map.of()));
  }

  private static String text(CommitNote note) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(note.process).array());
    number(bytes, note.begun.cardinality());
    int last = 0;
    for (int at = note.begun.nextSetBit(0); at >= 0; at = note.begun.nextSetBit(at + 1)) {
      number(bytes, at - last);
      last = at;
    }
    number(bytes, note.deaths.size());
    new TreeMap<>(note.deaths)
        .forEach(
            (at, count) -> {
              number(bytes, at);
              number(bytes, count);
            });
    bytes.writeBytes(note.finished.toByteArray());
    return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /// What a text says; nothing when it is empty or not ours.
  static CommitNote read(@Nullable String text) {
    if (text == null) {
      return EMPTY;
    }
    try {
      if (text.startsWith(PREFIX_FINISHED)) {
        return new CommitNote(0, BitSet.valueOf(decode(text)), new BitSet(), Map.of());
      }
      return text.startsWith(PREFIX) ? read(ByteBuffer.wrap(decode(text))) : EMPTY;
    } catch (IllegalArgumentException | BufferUnderflowException foreign) {
      return EMPTY;
    }
  }

  private static CommitNote read(ByteBuffer bytes) {
    int process = bytes.getInt();
    BitSet begun = new BitSet();
    int at = 0;
    for (int left = number(bytes); left > 0; left--) {
      at = place(at + number(bytes));
      begun.set(at);
    }
    Map<Integer, Integer> deaths = new TreeMap<>();
    for (int left = number(bytes); left > 0; left--) {
      deaths.put(place(number(bytes)), number(bytes));
    }
    return new CommitNote(process, BitSet.valueOf(bytes), begun, deaths);
  }

  private static byte[] decode(String text) {
    return Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  private static int place(int at) {
    if (at < 0 || at > BITS_MAX) {
      throw new IllegalArgumentException("a place is 0 to " + BITS_MAX + ", was " + at);
    }
    return at;
  }

  /// Seven bits a byte, the lowest first (LEB128).
  private static void number(ByteArrayOutputStream bytes, int number) {
    int rest = number;
    while (rest >= 0x80) {
      bytes.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes.write(rest);
  }

  private static int number(ByteBuffer bytes) {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = bytes.get();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than five bytes");
  }
}
