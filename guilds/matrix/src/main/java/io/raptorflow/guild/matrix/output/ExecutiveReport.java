package io.raptorflow.guild.matrix.output;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Two periods compared, with the change of revenue split into parts that add up.
///
/// @param reading two sentences that hold no number which is not in `result`
public record ExecutiveReport(
    String method,
    Map<String, String> settings,
    DataWindow dataWindow,
    int n,
    Result result,
    String reading,
    String uncertainty,
    List<Check> assumptionChecks,
    List<String> refusals,
    String inputHash) {
  public ExecutiveReport {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    assumptionChecks = List.copyOf(assumptionChecks);
    refusals = List.copyOf(refusals);
  }

  /// @param change revenue of `after` less revenue of `before`
  /// @param changeShare `change` as a share of the revenue before, null when that was zero
  /// @param effects parts of `change`, adding up to it
  public record Result(
      String currency,
      int periodDays,
      Period before,
      Period after,
      BigDecimal change,
      @Nullable Double changeShare,
      Effects effects,
      List<ChannelEffect> channels) {
    public Result {
      channels = List.copyOf(channels);
    }
  }

  /// Sums of one period over all channels, and by channel.
  public record Period(DataWindow window, ChannelTotal total, List<ChannelTotal> channels) {
    public Period {
      channels = List.copyOf(channels);
    }
  }

  /// Money that each branch of the tree (clicks x conversion rate x order value) moved.
  ///
  /// @param other revenue that came without a click or without a conversion on record
  public record Effects(double traffic, double conversionRate, double orderValue, double other) {}

  /// The parts of one channel's change.
  public record ChannelEffect(String channel, BigDecimal change, Effects effects) {}
}
