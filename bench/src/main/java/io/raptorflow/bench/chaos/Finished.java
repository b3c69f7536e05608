package io.raptorflow.bench.chaos;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;

/// What a committed offset and its note say is finished, read here on its own so that the checker
/// does not believe the code that it checks: `r3:` and, in base64, the process, the works at work
/// (distances, LEB128), the deaths, and what is finished as runs of bytes. The first byte begins at
/// a multiple of eight in the log.
///
/// @param offset everything below is finished
/// @param bits bit `i` says that `offset / 8 * 8 + i` is finished
record Finished(long offset, BitSet bits) {
  private static final String PREFIX = "r3:";

  static Finished of(long offset, String note) {
    if (note.isEmpty()) {
      return new Finished(offset, new BitSet());
    }
    if (!note.startsWith(PREFIX)) {
      throw new IllegalArgumentException("an unknown note: " + note);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(note.substring(PREFIX.length())));
    bytes.getInt();
    for (int begun = number(bytes); begun > 0; begun--) {
      number(bytes);
    }
    for (int deaths = number(bytes); deaths > 0; deaths--) {
      number(bytes);
      number(bytes);
    }
    BitSet bits = new BitSet();
    int place = 0;
    while (bytes.hasRemaining()) {
      int run = number(bytes);
      int length = run >>> 2;
      switch (run & 3) {
        case 0 -> {
          // Nothing is finished there.
        }
        case 1 -> bits.set(place * 8, (place + length) * 8);
        default -> {
          for (int at = 0; at < length; at++) {
            int next = bytes.get();
            for (int bit = 0; bit < 8; bit++) {
              bits.set((place + at) * 8 + bit, (next >> bit & 1) == 1);
            }
          }
        }
      }
      place += length;
    }
    return new Finished(offset, bits);
  }

  boolean covers(long record) {
    return record < offset || bits.get((int) (record - offset / 8 * 8));
  }

  private static int number(ByteBuffer bytes) {
    int number = 0;
    int shift = 0;
    int next;
    do {
      next = bytes.get();
      number |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
