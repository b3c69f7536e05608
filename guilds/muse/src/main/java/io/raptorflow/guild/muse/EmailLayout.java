package io.raptorflow.guild.muse;

import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.guild.muse.output.EmailCopy.Cta;
import io.raptorflow.guild.muse.output.EmailCopy.Footer;
import io.raptorflow.guild.muse.output.EmailCopy.Section;
import java.util.List;
import java.util.regex.Pattern;

/// Sets one body in plain text and in HTML, so that both say the same.
record EmailLayout(
    BriefFacts facts,
    String subject,
    String preheader,
    List<Section> sections,
    Cta cta,
    Footer footer) {
  private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");
  private static final double CONTRAST_MIN = 4.5;

  EmailLayout {
    sections = List.copyOf(sections);
  }

  String text() {
    StringBuilder text = new StringBuilder(subject).append("\n\n");
    sections.forEach(section -> text.append(section.text()).append("\n\n"));
    text.append(cta.label());
    if (!cta.url().isEmpty()) {
      text.append(": ").append(cta.url());
    }
    return text.append("\n\n")
        .append(facts.names().brand())
        .append("\n\n")
        .append(notice())
        .append('\n')
        .append(footer.postalAddress())
        .append('\n')
        .append(leave())
        .append(": ")
        .append(footer.unsubscribe())
        .append('\n')
        .toString();
  }

  String html() {
    String ink = colour(facts.brief().brand().visual().textOnLight(), "#1A1A1A");
    String button = colour(facts.brief().brand().visual().primary(), "#1A1A1A");
    StringBuilder html = new StringBuilder();
    html.append(
        "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            .formatted(BriefFacts.written(facts.brief())));
    html.append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(escaped(subject))
        .append("</title>\n</head>\n");
    html.append(
        ("<body style=\"margin:0;background:#FFFFFF;color:%s;"
                + "font:16px/1.5 Arial,Helvetica,sans-serif\">\n")
            .formatted(ink));
    html.append("<div style=\"display:none\">").append(escaped(preheader)).append("</div>\n");
    html.append("<div style=\"max-width:600px;margin:0 auto;padding:24px\">\n");
    html.append("<h1 style=\"font-size:24px;line-height:1.25\">")
        .append(escaped(subject))
        .append("</h1>\n");
    sections.forEach(
        section -> html.append("<p>").append(escaped(section.text())).append("</p>\n"));
    if (!cta.url().isEmpty()) {
      html.append(
          ("<p><a href=\"%s\" style=\"display:inline-block;padding:12px 20px;"
                  + "background:%s;color:#FFFFFF\">%s</a></p>\n")
              .formatted(escaped(cta.url()), button, escaped(cta.label())));
    }
    html.append("<p>").append(escaped(facts.names().brand())).append("</p>\n");
    html.append("<p style=\"font-size:14px\">")
        .append(escaped(notice()))
        .append("<br>")
        .append(escaped(footer.postalAddress()))
        .append("<br><a href=\"")
        .append(escaped(footer.unsubscribe()))
        .append("\" style=\"color:")
        .append(ink)
        .append("\">")
        .append(escaped(leave()))
        .append("</a></p>\n");
    return html.append("</div>\n</body>\n</html>\n").toString();
  }

  private String notice() {
    return "This email is an advertisement from " + facts.names().brand() + ".";
  }

  private String leave() {
    return "Unsubscribe from " + facts.names().brand() + " emails";
  }

  /// The brand's colour where it can be read on white and carries white letters, else a dark one.
  private static String colour(String wished, String fallback) {
    boolean readable = COLOUR.matcher(wished).matches() && contrastOnWhite(wished) >= CONTRAST_MIN;
    return readable ? wished : fallback;
  }

  /// Contrast to white (WCAG 2.2, 1.4.3).
  static double contrastOnWhite(String colour) {
    double luminance =
        0.2126 * linear(colour, 1) + 0.7152 * linear(colour, 3) + 0.0722 * linear(colour, 5);
    return 1.05 / (luminance + 0.05);
  }

  private static double linear(String colour, int at) {
    double c = Integer.parseInt(colour, at, at + 2, 16) / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
