package io.raptorflow.guild.research;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.research.method.MarketSizing;
import io.raptorflow.guild.research.method.MarketSizing.Figure;
import io.raptorflow.guild.research.method.MarketSizing.Range;
import io.raptorflow.guild.research.method.MarketSizing.Sizes;
import io.raptorflow.guild.research.output.MarketReport;
import io.raptorflow.guild.research.output.MarketReport.Size;
import io.raptorflow.guild.research.source.Citations;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sizes the market from the table `market_figures`, or says which figures are missing (RES-001).
final class MarketComposer implements Composer {
  static final String TABLE = "market_figures";

  @Override
  public String output() {
    return MarketReport.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    Notebook notes = new Notebook("M", inputs);
    BrandBrief brief = notes.brief();
    String market =
        notes.names().keywords()
            + (brief.brand().markets().isEmpty()
                ? ""
                : " in " + String.join(", ", brief.brand().markets()));
    String name = notes.names().product();
    notes.fact(
        "brief:/product/type",
        "%s is sold as: %s.".formatted(name, Notebook.shown(brief.product().type())));
    if (!brief.brand().markets().isEmpty()) {
      notes.fact(
          "brief:/brand/markets",
          "%s sells in %s."
              .formatted(notes.names().brand(), String.join(", ", brief.brand().markets())));
    }
    List<Size> sizes = sizes(inputs, notes, market);
    return CanonicalJson.MAPPER.valueToTree(
        new MarketReport(market, sizes, notes.noted(), notes.gaps()));
  }

  private static List<Size> sizes(TaskInputs inputs, Notebook notes, String market) {
    Optional<Table> table = inputs.table(TABLE);
    if (table.isEmpty()) {
      notes.gap(
          "How many buyers of %s are there, what do they spend, what share can %s win?"
              .formatted(market, notes.names().brand()),
          TABLE
              + ".csv (figure, low, base, high, unit, source; figures "
              + String.join(", ", MarketSizing.FIGURES)
              + ")");
      return List.of();
    }
    Sizes computed;
    try {
      computed = MarketSizing.of(table.get());
    } catch (IllegalArgumentException unfit) {
      notes.gap(
          "The market of %s cannot be sized: %s.".formatted(market, unfit.getMessage()),
          TABLE + ".csv");
      return List.of();
    }
    for (Figure figure : computed.figures()) {
      notes.fact(
          Citations.row(inputs, TABLE, figure.row()),
          "For %2$s, the figure %1$s is %3$s to %4$s, most likely %5$s%6$s (source: %7$s)."
              .formatted(
                  figure.name().replace('_', ' '),
                  market,
                  plain(figure.range().low()),
                  plain(figure.range().high()),
                  plain(figure.range().base()),
                  figure.unit().isBlank() ? "" : " " + Notebook.shown(figure.unit()),
                  Notebook.shown(figure.source())));
    }
    String unit = computed.figures().get(1).unit();
    return List.of(
        size(
            "TAM",
            computed.tam(),
            unit,
            "buyers of %s x spend per buyer".formatted(market),
            2,
            computed,
            inputs),
        size(
            "SAM",
            computed.sam(),
            unit,
            "TAM of %s x share that %s can serve".formatted(market, notes.names().brand()),
            3,
            computed,
            inputs),
        size(
            "SOM",
            computed.som(),
            unit,
            "SAM of %s x share that %s can win".formatted(market, notes.names().brand()),
            4,
            computed,
            inputs));
  }

  private static Size size(
      String name,
      Range range,
      String unit,
      String formula,
      int figures,
      Sizes computed,
      TaskInputs inputs) {
    return new Size(
        name,
        range.low(),
        range.base(),
        range.high(),
        unit,
        formula,
        computed.figures().subList(0, figures).stream()
            .map(figure -> Citations.row(inputs, TABLE, figure.row()))
            .toList());
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
