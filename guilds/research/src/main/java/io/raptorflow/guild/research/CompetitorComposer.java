package io.raptorflow.guild.research;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.research.method.PageReader;
import io.raptorflow.guild.research.method.PageReader.Page;
import io.raptorflow.guild.research.output.CompetitorReport;
import io.raptorflow.guild.research.output.CompetitorReport.Competitor;
import io.raptorflow.guild.research.output.CompetitorReport.Quote;
import io.raptorflow.guild.research.output.CompetitorReport.SeenPrice;
import io.raptorflow.guild.research.source.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Quotes what competitors claim and charge on saved pages (RES-002).
final class CompetitorComposer implements Composer {

  @Override
  public String output() {
    return CompetitorReport.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    Notebook notes = new Notebook("C", inputs);
    String brand = notes.names().brand();
    List<String> rivals = notes.brief().competitors();
    if (rivals.isEmpty()) {
      notes.gap(
          "Which companies does %s compete with for %s?".formatted(brand, notes.names().keywords()),
          "the brief, field competitors");
    }
    List<Competitor> competitors = new ArrayList<>();
    for (int i = 0; i < rivals.size(); i++) {
      String rival = Notebook.shown(rivals.get(i));
      notes.fact(
          "brief:/competitors/" + i, "%s counts %s among its competitors.".formatted(brand, rival));
      competitors.add(competitor(rivals.get(i), inputs, notes));
    }
    return CanonicalJson.MAPPER.valueToTree(
        new CompetitorReport(competitors, notes.noted(), notes.gaps()));
  }

  private static Competitor competitor(String rival, TaskInputs inputs, Notebook notes) {
    String shown = Notebook.shown(rival);
    String brand = notes.names().brand();
    List<Quote> claims = new ArrayList<>();
    List<SeenPrice> prices = new ArrayList<>();
    Map<String, String> saved = Pages.of(inputs);
    List<String> pages = pages(rival, saved);
    for (String name : pages) {
      Page page = PageReader.read(saved.getOrDefault(name, ""));
      String citation = "page:" + name;
      page.claims().forEach(claim -> claims.add(new Quote(claim, citation)));
      page.prices()
          .forEach(p -> prices.add(new SeenPrice(p.amount(), p.currency(), p.quote(), citation)));
      if (page.refused() > 0) {
        notes.gap(
            "On %2$s, %1$s read as an order or markup, and %3$s was not shown it: is it genuine?"
                .formatted(Words.count(page.refused(), "sentence"), citation, brand),
            citation);
      }
      notes.fact(
          citation,
          "On %s, %s makes %s and names %s, as seen by %s."
              .formatted(
                  citation,
                  shown,
                  Words.count(page.claims().size(), "checkable statement"),
                  Words.count(page.prices().size(), "price"),
                  brand));
    }
    if (pages.isEmpty()) {
      notes.gap(
          "What does %s say and charge, next to %s?".formatted(shown, notes.names().product()),
          "a saved page of " + shown + ", attached as a text whose name holds the host");
    }
    String position =
        pages.isEmpty()
            ? ""
            : "%s shows %s and %s on %s, set against %s."
                .formatted(
                    shown, claims.size(), prices.size(), pages.size(), notes.names().product());
    return new Competitor(shown, position, claims, prices);
  }

  /// Pages whose name holds the competitor's name, or, without such a name, whose text does.
  private static List<String> pages(String rival, Map<String, String> saved) {
    String host = rival.replaceFirst("^https?://", "").replaceFirst("^www\\.", "");
    String label = Words.normal(host.split("[./]", 2)[0]);
    return saved.keySet().stream()
        .filter(
            name ->
                !label.isEmpty()
                    && (Words.holds(name.replace('_', ' '), label)
                        || (name.equals("pages")
                            && Words.holds(saved.getOrDefault(name, ""), host))))
        .toList();
  }
}
