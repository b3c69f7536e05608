package io.raptorflow.dlq;

import io.raptorflow.bus.ReplayOperation;
import java.util.Base64;

/// The bytes that an edit carries.
final class Edits {
  /// More would not fit a record beside the command's other fields.
  static final int BYTES_MAX = 512 * 1024;

  private Edits() {}

  static String text(byte[] value) {
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
