package io.raptorflow.guild.matrix.output;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The money of a flight, split over the allowed channels.
///
/// @param dataWindow days of the history, null when there was none
/// @param n days of history over all channels that were used
public record BudgetSplit(
    String method,
    Map<String, String> settings,
    @Nullable DataWindow dataWindow,
    int n,
    Result result,
    String uncertainty,
    List<Check> assumptionChecks,
    List<String> refusals,
    String inputHash) {
  public BudgetSplit {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    assumptionChecks = List.copyOf(assumptionChecks);
    refusals = List.copyOf(refusals);
  }

  /// @param total the brief's budget
  /// @param testReserve kept for tests
  /// @param available `total` less `testReserve`: the lines and `unallocated` add up to it exactly
  /// @param unallocated what floors, caps and capacity leave without a place
  public record Result(
      String currency,
      BigDecimal total,
      BigDecimal testReserve,
      BigDecimal available,
      BigDecimal unallocated,
      int days,
      List<Line> channels,
      Feasibility feasibility) {
    public Result {
      channels = List.copyOf(channels);
    }
  }

  /// What a line's amount rests on.
  public enum Basis {
    /// A response curve fitted to the brand's own history.
    RESPONSE_CURVE,
    /// An owned channel: what it cost to run so far; money buys no more of it.
    CAPACITY,
    /// No usable history: a share by rule, not by evidence.
    UNPROVEN
  }

  /// How much a line may be trusted.
  public enum Confidence {
    HIGH,
    MEDIUM,
    LOW
  }

  /// The money of one channel.
  ///
  /// @param share of `available`
  /// @param expected conversions in the flight, null where nothing is known
  /// @param marginal conversions that one more unit of money buys, null where nothing is known
  /// @param cpa amount per expected conversion, null where nothing is known
  /// @param guardrail what the brief and the money allow per conversion
  /// @param reason how the amount came about, for a reader
  /// @param curve the response that the amount rests on, null without one
  public record Line(
      String channel,
      BigDecimal amount,
      double share,
      Basis basis,
      Confidence confidence,
      @Nullable Interval expected,
      @Nullable Double marginal,
      @Nullable Double cpa,
      BigDecimal guardrail,
      Guard guard,
      String stopRule,
      String reason,
      @Nullable Curve curve) {

    /// The same line with its curve.
    public Line with(Curve known) {
      return new Line(
          channel,
          amount,
          share,
          basis,
          confidence,
          expected,
          marginal,
          cpa,
          guardrail,
          guard,
          stopRule,
          reason,
          known);
    }
  }

  /// Conversions of a day as `beta x / (x + half)` for a daily spend x.
  ///
  /// @param spendMax largest daily spend seen; beyond it the curve is a guess
  public record Curve(double beta, double half, double spendMin, double spendMax) {}

  /// How a line stands against the allowed cost per conversion.
  public enum Guard {
    WITHIN,
    OVER,
    UNKNOWN
  }

  /// @param low lower end of the 80 % interval
  /// @param high upper end of the 80 % interval
  public record Interval(double mean, double low, double high) {
    public Interval {
      if (!(low <= mean && mean <= high)) {
        throw new IllegalArgumentException(
            "interval must hold its mean: " + low + " to " + high + " around " + mean);
      }
    }
  }

  /// Whether the money can reach the target at all: arithmetic, before any strategy.
  ///
  /// @param moneyPerTarget `available` divided by the target
  /// @param guardrailCpa the brief's limit per conversion, null when it has none
  /// @param returnCpa average order value divided by the least return, null when unknown
  /// @param allowedCpa the smallest of the three
  /// @param conversionsAtAllowedCpa what `available` buys at `allowedCpa`
  /// @param expected what the paid lines with a curve bring, null when there is none
  /// @param owned what owned channels bring at their running cost, null when unknown; the money
  ///   does not cause it
  public record Feasibility(
      BigDecimal target,
      BigDecimal moneyPerTarget,
      @Nullable BigDecimal guardrailCpa,
      @Nullable BigDecimal returnCpa,
      BigDecimal allowedCpa,
      BigDecimal conversionsAtAllowedCpa,
      @Nullable Interval expected,
      @Nullable Interval owned,
      String verdict) {}
}
