package io.raptorflow.bus.kafka;

import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The text that goes with a committed offset: which records above it are finished.
///
/// The broker takes 4,096 bytes. 24,000 bits are 3,000 bytes, 4,000 digits of base64.
final class CommitNote {
  static final int BITS_MAX = 24_000;
  private static final String PREFIX = "r1:";

  private CommitNote() {}

  static String write(BitSet finished) {
    return finished.isEmpty()
        ? ""
        : PREFIX + Base64.getEncoder().withoutPadding().encodeToString(finished.toByteArray());
  }

  /// Finished records of a note; none when it is empty or not ours.
  static BitSet read(@Nullable String note) {
    if (note == null || !note.startsWith(PREFIX)) {
      return new BitSet();
    }
    try {
      return BitSet.valueOf(Base64.getDecoder().decode(note.substring(PREFIX.length())));
    } catch (IllegalArgumentException foreign) {
      return new BitSet();
    }
  }
}
