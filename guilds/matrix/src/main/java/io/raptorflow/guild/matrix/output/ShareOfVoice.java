package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much of the talk is about each brand.
public record ShareOfVoice(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param hhi Herfindahl-Hirschman index of the shares in percent, up to 10,000
  public record Result(int mentions, double hhi, List<Brand> brands, List<Week> weeks) {
    public Result {
      brands = List.copyOf(brands);
      weeks = List.copyOf(weeks);
    }
  }

  /// One brand.
  ///
  /// @param share of mentions, in percent
  /// @param low lower end of the 95 % bootstrap interval
  /// @param reachShare of reach, in percent, null when a mention has no reach
  /// @param marketShare in percent, null when it was not given
  /// @param excess share of voice less share of market, null without the latter
  public record Brand(
      String brand,
      int mentions,
      double share,
      double low,
      double high,
      @Nullable Double reachShare,
      @Nullable Double marketShare,
      @Nullable Double excess,
      @Nullable Double excessLow,
      @Nullable Double excessHigh) {}

  /// Shares of one week, in percent, in the order of the brands.
  public record Week(String week, int mentions, List<Double> shares) {
    public Week {
      shares = List.copyOf(shares);
    }
  }
}
