package io.raptorflow.dlq;

import java.time.Duration;

/// When the n-th of many held works is let go: few at first, twice as many every few seconds, so
/// that what they waited for is not flattened at once.
///
/// @param perSecondAtFirst works a second at the start, above 0
/// @param doubling time in which the rate doubles
public record ReleaseRamp(double perSecondAtFirst, Duration doubling) {
  public ReleaseRamp {
    if (!(perSecondAtFirst > 0) || !doubling.isPositive()) {
      throw new IllegalArgumentException(
          "a ramp has a rate above 0 and a time to double it, was %s and %s"
              .formatted(perSecondAtFirst, doubling));
    }
  }

  /// Time from the release to the turn of a work when there is no ramp.
  ///
  /// @param perSecond works a second; 0 for all at once
  /// @param place place of the work among the held ones, from 0
  static Duration even(double perSecond, long place) {
    return perSecond == 0 ? Duration.ZERO : Duration.ofNanos(Math.round(place / perSecond * 1e9));
  }

  /// Time from the release to the turn of a work.
  ///
  /// @param place place of the work among the held ones, from 0
  public Duration delay(long place) {
    // With rate r and doubling time T, r * T / ln 2 * (2^(t/T) - 1) works have gone by time t.
    double seconds = doubling.toNanos() / 1e9;
    double doublings = Math.log1p(place * Math.log(2) / (perSecondAtFirst * seconds)) / Math.log(2);
    return Duration.ofNanos(Math.round(doublings * doubling.toNanos()));
  }
}
