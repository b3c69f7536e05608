package io.raptorflow.guild.matrix.output;

import java.time.LocalDate;

/// The days that an answer rests on, both inclusive.
public record DataWindow(LocalDate from, LocalDate to) {
  public DataWindow {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("window must end after it begins: " + from + " to " + to);
    }
  }
}
