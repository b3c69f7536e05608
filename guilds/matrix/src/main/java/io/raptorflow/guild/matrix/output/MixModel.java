package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each channel's weekly spend brought, and how it answers more or less.
public record MixModel(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param baseline sales that no channel explains, over all weeks
  /// @param r2 share of the variance of sales that the model explains
  public record Result(
      int weeks, double sales, double baseline, double r2, List<Channel> channels) {
    public Result {
      channels = List.copyOf(channels);
    }
  }

  /// One channel.
  ///
  /// @param theta share of a week's effect that stays for the next
  /// @param half weekly spend, kept up, at half of the most
  /// @param contribution sales over all weeks
  /// @param share of all sales
  /// @param roas contribution per unit of spend; null when nothing was spent
  /// @param low lower end of the 90 % bootstrap interval of `roas`
  /// @param marginal sales that one more unit a week brings at the mean spend
  /// @param curve weekly spend, kept up, and the sales it brings
  public record Channel(
      String channel,
      double spend,
      double theta,
      double shape,
      double half,
      double contribution,
      double share,
      @Nullable Double roas,
      @Nullable Double low,
      @Nullable Double high,
      double marginal,
      List<Point> curve) {
    public Channel {
      curve = List.copyOf(curve);
    }
  }

  public record Point(double spend, double sales) {}
}
