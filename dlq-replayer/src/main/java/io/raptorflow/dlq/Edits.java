package io.raptorflow.dlq;

import io.raptorflow.bus.ReplayOperation;
import java.util.Base64;

/// The bytes that an edit carries.
final class Edits {
  /// More would not fit a record beside the command's other fields.
  static final int BYTES_MAX = 512 * 1024;

  private Edits() {}

  /// @throws IllegalArgumentException when they are too many
  static String text(byte[] value) {
    if (value.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "an edited value has at most %d bytes, was %d".formatted(BYTES_MAX, value.length));
    }
    return Base64.getEncoder().encodeToString(value);
  }

  /// @throws IllegalArgumentException when the command is no edit
  static byte[] value(ReplayOperation edit) {
    String text = edit.newValue();
    if (text == null) {
      throw new IllegalArgumentException("command " + edit.id() + " is no edit");
    }
    return Base64.getDecoder().decode(text);
  }
}
