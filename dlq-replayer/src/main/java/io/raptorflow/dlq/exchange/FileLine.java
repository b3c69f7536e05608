package io.raptorflow.dlq.exchange;

/// One line of a file of dead letters.
public sealed interface FileLine {
  /// Number of the line, from 1.
  long number();

  /// A dead letter.
  record Read(long number, ExportedLetter letter) implements FileLine {}

  /// A line that breaks the format.
  ///
  /// @param why the field and its fault
  record Broken(long number, String why) implements FileLine {
    @Override
    public String toString() {
      return "line " + number + ": " + why;
    }
  }
}
