package io.raptorflow.bench;

import io.raptorflow.bench.Measured.Competitor;
import io.raptorflow.bench.Measured.Summary;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// One workload as a picture: a panel for each number, a line for each competitor, its median as a
/// dot and its rounds as a bar from the lowest to the highest. Where the largest is more than
/// thirty times the smallest the axis is logarithmic and says so. Colours follow the reader's light
/// or dark scheme.
final class Chart {
  private static final int WIDTH = 860;
  private static final int LEFT = 300;
  private static final int RIGHT = 150;
  private static final int ROW = 26;
  private static final int HEAD = 52;
  private static final int PANEL_HEAD = 30;
  private static final int PANEL_FOOT = 40;
  private static final double LOGARITHMIC_FROM = 30;
  private static final String STYLE =
      """
      <style>
        svg { background: #ffffff; font: 13px system-ui, sans-serif; }
        .ground { fill: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e }
        .grid { stroke: #d1d9e0 } .range { stroke: #6e7781; stroke-width: 3 }
        .dot { fill: #6e7781 } .ours .dot { fill: #0969da } .ours .range { stroke: #0969da }
        .ours text { font-weight: 600 } .title { font-size: 15px; font-weight: 600 }
        @media (prefers-color-scheme: dark) {
          svg { background: #0d1117 }
          .ground { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
          .grid { stroke: #3d444d } .range { stroke: #9198a1 } .dot { fill: #9198a1 }
          .ours .dot { fill: #4493f8 } .ours .range { stroke: #4493f8 }
        }
      </style>
      """;

  private final Measured measured;
  private final String title;
  private final StringBuilder svg = new StringBuilder();

  private Chart(Measured measured, String title) {
    this.measured = measured;
    this.title = title;
  }

  /// Draws.
  ///
  /// @return an SVG document
  static String of(Measured measured, String title) {
    return new Chart(measured, title).draw();
  }

  /// From where to where an axis goes.
  ///
  /// @param low not above zero when the axis is linear
  private record Axis(double low, double high, boolean logarithmic) {
    static Axis of(List<Summary> summaries) {
      double least =
          summaries.stream().mapToDouble(Summary::low).filter(v -> v > 0).min().orElse(1);
      double most = summaries.stream().mapToDouble(Summary::high).max().orElse(1);
      if (most <= 0) {
        return new Axis(0, 1, false);
      }
      if (most / least < LOGARITHMIC_FROM) {
        return new Axis(0, most, false);
      }
      return new Axis(
          Math.pow(10, Math.floor(Math.log10(least))),
          Math.pow(10, Math.ceil(Math.log10(most))),
          true);
    }

    double x(double value) {
      double share =
          logarithmic
              ? (Math.log10(Math.max(value, low)) - Math.log10(low))
                  / (Math.log10(high) - Math.log10(low))
              : (value - low) / (high - low);
      return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    double[] ticks() {
      if (!logarithmic) {
        double[] quarters = new double[5];
        for (int i = 0; i < quarters.length; i++) {
          quarters[i] = high * i / (quarters.length - 1);
        }
        return quarters;
      }
      int decades = (int) Math.round(Math.log10(high) - Math.log10(low));
      int each = Math.max(1, (decades + 5) / 6);
      double[] powers = new double[decades / each + 1];
      for (int i = 0; i < powers.length; i++) {
        powers[i] = low * Math.pow(10, (double) i * each);
      }
      return powers;
    }
  }

  private String draw() {
    StringBuilder body = new StringBuilder();
    int y = HEAD;
    for (String number : measured.numbers()) {
      y = panel(body, number, y);
    }
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">",
        WIDTH, y, WIDTH);
    add("<title>%s</title>", escaped(measured.code() + ": " + title));
    svg.append(STYLE);
    add("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", WIDTH, y);
    add("<text class=\"title\" x=\"16\" y=\"26\">%s</text>", escaped(measured.code()));
    add("<text class=\"quiet\" x=\"56\" y=\"26\">%s</text>", escaped(title));
    svg.append(body).append("</svg>\n");
    return svg.toString();
  }

  private int panel(StringBuilder body, String number, int top) {
    List<Competitor> shown =
        measured.competitors().stream().filter(one -> one.numbers().containsKey(number)).toList();
    List<Summary> summaries = shown.stream().map(one -> summary(one, number)).toList();
    Axis axis = Axis.of(summaries);
    int first = top + PANEL_HEAD;
    int bottom = first + shown.size() * ROW;
    for (double tick : axis.ticks()) {
      line(body, "grid", axis.x(tick), axis.x(tick), first - 4, bottom);
      text(body, "quiet", "middle", axis.x(tick), bottom + 15, Figures.of(tick));
    }
    text(
        body,
        "quiet",
        "middle",
        axis.x(axis.low()) + (WIDTH - LEFT - RIGHT) / 2.0,
        bottom + 32,
        number + (axis.logarithmic() ? " (log scale)" : ""));
    for (int i = 0; i < shown.size(); i++) {
      Summary summary = summaries.get(i);
      double y = first + ROW * (i + 0.5);
      body.append(isOurs(shown.get(i)) ? "<g class=\"ours\">\n" : "<g>\n");
      text(body, "", "end", LEFT - 12, y + 4, shortened(shown.get(i).name()));
      line(body, "range", axis.x(summary.low()), axis.x(summary.high()), y, y);
      body.append(
          String.format(
              Locale.ROOT,
              "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n",
              axis.x(summary.median()),
              y));
      text(body, "", "start", WIDTH - RIGHT + 14, y + 4, Figures.of(summary.median()));
      body.append("</g>\n");
    }
    return bottom + PANEL_FOOT;
  }

  private static Summary summary(Competitor competitor, String number) {
    return Objects.requireNonNull(competitor.numbers().get(number), number);
  }

  static boolean isOurs(Competitor competitor) {
    return competitor.name().startsWith("RaptorFlow");
  }

  private static String shortened(String name) {
    return name.length() <= 42 ? name : name.substring(0, 41) + "…";
  }

  private static void line(
      StringBuilder body, String kind, double fromX, double toX, double fromY, double toY) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
            kind,
            fromX,
            toX,
            fromY,
            toY));
  }

  private static void text(
      StringBuilder body, String kind, String anchor, double x, double y, String words) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
            kind,
            anchor,
            x,
            y,
            escaped(words)));
  }

  private void add(String form, Object... values) {
    svg.append(String.format(Locale.ROOT, form, values)).append('\n');
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
