package io.raptorflow.dlq.exchange;

/// What is wrong with a line; caught where the line is read.
final class FieldFault extends Exception {
  private static final long serialVersionUID = 1L;

  FieldFault(String what) {
    super(what, null, false, false);
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
