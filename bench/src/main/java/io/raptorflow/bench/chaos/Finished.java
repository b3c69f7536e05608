package io.raptorflow.bench.chaos;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;

/// What a committed offset and its note say is finished, read here on its own so that the checker
/// does not believe the code that it checks: `r2:` and, in base64, the process, the works at work
/// (distances, LEB128), the deaths, and the bits of what is finished.
///
/// @param offset everything below is finished
/// @param above bit `i` says that `offset + i` is finished
record Finished(long offset, BitSet above) {
  private static final String PREFIX = "r2:";

  static Finished of(long offset, String note) {
    if (!note.startsWith(PREFIX)) {
      return new Finished(offset, new BitSet());
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
    return new Finished(offset, BitSet.valueOf(bytes));
  }

  boolean covers(long record) {
    return record < offset || above.get((int) (record - offset));
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
