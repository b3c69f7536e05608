package io.raptorflow.bus.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What goes with a committed offset: which records above it are finished, which are at work, and
/// which were at work when a process died. Places are distances from the offset.
///
/// The broker takes 4,096 bytes (`offset.metadata.max.bytes`), which are 3,069 behind base64. What
/// is finished stands there as runs of bytes: a run of zeros, a run of ones, or bytes as they are,
/// with the bits in the bytes where they lie in the log, so that a byte which was written once is
/// written the same when the offset has moved. Of the first [#NEAR] places anything can be said;
/// what lies further above takes what it takes, and [Assignment] sees to it that this is no more
/// than [#FAR_BYTES]. What is at work is left out when it does not fit beside them, and so is then
/// not known to have been at work.
///
/// @param process who wrote it: a number that a process draws at its start, or [#NOBODY] when
///   whoever had the partition gave it back in order
/// @param finished records that need no work
/// @param begun records at work
/// @param deaths how many processes died while a record was at work, where there were any
record CommitNote(int process, BitSet finished, BitSet begun, Map<Integer, Integer> deaths) {
  /// Places that a note can speak of.
  static final int PLACES = 1 << 20;

  /// Places of which any may be finished and any not: 1,500 bytes as they are.
  static final int NEAR = 12_000;

  /// Most bytes for what is finished beyond [#NEAR].
  static final int FAR_BYTES = 1_400;

  /// What one more finished record beyond [#NEAR], with the hole behind it, adds at most: it parts
  /// a run of zeros by two bytes as they are, with a run of ones between them, and each of these
  /// four has a length of its own.
  static final int FAR_BYTES_EACH = 12;

  /// In place of a process: the partition was given back in order.
  static final int NOBODY = 0;

  /// In place of a process: the text does not say.
  private static final int UNKNOWN = -1;

  static final CommitNote EMPTY = new CommitNote(UNKNOWN, new BitSet(), new BitSet(), Map.of());

  private static final int CHARS_MAX = 4_096;
  private static final String PREFIX = "r3:";

  /// A note of an earlier version: what is finished as bits.
  private static final String PREFIX_BITS = "r2:";

  /// A note of the first version: nothing but what is finished.
  private static final String PREFIX_FINISHED = "r1:";

  private static final int SAME_MIN = 3;
  private static final int KIND_BITS = 2;
  private static final int ZEROS = 0;
  private static final int ONES = 1;
  private static final int LITERAL = 2;

  /// The text that goes with a committed offset.
  ///
  /// @throws IllegalStateException when even what is finished does not fit
  String write(long offset) {
    if (process != NOBODY && finished.isEmpty() && begun.isEmpty() && deaths.isEmpty()) {
      return "";
    }
    byte[] runs = runs(offset);
    String whole = text(runs, begun, deaths);
    if (whole.length() <= CHARS_MAX) {
      return whole;
    }
    String least = text(runs, new BitSet(), Map.of());
    if (least.length() > CHARS_MAX) {
      throw new IllegalStateException(
          "a note has at most %d characters, was %d".formatted(CHARS_MAX, least.length()));
    }
    return least;
  }

  /// Bytes that what is finished beyond [#NEAR] takes.
  int farBytes(long offset) {
    if (finished.length() <= NEAR - Byte.SIZE) {
      return 0;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeRuns(bytes, inPlace(offset), NEAR / 8, Integer.MAX_VALUE);
    return bytes.size();
  }

  private String text(byte[] runs, BitSet atWork, Map<Integer, Integer> died) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(process).array());
    number(bytes, atWork.cardinality());
    int last = 0;
    for (int at = atWork.nextSetBit(0); at >= 0; at = atWork.nextSetBit(at + 1)) {
      number(bytes, at - last);
      last = at;
    }
    number(bytes, died.size());
    new TreeMap<>(died)
        .forEach(
            (at, count) -> {
              number(bytes, at);
              number(bytes, count);
            });
    bytes.writeBytes(runs);
    return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private byte[] runs(long offset) {
    byte[] bits = inPlace(offset);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Two parts, so that what is near never changes how what is far is parted into runs.
    writeRuns(bytes, bits, 0, NEAR / 8);
    writeRuns(bytes, bits, NEAR / 8, Integer.MAX_VALUE);
    return bytes.toByteArray();
  }

  /// What is finished, as bytes of which the first begins at a multiple of eight in the log.
  private byte[] inPlace(long offset) {
    int shift = shift(offset);
    if (shift == 0) {
      return finished.toByteArray();
    }
    long[] words = finished.toLongArray();
    long[] moved = new long[words.length + 1];
    for (int n = 0; n < words.length; n++) {
      moved[n] |= words[n] << shift;
      moved[n + 1] = words[n] >>> (Long.SIZE - shift);
    }
    return BitSet.valueOf(moved).toByteArray();
  }

  private static int shift(long offset) {
    return (int) (offset & 7);
  }

  private static void writeRuns(ByteArrayOutputStream to, byte[] bytes, int from, int end) {
    int stop = Math.min(end, bytes.length);
    int literal = from;
    int at = from;
    while (at < stop) {
      int same = same(bytes, at, stop);
      if (same >= SAME_MIN) {
        writeLiteral(to, bytes, literal, at);
        number(to, same << KIND_BITS | (bytes[at] == 0 ? ZEROS : ONES));
        literal = at + same;
      }
      at += Math.max(1, same);
    }
    writeLiteral(to, bytes, literal, stop);
  }

  /// How many bytes of nothing but zeros, or nothing but ones, follow each other.
  private static int same(byte[] bytes, int from, int stop) {
    byte first = bytes[from];
    if (first != 0 && first != -1) {
      return 0;
    }
    int at = from;
    while (at < stop && bytes[at] == first) {
      at++;
    }
    return at - from;
  }

  private static void writeLiteral(ByteArrayOutputStream to, byte[] bytes, int from, int stop) {
    if (from < stop) {
      number(to, (stop - from) << KIND_BITS | LITERAL);
      to.write(bytes, from, stop - from);
    }
  }

  /// What a text says that went with an offset; nothing when it is empty or not ours.
  static CommitNote read(@Nullable String text, long offset) {
    if (text == null) {
      return EMPTY;
    }
    try {
      if (text.startsWith(PREFIX_FINISHED)) {
        return new CommitNote(UNKNOWN, BitSet.valueOf(decode(text)), new BitSet(), Map.of());
      }
      if (text.startsWith(PREFIX_BITS)) {
        ByteBuffer bytes = ByteBuffer.wrap(decode(text));
        return head(bytes).with(BitSet.valueOf(bytes));
      }
      if (!text.startsWith(PREFIX)) {
        return EMPTY;
      }
      ByteBuffer bytes = ByteBuffer.wrap(decode(text));
      return head(bytes).with(readRuns(bytes, shift(offset)));
    } catch (IllegalArgumentException | BufferUnderflowException foreign) {
      return EMPTY;
    }
  }

  /// Everything but what is finished, which comes behind it.
  private static CommitNote head(ByteBuffer bytes) {
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
    return new CommitNote(process, new BitSet(), begun, deaths);
  }

  private CommitNote with(BitSet done) {
    return new CommitNote(process, done, begun, deaths);
  }

  private static BitSet readRuns(ByteBuffer from, int shift) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (from.hasRemaining()) {
      int run = number(from);
      int length = run >>> KIND_BITS;
      if (length > PLACES / 8 + 1 - bytes.size()) {
        throw new IllegalArgumentException("more than " + PLACES + " places");
      }
      byte[] next = new byte[length];
      switch (run & (1 << KIND_BITS) - 1) {
        case ZEROS -> {
          // A new array holds nothing else.
        }
        case ONES -> Arrays.fill(next, (byte) -1);
        case LITERAL -> from.get(next);
        default -> throw new IllegalArgumentException("no kind of run: " + run);
      }
      bytes.writeBytes(next);
    }
    BitSet bits = BitSet.valueOf(bytes.toByteArray());
    return bits.get(shift, Math.max(shift, bits.length()));
  }

  private static byte[] decode(String text) {
    return Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  private static int place(int at) {
    if (at < 0 || at > PLACES) {
      throw new IllegalArgumentException("a place is 0 to " + PLACES + ", was " + at);
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
