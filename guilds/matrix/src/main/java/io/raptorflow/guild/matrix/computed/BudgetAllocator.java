package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.matrix.computed.KpiHistory.Reading;
import io.raptorflow.guild.matrix.output.BudgetSplit;
import io.raptorflow.guild.matrix.output.BudgetSplit.Basis;
import io.raptorflow.guild.matrix.output.BudgetSplit.Line;
import io.raptorflow.guild.matrix.output.Check;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// MTX-006: splits the money of a brief over its channels.
///
/// Paid channels with history share by marginal value on fitted response curves, owned channels get
/// what they cost to run, and paid channels without history share by rule and are marked unproven.
public final class BudgetAllocator implements Computation {
  private static final String METHOD =
      "saturating response curves (beta x / (x + g)) by least squares, equal marginal value by"
          + " bisection; owned channels by capacity; equal shares where nothing is proven";

  @Override
  public Result compute(TaskInputs inputs) {
    SettingReader reader = new SettingReader(inputs.settings());
    AllocatorSettings settings = AllocatorSettings.from(reader);
    List<String> problems = reader.problems();
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    BrandBrief brief = inputs.brief();
    if (brief == null) {
      return Refused.because("a brief is needed: it names the money, the channels and the target");
    }
    if (brief.budget().total().compareTo(FlightMoney.TOTAL_MAX) > 0) {
      return Refused.because(
          "budget.total must be at most 10^12, was " + brief.budget().total().toPlainString());
    }
    FlightMoney money = FlightMoney.of(brief);
    long floors = brief.channels().stream().mapToLong(money::floor).sum();
    if (floors > money.available()) {
      return Refused.because(
          "floors add up to %s %s, only %s are left after the test reserve of %s"
              .formatted(
                  money.amount(floors),
                  money.budget().currency(),
                  money.amount(money.available()),
                  money.testReserve()));
    }
    List<String> refusals = new ArrayList<>();
    Optional<KpiHistory> history = history(inputs, brief, refusals);
    NavigableMap<String, ChannelEvidence> evidence = new TreeMap<>();
    brief
        .channels()
        .forEach(channel -> evidence.put(channel, ChannelEvidence.of(channel, history)));
    Map<String, Long> coins = new ChannelSplit(money, settings, evidence).coins();
    BudgetLines lines = new BudgetLines(brief, money, settings, history);
    List<Line> split =
        brief.channels().stream()
            .map(
                channel ->
                    lines.line(
                        channel,
                        coins.getOrDefault(channel, 0L),
                        evidence.getOrDefault(channel, new ChannelEvidence.Nothing("unknown"))))
            .toList();
    long spent = coins.values().stream().mapToLong(Long::longValue).sum();
    BudgetSplit.Result result =
        new BudgetSplit.Result(
            money.budget().currency(),
            money.budget().total(),
            money.testReserve(),
            money.amount(money.available()),
            money.amount(money.available() - spent),
            money.days(),
            split,
            lines.feasibility(split));
    return new Answered(
        new BudgetSplit(
            METHOD,
            reader.used(),
            history.map(KpiHistory::window).orElse(null),
            history.map(table -> usedDays(table, evidence)).orElse(0),
            result,
            uncertainty(split),
            checks(history, evidence, split),
            refusals,
            CanonicalJson.hash(
                List.of(brief, history.map(KpiHistory::hash).orElse(""), reader.used()))),
        caveats(result, refusals));
  }

  private static Optional<KpiHistory> history(
      TaskInputs inputs, BrandBrief brief, List<String> refusals) {
    Optional<Table> table = inputs.table(KpiHistory.TABLE);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    return switch (KpiHistory.read(table.get())) {
      case Reading.Broken broken -> {
        refusals.addAll(broken.problems());
        yield Optional.empty();
      }
      case Reading.Read(KpiHistory read) -> {
        if (!read.currency().equals(brief.budget().currency())) {
          refusals.add(
              "the history is in %s, the budget in %s: not used without a rate"
                  .formatted(read.currency(), brief.budget().currency()));
          yield Optional.empty();
        }
        if (!read.brands().equals(Set.of(brief.brand().id()))) {
          refusals.add(
              "the history is of %s, the brief of %s: not used"
                  .formatted(read.brands().stream().sorted().toList(), brief.brand().id()));
          yield Optional.empty();
        }
        refusals.addAll(read.unpricedNotes());
        yield Optional.of(read);
      }
    };
  }

  private static int usedDays(KpiHistory history, Map<String, ChannelEvidence> evidence) {
    return evidence.entrySet().stream()
        .filter(entry -> !(entry.getValue() instanceof ChannelEvidence.Nothing))
        .mapToInt(entry -> history.channels().getOrDefault(entry.getKey(), new TreeMap<>()).size())
        .sum();
  }

  private static String uncertainty(List<Line> lines) {
    long proven = lines.stream().filter(line -> line.expected() != null).count();
    return proven == 0
        ? "No line has history, so no number of conversions is given: the split is a rule, not a"
            + " forecast."
        : "Intervals cover 80 %: noise of the days and of the fit. They take season, prices and"
            + " competition as in the history, and that spend causes the conversions; only a"
            + " hold-out test can show that.";
  }

  private static List<Check> checks(
      Optional<KpiHistory> history, Map<String, ChannelEvidence> evidence, List<Line> lines) {
    List<Check> checks = new ArrayList<>();
    history.ifPresent(
        table ->
            checks.add(
                new Check(
                    "clicks do not exceed impressions",
                    table.over() == 0 ? Verdict.HOLDS : Verdict.DOUBTFUL,
                    table.over() + " of " + table.rows() + " rows have more clicks")));
    for (Line line : lines) {
      if (evidence.get(line.channel()) instanceof ChannelEvidence.Curve(var fit, var days)) {
        checks.add(
            new Check(
                line.channel() + " tires within the spends seen",
                fit.saturation() == ResponseCurve.Saturation.SEEN
                    ? Verdict.HOLDS
                    : Verdict.DOUBTFUL,
                String.format(
                    Locale.ROOT,
                    "half of the most is reached at %.2f a day, most seen %.2f, %d days",
                    fit.half(),
                    fit.spendMax(),
                    days.size())));
      }
    }
    checks.add(
        new Check(
            "spend causes the conversions",
            Verdict.UNTESTED,
            "history alone cannot tell; a hold-out test can"));
    return checks;
  }

  private static List<String> caveats(BudgetSplit.Result result, List<String> refusals) {
    List<String> caveats = new ArrayList<>(refusals);
    String unproven =
        result.channels().stream()
            .filter(line -> line.basis() == Basis.UNPROVEN && line.amount().signum() > 0)
            .map(Line::channel)
            .collect(Collectors.joining(", "));
    if (!unproven.isEmpty()) {
      caveats.add(
          "no usable history for " + unproven + ": the amounts follow a rule, not evidence");
    }
    if (result.unallocated().signum() > 0) {
      caveats.add(
          result.unallocated()
              + " "
              + result.currency()
              + " have no place under the caps and capacities");
    }
    result.channels().stream()
        .filter(line -> line.guard() == BudgetSplit.Guard.OVER)
        .forEach(
            line ->
                caveats.add(
                    String.format(
                        Locale.ROOT,
                        "%s is expected at %.2f per conversion, over the allowed %s",
                        line.channel(),
                        line.cpa(),
                        line.guardrail())));
    return caveats;
  }
}
