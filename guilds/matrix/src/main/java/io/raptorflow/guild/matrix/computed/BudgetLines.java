package io.raptorflow.guild.matrix.computed;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Channel;
import io.raptorflow.guild.matrix.output.BudgetSplit.Basis;
import io.raptorflow.guild.matrix.output.BudgetSplit.Confidence;
import io.raptorflow.guild.matrix.output.BudgetSplit.Curve;
import io.raptorflow.guild.matrix.output.BudgetSplit.Feasibility;
import io.raptorflow.guild.matrix.output.BudgetSplit.Guard;
import io.raptorflow.guild.matrix.output.BudgetSplit.Interval;
import io.raptorflow.guild.matrix.output.BudgetSplit.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says of each amount what it is expected to bring, and of all of them whether they reach the
/// target.
final class BudgetLines {
  private static final double COVERAGE = 0.8;
  private static final int SURE_DAYS = 56;

  private final FlightMoney money;
  private final AllocatorSettings settings;
  private final BigDecimal target;
  private final BigDecimal perTarget;
  private final @Nullable BigDecimal guardrail;
  private final @Nullable BigDecimal byReturn;
  private final BigDecimal allowed;

  BudgetLines(
      BrandBrief brief,
      FlightMoney money,
      AllocatorSettings settings,
      Optional<KpiHistory> history) {
    this.money = money;
    this.settings = settings;
    target = brief.objective().target();
    perTarget = money.amount(money.available()).divide(target, money.digits(), RoundingMode.DOWN);
    guardrail = guardrail(brief.objective().guardrails());
    byReturn = byReturn(brief, history);
    BigDecimal least = perTarget;
    for (BigDecimal limit : new @Nullable BigDecimal[] {guardrail, byReturn}) {
      if (limit != null) {
        least = least.min(limit);
      }
    }
    allowed = least;
  }

  /// The brief's limit for the cost of one conversion: `cpa_max` or `cost_per_…_max`.
  private static @Nullable BigDecimal guardrail(Map<String, BigDecimal> guardrails) {
    return guardrails.entrySet().stream()
        .filter(
            limit ->
                limit.getKey().endsWith("_max")
                    && (limit.getKey().startsWith("cpa") || limit.getKey().startsWith("cost_per_")))
        .map(Map.Entry::getValue)
        .min(BigDecimal::compareTo)
        .orElse(null);
  }

  /// Order value of the history, over the allowed channels, divided by the least return.
  private @Nullable BigDecimal byReturn(BrandBrief brief, Optional<KpiHistory> history) {
    BigDecimal least = brief.objective().guardrails().get("roas_min");
    if (least == null || least.signum() == 0 || history.isEmpty()) {
      return null;
    }
    KpiHistory.Day sum =
        history.get().channels().entrySet().stream()
            .filter(entry -> brief.channels().contains(entry.getKey()))
            .filter(entry -> !history.get().unpriced().contains(entry.getKey()))
            .flatMap(entry -> entry.getValue().values().stream())
            .reduce(KpiHistory.Day.ZERO, KpiHistory.Day::plus);
    return sum.conversions().signum() == 0
        ? null
        : sum.revenue()
            .divide(sum.conversions().multiply(least), money.digits(), RoundingMode.DOWN);
  }

  Line line(String channel, long coins, ChannelEvidence evidence) {
    return switch (evidence) {
      case ChannelEvidence.Curve(ResponseCurve fit, var days) ->
          curve(channel, coins, fit)
              .with(new Curve(fit.beta(), fit.half(), fit.spendMin(), fit.spendMax()));
      case ChannelEvidence.Capacity capacity -> capacity(channel, coins, capacity);
      case ChannelEvidence.Nothing(String why) -> unproven(channel, coins, why);
    };
  }

  private Line curve(String channel, long coins, ResponseCurve fit) {
    double daily = money.amount(coins).doubleValue() / money.days();
    double mean = fit.at(daily) * money.days();
    double marginal = fit.beta() * fit.half() / ((daily + fit.half()) * (daily + fit.half()));
    boolean sure =
        fit.saturation() == ResponseCurve.Saturation.SEEN
            && fit.days() >= SURE_DAYS
            && daily >= fit.spendMin()
            && daily <= fit.spendMax();
    return line(
        channel,
        coins,
        Basis.RESPONSE_CURVE,
        sure ? Confidence.HIGH : Confidence.MEDIUM,
        around(mean, coins == 0 ? 0 : fit.halfWidth(daily, money.days(), COVERAGE)),
        marginal,
        String.format(
            Locale.ROOT,
            "own history of %d days: at %.2f a day the next conversion costs %.2f",
            fit.days(),
            daily,
            1 / marginal));
  }

  private Line capacity(String channel, long coins, ChannelEvidence.Capacity capacity) {
    double need = capacity.costPerDay() * money.days();
    double run = need == 0 ? 1 : Math.min(1, money.amount(coins + 1).doubleValue() / need);
    return line(
        channel,
        coins,
        Basis.CAPACITY,
        Confidence.MEDIUM,
        around(
            capacity.conversionsPerDay() * money.days() * run,
            capacity.halfWidth(money.days(), COVERAGE) * run),
        null,
        String.format(
            Locale.ROOT,
            "owned channel: gets what it cost to run, %.2f a day over %d days; more money reaches no"
                + " more people",
            capacity.costPerDay(),
            capacity.days()));
  }

  private Line unproven(String channel, long coins, String why) {
    boolean owned = Channel.OWNED.contains(channel);
    return line(
        channel,
        coins,
        Basis.UNPROVEN,
        Confidence.LOW,
        null,
        null,
        owned
            ? "owned channel, " + why + ": no media price, so only its floor"
            : why + ": equal share within floor and cap, to be learned in the flight");
  }

  private Line line(
      String channel,
      long coins,
      Basis basis,
      Confidence confidence,
      @Nullable Interval expected,
      @Nullable Double marginal,
      String reason) {
    BigDecimal amount = money.amount(coins);
    Double cpa =
        expected == null || expected.mean() <= 0
            ? null
            : Double.valueOf(amount.doubleValue() / expected.mean());
    Guard guard =
        cpa == null ? Guard.UNKNOWN : cpa <= allowed.doubleValue() ? Guard.WITHIN : Guard.OVER;
    return new Line(
        channel,
        amount,
        money.available() == 0 ? 0 : (double) coins / money.available(),
        basis,
        confidence,
        expected,
        marginal,
        cpa,
        allowed,
        guard,
        stopRule(coins, basis),
        reason,
        null);
  }

  private String stopRule(long coins, Basis basis) {
    String currency = money.budget().currency();
    if (coins == 0) {
      return "no media money, nothing to stop";
    }
    if (basis == Basis.CAPACITY) {
      return "pause when conversions stay under half of the history's daily mean for 14 days";
    }
    BigDecimal dry =
        allowed
            .multiply(BigDecimal.valueOf(settings.stopMultiple()))
            .setScale(money.digits(), RoundingMode.HALF_UP);
    return "stop after %s %s without a conversion, or when 14 days with at least 20 conversions cost more than %s %s each"
        .formatted(dry, currency, allowed, currency);
  }

  private static Interval around(double mean, double half) {
    return new Interval(mean, Math.max(0, mean - half), mean + half);
  }

  Feasibility feasibility(List<Line> lines) {
    BigDecimal available = money.amount(money.available());
    BigDecimal bought =
        allowed.signum() == 0 ? BigDecimal.ZERO : available.divide(allowed, 0, RoundingMode.DOWN);
    Interval expected = sum(lines, Basis.RESPONSE_CURVE);
    Interval owned = sum(lines, Basis.CAPACITY);
    return new Feasibility(
        target,
        perTarget,
        guardrail,
        byReturn,
        allowed,
        bought,
        expected,
        owned,
        verdict(expected, owned));
  }

  /// Sum over the lines of one basis, or null when there are none.
  private static @Nullable Interval sum(List<Line> lines, Basis basis) {
    List<Interval> known =
        lines.stream()
            .filter(line -> line.basis() == basis)
            .map(Line::expected)
            .filter(Objects::nonNull)
            .toList();
    if (known.isEmpty()) {
      return null;
    }
    // Channels are taken as independent, so squares of half widths add.
    double squares =
        known.stream().mapToDouble(i -> (i.high() - i.mean()) * (i.high() - i.mean())).sum();
    return around(known.stream().mapToDouble(Interval::mean).sum(), Math.sqrt(squares));
  }

  private String verdict(@Nullable Interval expected, @Nullable Interval owned) {
    String sum =
        "%s for %s is at most %s each"
            .formatted(money.amount(money.available()), target.toPlainString(), allowed);
    if (owned != null) {
      sum +=
          String.format(
              Locale.ROOT, "; owned channels bring about %.0f with or without it", owned.mean());
    }
    if (expected == null) {
      return sum + "; without history nothing shows that the money reaches it";
    }
    double wanted = target.doubleValue();
    String seen =
        String.format(
            Locale.ROOT,
            "; paid channels with history bring %.0f (%.0f to %.0f)",
            expected.mean(),
            expected.low(),
            expected.high());
    if (expected.low() >= wanted) {
      return sum + seen + ": the target is within reach";
    }
    return sum
        + seen
        + (expected.high() < wanted
            ? ": not enough, the rest must come from channels without history"
            : ": the target is uncertain");
  }
}
