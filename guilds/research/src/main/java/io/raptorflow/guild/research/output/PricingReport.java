package io.raptorflow.guild.research.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import java.math.BigDecimal;
import java.util.List;

/// What it costs, next to what others cost, and what may be said about the price.
///
/// @param ladder offers from the lowest price to the highest
/// @param elasticity the estimate, or none when no table carries it
/// @param ruling whether a former price may be shown, and which
public record PricingReport(
    List<Rung> ladder, List<Elasticity> elasticity, Ruling ruling, List<Fact> facts, List<Gap> gaps)
    implements Deliverable {
  public PricingReport {
    ladder = List.copyOf(ladder);
    elasticity = List.copyOf(elasticity);
    facts = List.copyOf(facts);
    gaps = List.copyOf(gaps);
  }

  /// @param period `month`, `year` or empty for a one-off price
  public record Rung(
      String seller,
      String offer,
      BigDecimal amount,
      String currency,
      String period,
      String citation) {}

  /// @param b change of the quantity in per cent for one per cent more price
  /// @param low lower end of the 95 % interval
  /// @param high upper end
  /// @param n price points
  public record Elasticity(BigDecimal b, BigDecimal low, BigDecimal high, int n, String citation) {}

  /// What the 30-day rule says (Directive 98/6/EC, Article 6a).
  public record Ruling(Answer answer, String text, String citation) {}

  /// May a former price be shown next to this one?
  public enum Answer {
    /// Yes: the lowest price of the last 30 days.
    ALLOWED,
    /// No: it was not higher.
    FORBIDDEN,
    /// Nobody knows the lowest price of the last 30 days.
    UNKNOWN
  }

  @Override
  public List<String> problems(TaskInputs inputs) {
    FactCheck check = new FactCheck(inputs).facts(facts).gaps(gaps);
    ladder.forEach(rung -> check.cited("ladder/" + rung.offer(), rung.citation()));
    elasticity.forEach(estimate -> check.cited("elasticity", estimate.citation()));
    elasticity.forEach(
        estimate ->
            check.require(
                estimate.low().compareTo(estimate.b()) <= 0
                    && estimate.b().compareTo(estimate.high()) <= 0,
                "elasticity must have low <= b <= high, was " + estimate));
    check.require(!ruling.text().isBlank(), "ruling is blank");
    return check.problems();
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    return List.of();
  }
}
