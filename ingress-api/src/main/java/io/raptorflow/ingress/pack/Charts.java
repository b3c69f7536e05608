package io.raptorflow.ingress.pack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The charts of a pack by file name without its ending, in the order of the page.
final class Charts {
  private static final int FORECASTS_MAX = 4;
  private static final int TRACES_MAX = 4;

  private final Map<String, Plot> plots = new LinkedHashMap<>();

  private Charts() {}

  /// What the documents carry; a document that is not there has no chart.
  static Charts of(Papers papers) {
    Charts charts = new Charts();
    JsonNode found = papers.json("kpi_anomalies").path("result");
    String currency = papers.json(Papers.BRIEF).path("budget").path("currency").asString("");
    for (JsonNode trace : found.path("traces")) {
      if (charts.count("anomalies-") < TRACES_MAX) {
        charts.plots.put(
            "anomalies-" + file(trace, "series"), TimeCharts.anomalies(trace, found, currency));
      }
    }
    for (JsonNode series : papers.json("forecasts").path("result").path("series")) {
      String name = series.path("name").asString("");
      boolean wanted = name.endsWith(".conversions") || name.indexOf('.') < 0;
      if (wanted && !series.path("points").isEmpty() && charts.count("forecast-") < FORECASTS_MAX) {
        charts.plots.put("forecast-" + file(series, "name"), TimeCharts.forecast(series));
      }
    }
    JsonNode funnel = papers.json("funnel_report").path("result");
    if (funnel.path("steps").size() > 1) {
      charts.plots.put("funnel", ShareCharts.funnel(funnel));
    }
    JsonNode attribution = papers.json("attribution_report").path("result");
    if (!attribution.path("channels").isEmpty()) {
      charts.plots.put("attribution", ShareCharts.attribution(attribution));
    }
    JsonNode cohorts = papers.json("cohort_table").path("result");
    if (!cohorts.path("cohorts").isEmpty()) {
      charts.plots.put("cohorts", ShareCharts.cohorts(cohorts));
    }
    JsonNode budget = papers.json("budget_split").path("result");
    boolean curves = false;
    for (JsonNode line : budget.path("channels")) {
      curves |= line.path("curve").isObject();
    }
    if (curves) {
      charts.plots.put(
          "budget-response", ShareCharts.responses(budget, budget.path("currency").asString("")));
    }
    return charts;
  }

  private static String file(JsonNode series, String member) {
    return series.path(member).asString("").replaceAll("[^A-Za-z0-9]+", "-");
  }

  private long count(String prefix) {
    return plots.keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }

  Map<String, Plot> all() {
    return Collections.unmodifiableMap(plots);
  }

  /// Charts whose name is or begins with a word, to stand in a section.
  Html in(String section) {
    Set<Map.Entry<String, Plot>> entries = plots.entrySet();
    return Html.join(
        entries.stream()
            .filter(e -> e.getKey().equals(section) || e.getKey().startsWith(section + "-"))
            .map(
                e ->
                    Html.of(
                        "<figure>{}<figcaption><a href=\"charts/{}.svg\">charts/{}.svg</a></figcaption></figure>",
                        e.getValue().inPage(),
                        e.getKey(),
                        e.getKey()))
            .toList());
  }
}
