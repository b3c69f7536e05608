package io.raptorflow.ingress.pack;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A drawing under way: axes, marks and labels of one chart, as SVG that needs nothing else.
///
/// The colours are variables with a light and a dark value, so that a chart is readable in both, in
/// the page and as a file of its own. Not thread-safe.
final class Plot {
  static final int WIDTH = 720;
  static final String STYLE =
      """
      .plot{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;max-width:100%;height:auto;\
      --c-paper:#fffefb;--c-ink:#1b2422;--c-quiet:#566461;--c-line:#dcd7ca;--c-one:#0b5d57;--c-two:#a3480f;\
      --c-three:#5b3f8f;--c-four:#7a6200}
      @media(prefers-color-scheme:dark){.plot{--c-paper:#1a2225;--c-ink:#e6ecea;--c-quiet:#a2b0ad;\
      --c-line:#3a474a;--c-one:#74cbc0;--c-two:#f2a36b;--c-three:#bda6ee;--c-four:#dcc25a}}
      .plot .paper{fill:var(--c-paper)}.plot text{fill:var(--c-ink)}.plot .quiet{fill:var(--c-quiet)}
      .plot .grid{stroke:var(--c-line);stroke-width:1}.plot .axis{stroke:var(--c-quiet);stroke-width:1}
      .plot .line{fill:none;stroke-width:1.8;stroke-linejoin:round}.plot .dash{stroke-dasharray:5 4}
      .plot .one{stroke:var(--c-one)}.plot .two{stroke:var(--c-two)}.plot .three{stroke:var(--c-three)}\
      .plot .four{stroke:var(--c-four)}
      .plot .past{stroke:var(--c-quiet)}.plot .fill-one{fill:var(--c-one)}.plot .fill-two{fill:var(--c-two)}
      .plot .fill-three{fill:var(--c-three)}.plot .fill-four{fill:var(--c-four)}
      .plot .wide{fill:var(--c-one);opacity:.16}.plot .narrow{fill:var(--c-one);opacity:.26}
      .plot .ring{fill:none;stroke:var(--c-two);stroke-width:2}.plot .end{text-anchor:end}\
      .plot .middle{text-anchor:middle}.plot .strong{font-weight:600}
      """;
  static final List<String> COLOURS = List.of("one", "two", "three", "four");

  private final String title;
  private final String description;
  private final int height;
  private final List<Html> marks = new ArrayList<>();

  Plot(String title, String description, int height) {
    this.title = title;
    this.description = description;
    this.height = height;
  }

  /// A straight map from values to pixels.
  record Scale(double from, double to, double atFrom, double atTo) {
    double of(double value) {
      return to == from ? atFrom : atFrom + (value - from) / (to - from) * (atTo - atFrom);
    }
  }

  Plot add(String template, Object... values) {
    marks.add(Html.of(template, values));
    return this;
  }

  Plot text(double x, double y, String classes, String text) {
    return add("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>", px(x), px(y), classes, text);
  }

  Plot line(double x1, double y1, double x2, double y2, String classes) {
    return add(
        "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>",
        px(x1),
        px(y1),
        px(x2),
        px(y2),
        classes);
  }

  Plot path(List<double[]> points, String classes) {
    return add("<path d=\"{}\" class=\"{}\"/>", path(points), classes);
  }

  Plot area(List<double[]> upper, List<double[]> lower, String classes) {
    List<double[]> around = new ArrayList<>(upper);
    around.addAll(lower.reversed());
    return add("<path d=\"{}Z\" class=\"{}\"/>", path(around), classes);
  }

  private static String path(List<double[]> points) {
    StringBuilder d = new StringBuilder();
    for (double[] point : points) {
      d.append(d.isEmpty() ? 'M' : 'L').append(px(point[0])).append(' ').append(px(point[1]));
    }
    return d.toString();
  }

  /// Horizontal lines with their values on the left.
  void valueAxis(Scale y, double[] ticks, double left, double right, String unit) {
    for (double tick : ticks) {
      line(left, y.of(tick), right, y.of(tick), tick == 0 ? "axis" : "grid");
      text(left - 8, y.of(tick) + 4, "quiet end", number(tick));
    }
    text(left, y.of(ticks[ticks.length - 1]) - 10, "quiet", unit);
  }

  /// The chart to stand in a page that has [#STYLE].
  Html inPage() {
    return svg(Html.NOTHING);
  }

  /// The chart as a file of its own.
  String asFile() {
    return svg(Html.of(
            "<style>{}</style><rect class=\"paper\" width=\"{}\" height=\"{}\"/>",
            new Html(STYLE),
            WIDTH,
            height))
        .markup();
  }

  private Html svg(Html first) {
    return Html.of(
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {} {}" width="{}" height="{}" role="img">\
        <title>{}</title><desc>{}</desc>{}{}</svg>
        """,
        WIDTH,
        height,
        WIDTH,
        height,
        title,
        description,
        first,
        marks);
  }

  /// Round values from 0 that reach past the largest.
  static double[] ticks(double most) {
    double rough = (most > 0 ? most : 1) / 4;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      if (factor * power >= rough * 0.999) {
        step = factor * power;
        break;
      }
    }
    int count = (int) Math.max(1, Math.ceil(most / step - 1e-9));
    double[] ticks = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      ticks[i] = i * step;
    }
    return ticks;
  }

  /// A value with as many decimals as its size asks for; thousands and millions by letter.
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return decimals(value / 1e6, 2) + "M";
    }
    if (size >= 10_000) {
      return decimals(value / 1_000, 1) + "k";
    }
    return decimals(value, size >= 100 ? 0 : size >= 1 ? 2 : 4);
  }

  private static String decimals(double value, int most) {
    return Say.number(BigDecimal.valueOf(value), most);
  }

  static String px(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
