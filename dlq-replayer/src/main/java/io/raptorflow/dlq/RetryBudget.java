package io.raptorflow.dlq;

/// How many retries an agent gets a second from one replayer.
///
/// @param shareOfAnswers retries as a share of what the agent answered in the last minute, above 0
/// @param leastPerSecond retries a second that it gets at least, at least 1: an agent that answers
///   nothing could not recover otherwise
public record RetryBudget(double shareOfAnswers, double leastPerSecond) {
  public RetryBudget {
    if (!(shareOfAnswers > 0) || !(leastPerSecond >= 1)) {
      throw new IllegalArgumentException(
          "a retry budget has a share above 0 and at least 1 a second, was %s and %s"
              .formatted(shareOfAnswers, leastPerSecond));
    }
  }
}
