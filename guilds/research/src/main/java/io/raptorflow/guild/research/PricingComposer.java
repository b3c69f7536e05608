package io.raptorflow.guild.research;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.PriceText;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Price;
import io.raptorflow.guild.research.method.PageReader;
import io.raptorflow.guild.research.method.PriceElasticity;
import io.raptorflow.guild.research.method.PriceElasticity.Point;
import io.raptorflow.guild.research.output.PricingReport;
import io.raptorflow.guild.research.output.PricingReport.Answer;
import io.raptorflow.guild.research.output.PricingReport.Elasticity;
import io.raptorflow.guild.research.output.PricingReport.Ruling;
import io.raptorflow.guild.research.output.PricingReport.Rung;
import io.raptorflow.guild.research.source.Citations;
import io.raptorflow.guild.research.source.Pages;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sets the price next to others, estimates elasticity where a price table carries it, and rules on
/// former prices (RES-012).
final class PricingComposer implements Composer {
  static final String TABLE = "prices";

  @Override
  public String output() {
    return PricingReport.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    Notebook notes = new Notebook("R", inputs);
    List<Rung> ladder = new ArrayList<>();
    Price price = notes.brief().product().price();
    String name = notes.names().product();
    if (price == null) {
      notes.gap("What does %s cost?".formatted(name), "the brief, field product.price");
    } else {
      ladder.add(
          new Rung(
              notes.names().brand(),
              name,
              price.amount(),
              price.currency(),
              price.period(),
              "brief:/product/price"));
      notes.fact(
          "brief:/product/price", "%s costs %s.".formatted(name, spoken(price, notes.brief())));
      economics(price, notes);
    }
    ladder.addAll(seen(inputs));
    if (ladder.size() < 2) {
      notes.gap(
          "What do others charge for %s like %s?".formatted(notes.names().keywords(), name),
          "saved pages of competitors with their prices");
    }
    List<Rung> sorted = ladder.stream().sorted(Comparator.comparing(Rung::amount)).toList();
    return CanonicalJson.MAPPER.valueToTree(
        new PricingReport(
            sorted, elasticity(inputs, notes), ruling(price, notes), notes.noted(), notes.gaps()));
  }

  private static String spoken(Price price, BrandBrief brief) {
    return PriceText.of(price, BriefFacts.written(brief)).full();
  }

  /// What the target and the limits of the brief mean at this price.
  private static void economics(Price price, Notebook notes) {
    BrandBrief brief = notes.brief();
    String name = notes.names().product();
    boolean sells =
        brief.objective().type().equals("sales")
            && price.currency().equals(brief.budget().currency());
    if (sells) {
      BigDecimal revenue = price.amount().multiply(brief.objective().target());
      BigDecimal roas = revenue.divide(brief.budget().total(), 2, RoundingMode.HALF_UP);
      notes.fact(
          "brief:/objective/target",
          "%s %s of %s at its price are %s of revenue, %s times the budget of %s."
              .formatted(
                  brief.objective().target().toPlainString(),
                  brief.objective().kpi().replace('_', ' '),
                  name,
                  PriceText.amount(revenue, price.currency()),
                  roas.toPlainString(),
                  PriceText.amount(brief.budget().total(), brief.budget().currency())));
    }
    BigDecimal limit = brief.objective().guardrails().get("cpa_max");
    if (sells && limit != null && price.amount().signum() > 0) {
      notes.fact(
          "brief:/objective/guardrails/cpa_max",
          "The limit of %s for one sale of %s is %s %% of its price."
              .formatted(
                  PriceText.amount(limit, price.currency()),
                  name,
                  limit.movePointRight(2).divide(price.amount(), 1, RoundingMode.HALF_UP)));
    }
    BigDecimal budget = brief.budget().total();
    BigDecimal each = budget.divide(brief.objective().target(), 2, RoundingMode.HALF_UP);
    notes.fact(
        "brief:/budget/total",
        "The budget of %s leaves %s for each of the %s %s."
            .formatted(
                notes.names().brand(),
                PriceText.amount(each, brief.budget().currency()),
                brief.objective().target().toPlainString(),
                brief.objective().kpi().replace('_', ' ')));
  }

  /// Prices on saved pages, each with the page that it stands on.
  private static List<Rung> seen(TaskInputs inputs) {
    List<Rung> rungs = new ArrayList<>();
    Pages.of(inputs)
        .forEach(
            (page, text) ->
                PageReader.read(text).prices().stream()
                    .map(
                        price ->
                            new Rung(
                                page,
                                price.quote(),
                                price.amount(),
                                price.currency(),
                                "",
                                "page:" + page))
                    .forEach(rungs::add));
    return rungs;
  }

  private static List<Elasticity> elasticity(TaskInputs inputs, Notebook notes) {
    Optional<Table> table = inputs.table(TABLE);
    String name = notes.names().product();
    if (table.isEmpty()) {
      notes.gap(
          "How does demand for %s answer to its price?".formatted(name),
          TABLE + ".csv (price, quantity; one row for each price point)");
      return List.of();
    }
    try {
      List<Point> points = new ArrayList<>();
      for (Map<String, String> row : table.get().records()) {
        points.add(
            new Point(
                Double.parseDouble(row.getOrDefault("price", "")),
                Double.parseDouble(row.getOrDefault("quantity", ""))));
      }
      PriceElasticity fit = PriceElasticity.of(points);
      String citation = Citations.rows(inputs, TABLE);
      notes.fact(
          citation,
          "Demand for %s changes by %s %% for each per cent of price (95 %% from %s to %s, n = %d)."
              .formatted(name, three(fit.b()), three(fit.low()), three(fit.high()), fit.n()));
      return List.of(
          new Elasticity(three(fit.b()), three(fit.low()), three(fit.high()), fit.n(), citation));
    } catch (IllegalArgumentException unfit) {
      notes.gap(
          "The elasticity of %s cannot be estimated: %s.".formatted(name, unfit.getMessage()),
          TABLE + ".csv");
      return List.of();
    }
  }

  private static BigDecimal three(double number) {
    return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
  }

  /// A former price may be shown only where the lowest price of the last 30 days was higher.
  private static Ruling ruling(@org.jspecify.annotations.Nullable Price price, Notebook notes) {
    String name = notes.names().product();
    if (price == null || price.lowest30d() == null) {
      notes.gap(
          "What was the lowest price of %s in the last 30 days?".formatted(name),
          "the brief, field product.price.lowest_30d, or a price history");
      return new Ruling(
          Answer.UNKNOWN,
          "No former price of %s may be shown until its lowest price of the last 30 days is known."
              .formatted(name),
          price == null ? "brief:/product" : "brief:/product/price");
    }
    String lowest = PriceText.amount(price.lowest30d(), price.currency());
    if (price.lowest30d().compareTo(price.amount()) <= 0) {
      return new Ruling(
          Answer.FORBIDDEN,
          "No former price of %s may be shown: %s, the lowest of 30 days, is not above %s."
              .formatted(name, lowest, PriceText.amount(price.amount(), price.currency())),
          "brief:/product/price/lowest_30d");
    }
    BigDecimal cut =
        price
            .lowest30d()
            .subtract(price.amount())
            .movePointRight(2)
            .divide(price.lowest30d(), 0, RoundingMode.HALF_UP);
    return new Ruling(
        Answer.ALLOWED,
        "%s may be shown as the former price of %s, a cut of %s %%.".formatted(lowest, name, cut),
        "brief:/product/price/lowest_30d");
  }
}
