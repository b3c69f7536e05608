package io.raptorflow.ingress.pack;

import io.raptorflow.ingress.pack.Plot.Scale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Charts over days: a forecast with its bands, and a series with what stood out in it.
final class TimeCharts {
  private static final double LEFT = 62;
  private static final double RIGHT = 700;
  private static final double TOP = 44;
  private static final double BOTTOM = 226;
  private static final int HEIGHT = 270;
  private static final int PAST_SHOWN = 84;

  private TimeCharts() {}

  /// The last weeks of a series and its points to come, with 80 % and 95 % bands.
  static Plot forecast(JsonNode series) {
    List<JsonNode> recent = list(series.path("recent"));
    List<JsonNode> past = recent.subList(Math.max(0, recent.size() - PAST_SHOWN), recent.size());
    List<JsonNode> points = list(series.path("points"));
    String name = name(series.path("name").asString(""));
    LocalDate first = day((past.isEmpty() ? points : past).getFirst());
    LocalDate last = day(points.getLast());
    double most = 0;
    for (JsonNode value : past) {
      most = Math.max(most, value.path("value").doubleValue());
    }
    for (JsonNode point : points) {
      most = Math.max(most, point.path("high95").doubleValue());
    }
    double[] ticks = Plot.ticks(most);
    Scale x = new Scale(first.toEpochDay(), last.toEpochDay(), LEFT, RIGHT);
    Scale y = new Scale(0, ticks[ticks.length - 1], BOTTOM, TOP);
    Plot plot =
        new Plot(
            name + ": forecast",
            "Past values of %s as a grey line, the forecast to %s with an inner band of 80 and an outer band of 95 percent."
                .formatted(name, last),
            HEIGHT);
    plot.text(LEFT, 20, "strong", name);
    plot.text(RIGHT, 20, "quiet end", "bands hold 80 % and 95 % of past errors");
    plot.valueAxis(y, ticks, LEFT, RIGHT, "");
    dates(plot, x, first, last);
    plot.area(along(points, x, y, "high95"), along(points, x, y, "low95"), "wide");
    plot.area(along(points, x, y, "high80"), along(points, x, y, "low80"), "narrow");
    plot.path(along(past, x, y, "value"), "line past");
    plot.path(along(points, x, y, "mean"), "line one");
    double turn = x.of(day(points.getFirst()).toEpochDay());
    plot.line(turn, TOP - 6, turn, BOTTOM, "axis dash");
    plot.text(turn - 6, TOP - 10, "quiet end", "seen");
    plot.text(turn + 6, TOP - 10, "quiet", "forecast");
    return plot;
  }

  /// A whole series with its anomalies ringed and its shifts marked.
  ///
  /// @param currency of amounts in the series
  static Plot anomalies(JsonNode trace, JsonNode result, String currency) {
    String id = trace.path("series").asString("");
    String unit =
        id.endsWith(".cpc") ? ", " + currency : id.endsWith(".cvr") ? ", share of clicks" : "";
    LocalDate first = LocalDate.parse(trace.path("from").asString());
    List<JsonNode> values = list(trace.path("values"));
    LocalDate last = first.plusDays(values.size() - 1L);
    double most = values.stream().mapToDouble(JsonNode::doubleValue).max().orElse(1);
    double[] ticks = Plot.ticks(most);
    Scale x = new Scale(first.toEpochDay(), last.toEpochDay(), LEFT, RIGHT);
    Scale y = new Scale(0, ticks[ticks.length - 1], BOTTOM, TOP);
    Plot plot =
        new Plot(
            name(id) + ": what stood out",
            "The values of %s by day, with unusual days ringed and lasting shifts marked."
                .formatted(name(id)),
            HEIGHT);
    plot.text(LEFT, 20, "strong", name(id) + ", daily" + unit);
    plot.valueAxis(y, ticks, LEFT, RIGHT, "");
    dates(plot, x, first, last);
    List<double[]> line = new ArrayList<>();
    Map<LocalDate, Double> byDay = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byDay.put(first.plusDays(i), values.get(i).doubleValue());
      line.add(
          new double[] {x.of(first.toEpochDay() + (double) i), y.of(values.get(i).doubleValue())});
    }
    plot.path(line, "line past");
    for (JsonNode shift : result.path("shifts")) {
      if (shift.path("series").asString("").equals(id)) {
        shift(plot, shift, x, y, last);
      }
    }
    for (JsonNode found : result.path("anomalies")) {
      LocalDate date = LocalDate.parse(found.path("date").asString("1970-01-01"));
      if (found.path("series").asString("").equals(id) && byDay.containsKey(date)) {
        ring(plot, found, x.of(date.toEpochDay()), y);
      }
    }
    return plot;
  }

  private static void ring(Plot plot, JsonNode found, double at, Scale y) {
    double actual = y.of(found.path("actual").doubleValue());
    double expected = y.of(found.path("expected").doubleValue());
    plot.line(at, expected, at, actual, "line two dash");
    plot.add("<circle cx=\"{}\" cy=\"{}\" r=\"6\" class=\"ring\"/>", Plot.px(at), Plot.px(actual));
    String label =
        "%s: %s, expected %s"
            .formatted(
                Say.shortDay(found.path("date").asString("")),
                Plot.number(found.path("actual").doubleValue()),
                Plot.number(found.path("expected").doubleValue()));
    boolean rightHalf = at > (LEFT + RIGHT) / 2;
    plot.text(at + (rightHalf ? -12 : 12), actual + 4, rightHalf ? "strong end" : "strong", label);
  }

  private static void shift(Plot plot, JsonNode shift, Scale x, Scale y, LocalDate last) {
    double began = x.of(LocalDate.parse(shift.path("began").asString()).toEpochDay());
    double before = y.of(shift.path("baselineMean").doubleValue());
    double since = y.of(shift.path("meanSince").doubleValue());
    plot.line(x.atFrom(), before, began, before, "line one");
    plot.line(began, since, x.of(last.toEpochDay()), since, "line two");
    plot.line(began, TOP - 6, began, y.atFrom(), "axis dash");
    plot.text(
        began - 6,
        TOP - 10,
        "strong end",
        "from %s on %s"
            .formatted(
                Say.shortDay(shift.path("began").asString("")), Say.percent(shift.path("change"))));
  }

  /// First days of months, or of weeks in a short window.
  private static void dates(Plot plot, Scale x, LocalDate first, LocalDate last) {
    boolean months = last.toEpochDay() - first.toEpochDay() > 70;
    double free = LEFT - 40;
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      boolean mark = months ? day.getDayOfMonth() == 1 : day.getDayOfWeek().getValue() == 1;
      double at = x.of(day.toEpochDay());
      if (mark && at > free + 46 && at < RIGHT - 12) {
        plot.line(at, BOTTOM, at, BOTTOM + 5, "axis");
        plot.text(at, BOTTOM + 20, "quiet middle", Say.shortDay(day.toString()));
        free = at;
      }
    }
  }

  private static List<double[]> along(List<JsonNode> points, Scale x, Scale y, String member) {
    return points.stream()
        .map(p -> new double[] {x.of(day(p).toEpochDay()), y.of(p.path(member).doubleValue())})
        .toList();
  }

  private static LocalDate day(JsonNode point) {
    return LocalDate.parse(point.path("date").asString());
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  /// `google_search.cpc` as `Google search, cost per click`.
  static String name(String series) {
    int dot = series.lastIndexOf('.');
    if (dot < 0) {
      return Say.words(series);
    }
    String metric =
        switch (series.substring(dot + 1)) {
          case "cpc" -> "cost per click";
          case "cvr" -> "conversion rate";
          default -> series.substring(dot + 1).replace('_', ' ');
        };
    return Say.channel(series.substring(0, dot)) + ", " + metric;
  }
}
