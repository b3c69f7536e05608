package io.raptorflow.guild.matrix.output;

/// One assumption of a method, held against the data.
///
/// @param assumption what the method takes for granted
/// @param detail the number that was seen, in words
public record Check(String assumption, Verdict verdict, String detail) {

  /// Whether the data agree with the assumption.
  public enum Verdict {
    HOLDS,
    DOUBTFUL,
    /// The data cannot tell.
    UNTESTED
  }
}
