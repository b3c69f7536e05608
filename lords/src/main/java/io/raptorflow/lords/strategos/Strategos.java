package io.raptorflow.lords.strategos;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Docket;
import io.raptorflow.lords.supervision.Judge;
import io.raptorflow.lords.supervision.Outputs;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.supervision.Supervisor.Hearing;
import io.raptorflow.lords.supervision.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// LORD-003: decides positioning, and adopts a budget only when every unit of money adds up and
/// lies where the brief allows it.
public final class Strategos implements Judge {
  private Strategos() {}

  public static Lord<Docket> lord() {
    return new Supervisor(AgentId.STRATEGOS, new Strategos(), Hearing.DEAF);
  }

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    if (assignment.directive().duty() == Duty.JUDGE) {
      return adopt(assignment, library);
    }
    Optional<Verdict> missed = Outputs.quorumMissed(assignment);
    if (missed.isPresent()) {
      return missed.get();
    }
    if (assignment.answers().isEmpty()) {
      return Verdict.Close.with(
          Kind.REFUSED, "There is no strategy", Outputs.heard(assignment), Outputs.of(assignment));
    }
    return Outputs.closed(
        assignment,
        "One promise, its pillars and what we will not do are fixed",
        Outputs.heard(assignment));
  }

  private static Verdict adopt(Assignment assignment, Library library) {
    Optional<String> split = Outputs.text(assignment, "budget_split", library);
    BrandBrief brief =
        BriefReader.read(Outputs.text(assignment, "brief", library).orElse("{}")).brief();
    if (brief == null) {
      throw new IllegalStateException("a run cannot come this far without a checked brief");
    }
    Map<String, BigDecimal> amounts = new TreeMap<>();
    String basis = "no split came from the Matrix guild: the floors stand, the rest is equal";
    if (split.isPresent()) {
      JsonNode json = CanonicalJson.read(split.get());
      for (JsonNode channel : json.path("result").path("channels")) {
        amounts.put(channel.path("channel").asString(""), channel.path("amount").decimalValue());
      }
      basis = "the split of MTX-006, by " + json.path("method").asString("its method");
    }
    if (amounts.isEmpty()) {
      amounts = equalShares(brief);
    }
    List<String> faults = faults(brief, amounts);
    if (!faults.isEmpty()) {
      return Verdict.Close.with(
          Kind.REFUSED, "The budget is refused", String.join("; ", faults), List.of());
    }
    BigDecimal spent = amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    Map<String, Object> budget =
        Map.of(
            "currency", brief.budget().currency(),
            "total", brief.budget().total(),
            "channels", amounts,
            "testReserve", brief.budget().total().subtract(spent),
            "basis", basis);
    return Verdict.Close.with(
        Kind.NODE_CLOSED,
        "The budget of %s %s is split over %d channels, %s kept for tests"
            .formatted(
                brief.budget().total().toPlainString(),
                brief.budget().currency(),
                amounts.size(),
                brief.budget().total().subtract(spent).toPlainString()),
        basis,
        List.of(Attachment.json("budget", CanonicalJson.write(budget))));
  }

  private static Map<String, BigDecimal> equalShares(BrandBrief brief) {
    BigDecimal hundred = BigDecimal.valueOf(100);
    BigDecimal available =
        brief
            .budget()
            .total()
            .multiply(hundred.subtract(brief.budget().testReservePercent()))
            .divide(hundred, 2, RoundingMode.DOWN);
    Map<String, BigDecimal> amounts = new TreeMap<>(brief.budget().floor());
    List<String> open =
        brief.channels().stream().filter(c -> !brief.budget().cap().containsKey(c)).toList();
    BigDecimal rest =
        available.subtract(amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    if (!open.isEmpty() && rest.signum() > 0) {
      BigDecimal share = rest.divide(BigDecimal.valueOf(open.size()), 2, RoundingMode.DOWN);
      open.forEach(channel -> amounts.merge(channel, share, BigDecimal::add));
    }
    return amounts;
  }

  private static List<String> faults(BrandBrief brief, Map<String, BigDecimal> amounts) {
    List<String> faults = new ArrayList<>();
    BigDecimal sum = amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (sum.compareTo(brief.budget().total()) > 0) {
      faults.add("channels add up to %s, the total is %s".formatted(sum, brief.budget().total()));
    }
    amounts.forEach(
        (channel, amount) -> {
          if (!brief.channels().contains(channel)) {
            faults.add("money for " + channel + ", which the brief does not allow");
          }
          BigDecimal cap = brief.budget().cap().get(channel);
          if (cap != null && amount.compareTo(cap) > 0) {
            faults.add("%s gets %s, its cap is %s".formatted(channel, amount, cap));
          }
          if (amount.signum() < 0) {
            faults.add("%s gets %s".formatted(channel, amount));
          }
        });
    brief
        .budget()
        .floor()
        .forEach(
            (channel, floor) -> {
              if (amounts.getOrDefault(channel, BigDecimal.ZERO).compareTo(floor) < 0) {
                faults.add("%s gets less than its floor of %s".formatted(channel, floor));
              }
            });
    return faults;
  }
}
