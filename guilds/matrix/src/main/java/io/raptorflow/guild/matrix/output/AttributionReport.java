package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Credit for conversions by channel under several models.
public record AttributionReport(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param conversion chance that a path converts
  /// @param models names of the models, in the order of the table
  public record Result(
      BigDecimal conversions,
      BigDecimal nulls,
      BigDecimal revenue,
      double conversion,
      List<String> models,
      List<Channel> channels) {
    public Result {
      models = List.copyOf(models);
      channels = List.copyOf(channels);
    }
  }

  /// One channel.
  ///
  /// @param removal share of conversions lost without the channel, before it is normalized
  /// @param credit conversions by model; for each model they add up to all conversions exactly
  /// @param revenue by model, adding up in the same way
  /// @param low lower end of the 90 % bootstrap interval of the Markov credit
  /// @param spread largest less smallest credit of the models
  public record Channel(
      String channel,
      double removal,
      Map<String, BigDecimal> credit,
      Map<String, BigDecimal> revenue,
      double low,
      double high,
      BigDecimal spread) {
    public Channel {
      credit = Collections.unmodifiableMap(new TreeMap<>(credit));
      revenue = Collections.unmodifiableMap(new TreeMap<>(revenue));
    }
  }
}
