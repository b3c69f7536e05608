package io.raptorflow.guild.research.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.guild.research.source.Pages;
import java.math.BigDecimal;
import java.util.List;

/// What competitors say and charge, word for word from their pages.
public record CompetitorReport(List<Competitor> competitors, List<Fact> facts, List<Gap> gaps)
    implements Deliverable {
  public CompetitorReport {
    competitors = List.copyOf(competitors);
    facts = List.copyOf(facts);
    gaps = List.copyOf(gaps);
  }

  /// @param name as the brief spells it
  /// @param position what the pages make of it, in one sentence; empty when there are no pages
  public record Competitor(
      String name, String position, List<Quote> claims, List<SeenPrice> prices) {
    public Competitor {
      claims = List.copyOf(claims);
      prices = List.copyOf(prices);
    }
  }

  /// @param text word for word
  /// @param page citation of the page, for example `page:competitor-a`
  public record Quote(String text, String page) {}

  /// @param currency ISO 4217
  /// @param quote the sentence around it, word for word
  public record SeenPrice(BigDecimal amount, String currency, String quote, String page) {}

  @Override
  public List<String> problems(TaskInputs inputs) {
    FactCheck check = new FactCheck(inputs).facts(facts).gaps(gaps);
    check.require(
        !competitors.isEmpty() || !gaps.isEmpty(), "without competitors a gap must say why");
    for (Competitor competitor : competitors) {
      competitor.claims().forEach(quote -> quoted(quote.text(), quote.page(), inputs, check));
      competitor.prices().forEach(price -> quoted(price.quote(), price.page(), inputs, check));
    }
    return check.problems();
  }

  private static void quoted(String quote, String page, TaskInputs inputs, FactCheck check) {
    check.cited("quote '" + quote + "'", page);
    String text = Pages.of(inputs).getOrDefault(page.replaceFirst("^page:", ""), "");
    check.require(
        text.replaceAll("\\s+", " ").contains(quote.replaceAll("\\s+", " ")),
        "quote '" + quote + "' does not stand on " + page);
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    return List.of();
  }
}
