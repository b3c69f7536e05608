package io.raptorflow.agent;

/// Tokens of one model call.
public record Usage(long promptTokens, long completionTokens) {
  public static final Usage NONE = new Usage(0, 0);

  /// A guess for texts that were not counted: four characters a token.
  public static long tokensOf(String text) {
    return (text.length() + 3L) / 4;
  }
}
