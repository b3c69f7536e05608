package io.raptorflow.guild.research.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import java.math.BigDecimal;
import java.util.List;

/// How big the market is, as ranges; or which figures are missing to say so.
///
/// @param market what is measured
/// @param sizes TAM, SAM and SOM, in this order, or none
public record MarketReport(String market, List<Size> sizes, List<Fact> facts, List<Gap> gaps)
    implements Deliverable {
  public MarketReport {
    sizes = List.copyOf(sizes);
    facts = List.copyOf(facts);
    gaps = List.copyOf(gaps);
  }

  /// @param name TAM, SAM or SOM
  /// @param unit for example `GBP a year`
  /// @param formula how it was computed, in words and numbers
  /// @param sources citations of the figures in the formula
  public record Size(
      String name,
      BigDecimal low,
      BigDecimal base,
      BigDecimal high,
      String unit,
      String formula,
      List<String> sources) {
    public Size {
      sources = List.copyOf(sources);
    }
  }

  @Override
  public List<String> problems(TaskInputs inputs) {
    FactCheck check = new FactCheck(inputs).facts(facts).gaps(gaps);
    check.require(!market.isBlank(), "market is blank");
    check.require(
        !sizes.isEmpty() || !gaps.isEmpty(), "without sizes a gap must say which file is missing");
    for (Size size : sizes) {
      boolean ordered =
          size.low().compareTo(size.base()) <= 0 && size.base().compareTo(size.high()) <= 0;
      check.require(
          ordered,
          "sizes/%s must have low <= base <= high, was %s, %s, %s"
              .formatted(size.name(), size.low(), size.base(), size.high()));
      check.require(!size.sources().isEmpty(), "sizes/" + size.name() + " has no source");
      size.sources().forEach(source -> check.cited("sizes/" + size.name(), source));
    }
    return check.problems();
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    return List.of();
  }
}
