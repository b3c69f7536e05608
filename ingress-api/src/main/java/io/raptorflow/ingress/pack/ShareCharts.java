package io.raptorflow.ingress.pack;

import io.raptorflow.ingress.pack.Plot.Scale;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Charts of parts: a funnel, a cohort triangle, response curves of a budget, and credit by model.
final class ShareCharts {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
  private static final List<String> MODELS =
      List.of("first", "last", "linear", "u_shape", "time_decay", "shapley");
  private static final int CURVES_MAX = 4;

  private ShareCharts() {}

  /// Steps as bars. Where the last is below a hundredth of the first the scale is logarithmic, and
  /// says so.
  static Plot funnel(JsonNode result) {
    List<JsonNode> steps = new ArrayList<>();
    result.path("steps").forEach(steps::add);
    double first = steps.getFirst().path("users").doubleValue();
    double last = steps.getLast().path("users").doubleValue();
    boolean logarithmic = last < first / 100;
    double left = 150;
    Scale x =
        logarithmic ? new Scale(0, Math.log10(first), left, 520) : new Scale(0, first, left, 520);
    Plot plot =
        new Plot(
            "Funnel",
            "Users at each step and the share of the step before, with 95 percent intervals.",
            60 + 48 * steps.size());
    plot.text(20, 20, "strong", "Count by step" + (logarithmic ? " (logarithmic scale)" : ""));
    double y = 44;
    for (JsonNode step : steps) {
      double users = step.path("users").doubleValue();
      double end = x.of(logarithmic ? Math.log10(Math.max(1, users)) : users);
      boolean leak = step.path("step").asString("").equals(result.path("biggestLeak").asString(""));
      plot.text(left - 12, y + 18, "end", Say.words(step.path("step").asString("")));
      plot.add(
          "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"28\" rx=\"3\" class=\"{}\"/>",
          Plot.px(left),
          Plot.px(y),
          Plot.px(Math.max(2, end - left)),
          leak ? "fill-two" : "fill-one");
      plot.text(end + 10, y + 13, "strong", Say.number(step.path("users"), 0));
      if (step.path("rate").isNumber()) {
        plot.text(
            end + 10,
            y + 28,
            "quiet",
            "%s (%s–%s)"
                .formatted(
                    share(step.path("rate")), share(step.path("low")), share(step.path("high"))));
      }
      y += 48;
    }
    return plot;
  }

  /// Shares of a cohort that came back, month by month; what is yet to come stays blank.
  static Plot cohorts(JsonNode result) {
    List<JsonNode> cohorts = new ArrayList<>();
    result.path("cohorts").forEach(cohorts::add);
    List<JsonNode> shown = cohorts.subList(Math.max(0, cohorts.size() - 13), cohorts.size());
    int months =
        Math.min(13, shown.stream().mapToInt(c -> c.path("retention").size()).max().orElse(1));
    double most = 0.0001;
    for (JsonNode cohort : shown) {
      for (int m = 1; m < cohort.path("retention").size(); m++) {
        most = Math.max(most, cohort.path("retention").get(m).doubleValue());
      }
    }
    double left = 128;
    double cell = Math.min(56, 580.0 / months);
    Plot plot =
        new Plot(
            "Cohorts",
            "Rows are months of first order, columns months since; each cell is the share of the cohort that ordered.",
            84 + 28 * shown.size());
    plot.text(20, 20, "strong", "Customers who ordered again, in percent of their cohort");
    plot.text(left, 42, "quiet", "months since the first order");
    for (int m = 0; m < months; m++) {
      plot.text(left + (m + 0.5) * cell, 60, "quiet middle", Integer.toString(m));
    }
    double y = 68;
    for (JsonNode cohort : shown) {
      plot.text(20, y + 18, "", MONTH.format(YearMonth.parse(cohort.path("month").asString())));
      plot.text(left - 10, y + 18, "quiet end", Say.number(cohort.path("size"), 0));
      for (int m = 0; m < Math.min(months, cohort.path("retention").size()); m++) {
        double share = cohort.path("retention").get(m).doubleValue();
        double shade = m == 0 ? 0.06 : 0.06 + 0.39 * share / most;
        plot.add(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"25\" rx=\"3\" class=\"fill-one\" fill-opacity=\"{}\"/>",
            Plot.px(left + m * cell + 1),
            Plot.px(y),
            Plot.px(cell - 2),
            String.format(Locale.ROOT, "%.3f", shade));
        plot.text(
            left + (m + 0.5) * cell, y + 17, "middle", Long.toString(Math.round(100 * share)));
      }
      y += 28;
    }
    return plot;
  }

  /// What a day's spend brings, channel by channel, with the planned spend marked. Beyond the
  /// spends that were seen the curve is dashed.
  static Plot responses(JsonNode result, String currency) {
    List<JsonNode> lines = new ArrayList<>();
    result.path("channels").forEach(lines::add);
    lines.removeIf(line -> !line.path("curve").isObject());
    lines.sort(Comparator.comparingDouble(line -> -line.path("amount").doubleValue()));
    List<JsonNode> shown = lines.subList(0, Math.min(CURVES_MAX, lines.size()));
    double days = Math.max(1, result.path("days").doubleValue());
    double mostSpend = 0;
    double mostBrought = 0;
    for (JsonNode line : shown) {
      double planned = line.path("amount").doubleValue() / days;
      double to = Math.max(planned, line.path("curve").path("spendMax").doubleValue()) * 1.15;
      mostSpend = Math.max(mostSpend, to);
      mostBrought = Math.max(mostBrought, at(line, to));
    }
    double[] up = Plot.ticks(mostBrought);
    double[] across = Plot.ticks(mostSpend);
    Scale x = new Scale(0, across[across.length - 1], 62, 560);
    Scale y = new Scale(0, up[up.length - 1], 256, 50);
    Plot plot =
        new Plot(
            "Budget response",
            "Expected conversions of a day against the spend of that day, by channel; dots mark the plan.",
            310);
    plot.text(62, 20, "strong", "Conversions a day by daily spend; the dot is the plan");
    plot.valueAxis(y, up, 62, 560, "conversions a day");
    for (double tick : across) {
      plot.text(x.of(tick), 276, "quiet middle", Plot.number(tick));
    }
    plot.text(311, 298, "quiet middle", "spend a day, " + currency);
    List<double[]> ends = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      JsonNode line = shown.get(i);
      double planned = line.path("amount").doubleValue() / days;
      double seen = line.path("curve").path("spendMax").doubleValue();
      double to = Math.max(planned, seen) * 1.15;
      plot.path(curve(line, 0, Math.min(seen, to), x, y), "line " + Plot.COLOURS.get(i));
      plot.path(curve(line, Math.min(seen, to), to, x, y), "line dash " + Plot.COLOURS.get(i));
      plot.add(
          "<circle cx=\"{}\" cy=\"{}\" r=\"5\" class=\"fill-{}\"/>",
          Plot.px(x.of(planned)),
          Plot.px(y.of(at(line, planned))),
          Plot.COLOURS.get(i));
      ends.add(new double[] {i, x.of(to), y.of(at(line, to))});
    }
    labels(plot, shown, ends);
    return plot;
  }

  /// Names at the ends of the curves, moved apart so that none covers another.
  private static void labels(Plot plot, List<JsonNode> lines, List<double[]> ends) {
    List<double[]> sorted = new ArrayList<>(ends);
    sorted.sort(Comparator.comparingDouble(end -> end[2]));
    double free = 0;
    for (double[] end : sorted) {
      double at = Math.max(end[2] + 4, free);
      free = at + 16;
      String colour = Plot.COLOURS.get((int) end[0]);
      plot.line(end[1] + 3, end[2], 572, at - 4, "grid");
      plot.add(
          "<rect x=\"576\" y=\"{}\" width=\"10\" height=\"10\" rx=\"2\" class=\"fill-{}\"/>",
          Plot.px(at - 9),
          colour);
      plot.text(591, at, "", Say.channel(lines.get((int) end[0]).path("channel").asString("")));
    }
  }

  private static double at(JsonNode line, double spend) {
    JsonNode curve = line.path("curve");
    return curve.path("beta").doubleValue() * spend / (spend + curve.path("half").doubleValue());
  }

  private static List<double[]> curve(JsonNode line, double from, double to, Scale x, Scale y) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i <= 60; i++) {
      double spend = from + (to - from) * i / 60;
      points.add(new double[] {x.of(spend), y.of(at(line, spend))});
    }
    return points;
  }

  /// Credit of each channel under every model: the Markov chain with its interval, the rules as
  /// rings.
  static Plot attribution(JsonNode result) {
    List<JsonNode> channels = new ArrayList<>();
    result.path("channels").forEach(channels::add);
    channels.sort(Comparator.comparingDouble(c -> -c.path("credit").path("markov").doubleValue()));
    List<JsonNode> shown = channels.subList(0, Math.min(12, channels.size()));
    double most = 0;
    for (JsonNode channel : shown) {
      most = Math.max(most, channel.path("high").doubleValue());
      for (JsonNode credit : channel.path("credit")) {
        most = Math.max(most, credit.doubleValue());
      }
    }
    double[] ticks = Plot.ticks(most);
    Scale x = new Scale(0, ticks[ticks.length - 1], 150, 690);
    double bottom = 62 + 40.0 * shown.size();
    Plot plot =
        new Plot(
            "Attribution",
            "Conversions credited to each channel: the Markov chain with its 90 percent interval, other models as rings.",
            (int) bottom + 46);
    plot.text(20, 20, "strong", "Credited conversions by channel");
    plot.add("<circle cx=\"26\" cy=\"38\" r=\"5\" class=\"fill-one\"/>");
    plot.text(38, 42, "quiet", "Markov chain with its 90 % interval");
    plot.add("<circle cx=\"266\" cy=\"38\" r=\"4\" class=\"ring\"/>");
    plot.text(278, 42, "quiet", "first, last, linear, 40-20-40, time decay, Shapley");
    for (double tick : ticks) {
      plot.line(x.of(tick), 56, x.of(tick), bottom, tick == 0 ? "axis" : "grid");
      plot.text(x.of(tick), bottom + 18, "quiet middle", Plot.number(tick));
    }
    plot.text(420, bottom + 38, "quiet middle", "conversions");
    double y = 82;
    for (JsonNode channel : shown) {
      plot.text(138, y + 4, "end", Say.channel(channel.path("channel").asString("")));
      for (String model : MODELS) {
        JsonNode credit = channel.path("credit").path(model);
        if (credit.isNumber()) {
          plot.add(
              "<circle cx=\"{}\" cy=\"{}\" r=\"4\" class=\"ring\"/>",
              Plot.px(x.of(credit.doubleValue())),
              Plot.px(y));
        }
      }
      plot.line(
          x.of(channel.path("low").doubleValue()),
          y,
          x.of(channel.path("high").doubleValue()),
          y,
          "line one");
      plot.add(
          "<circle cx=\"{}\" cy=\"{}\" r=\"5\" class=\"fill-one\"/>",
          Plot.px(x.of(channel.path("credit").path("markov").doubleValue())),
          Plot.px(y));
      y += 40;
    }
    return plot;
  }

  private static String share(JsonNode rate) {
    double percent = 100 * rate.doubleValue();
    return String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
  }
}
