package io.raptorflow.guild.matrix.computed;

import io.raptorflow.campaign.Channel;
import io.raptorflow.guild.matrix.computed.KpiHistory.Day;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/// What a brand's own history says of one channel.
sealed interface ChannelEvidence {

  /// Money moves conversions along a curve.
  record Curve(ResponseCurve fit, Collection<Day> days) implements ChannelEvidence {}

  /// An owned channel: it costs what it costs to run.
  record Capacity(double costPerDay, double conversionsPerDay, double sd, int days)
      implements ChannelEvidence {

    /// Half width for the sum of `flight` days: noise of the days plus that of the mean.
    double halfWidth(int flight, double coverage) {
      double variance = sd * sd * (flight + (double) flight * flight / days);
      return TDistribution.of(days - 1.0).inverseCumulativeProbability((1 + coverage) / 2)
          * Math.sqrt(variance);
    }
  }

  /// Nothing that carries a number.
  record Nothing(String why) implements ChannelEvidence {}

  static ChannelEvidence of(String channel, Optional<KpiHistory> history) {
    if (history.isEmpty()) {
      return new Nothing("no history was given");
    }
    if (!history.get().channels().containsKey(channel)) {
      return new Nothing("the history has no rows of it");
    }
    List<Day> days = List.copyOf(history.get().channels().get(channel).values());
    return Channel.OWNED.contains(channel) ? capacity(days) : curve(days);
  }

  private static ChannelEvidence capacity(List<Day> days) {
    if (days.size() < 28) {
      return new Nothing("has " + days.size() + " days, capacity needs 28");
    }
    double[] cost = days.stream().mapToDouble(day -> day.cost().doubleValue()).toArray();
    double[] conversions =
        days.stream().mapToDouble(day -> day.conversions().doubleValue()).toArray();
    return new Capacity(
        Robust.mean(cost), Robust.mean(conversions), Robust.sd(conversions), days.size());
  }

  private static ChannelEvidence curve(List<Day> days) {
    List<Day> paid = new ArrayList<>(days);
    paid.removeIf(day -> day.cost().signum() == 0);
    long levels = paid.stream().map(day -> day.cost().stripTrailingZeros()).distinct().count();
    if (levels < ResponseCurve.LEVELS_MIN) {
      return new Nothing(
          "has " + levels + " different daily spends, a curve needs " + ResponseCurve.LEVELS_MIN);
    }
    BigDecimal conversions =
        paid.stream().map(Day::conversions).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (conversions.signum() == 0) {
      return new Nothing("has no conversion in " + paid.size() + " days with spend");
    }
    return new Curve(
        ResponseCurve.fit(
            paid.stream().mapToDouble(day -> day.cost().doubleValue()).toArray(),
            paid.stream().mapToDouble(day -> day.conversions().doubleValue()).toArray()),
        paid);
  }
}
